"""Figures and briefings as workbooks."""
