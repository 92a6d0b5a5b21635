"""Figures and briefings as pages of one file that need no network."""
