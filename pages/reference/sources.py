"""Sources: what was loaded, from where and when, which checks passed, and who published what."""

from pages.ui.provenance import checks, files, findings, publishers, revisions

files()
checks()
findings()
revisions()
publishers()
