"""Briefing: one deck, workbook or document to carry into a room, of an agency or of the whole government."""

from pages.components.briefing import make

make()
