"""Takes the README's picture of the overview, from a build of the published figures alone: make screenshot."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.server import Server, etl
from tests.browser.visit import Visit

FILE = Path(__file__).resolve().parent / "images" / "overview.png"
WIDTH = 1440
MOST_BYTES = 300_000


def take(file: Path, browser: str) -> None:
    """Build, serve and open the overview in a folder that is thrown away, and keep what a wide window shows of it."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        etl(Path(folder), "build")
        server = Server.start(Path(folder), Path(folder) / "serve.log")
        try:
            context = playwright.chromium.launch_persistent_context(
                f"{folder}/browser", executable_path=browser, args=FLAGS, reduced_motion="reduce"
            )
            visit = Visit.open(context, server.address, width=WIDTH)
            visit.page.screenshot(path=file)
            context.close()
        finally:
            server.end()


def shrink(file: Path) -> int:
    """Write the picture in 128 colors, which loses nothing to the eye here; returns its size in bytes."""
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    return file.stat().st_size


def main() -> None:
    """Take the picture; a machine without a browser, or a picture that is too large, is a sentence and status 1."""
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser is None:
        sys.exit(f"No Chromium on this machine (looked for {', '.join(CHROMIUM)}); install the package chromium.")
    FILE.parent.mkdir(exist_ok=True)
    take(FILE, browser)
    size = shrink(FILE)
    if size > MOST_BYTES:
        sys.exit(f"{FILE} has {size:,} bytes, more than {MOST_BYTES:,}; lower WIDTH or the colors in {__file__}.")
    print(f"Wrote {FILE} ({size:,} bytes).")


if __name__ == "__main__":
    main()
