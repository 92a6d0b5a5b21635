"""A briefing as data: what a deck, a workbook and a printed page all show, and where it is made."""
