"""Sources: what was loaded, from where and when, which checks passed, how figures compare, and who published what."""

from pages.ui.provenance import checks, files, findings, publishers, revisions
from pages.ui.reconciliation import reconciliation

files()
checks()
reconciliation()
findings()
revisions()
publishers()
