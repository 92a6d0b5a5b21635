"""Sources: what was loaded, the data to be taken away, how to cite them, which checks passed, how figures compare."""

from pages.ui.downloads import citation, whole
from pages.ui.provenance import checks, files, findings, publishers, revisions
from pages.ui.reconciliation import reconciliation

files()
whole()
citation()
checks()
reconciliation()
findings()
revisions()
publishers()
