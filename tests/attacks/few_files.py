"""Starts serve.py with few open files allowed for good: python -m tests.attacks.few_files PORT, FEW_FILES of them."""

import os
import resource
import runpy
import sys

if __name__ == "__main__":
    few = int(os.environ["FEW_FILES"])
    soft_alone = "SOFT_ALONE" in os.environ
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (few, resource.getrlimit(resource.RLIMIT_NOFILE)[1] if soft_alone else few)
    )
    sys.argv = ["serve.py", "--port", sys.argv[-1]]
    runpy.run_path("serve.py", run_name="__main__")
