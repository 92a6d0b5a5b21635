"""Sources: what was loaded, the data to be taken away, how to cite them, which checks passed, how figures compare."""

from pages.components.downloads import citation, whole
from pages.components.provenance import checks, files, findings, publishers, revisions
from pages.components.reconciliation import reconciliation

files()
whole()
citation()
checks()
reconciliation()
findings()
revisions()
publishers()
