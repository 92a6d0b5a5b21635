"""Figures and briefings as slides with native charts and tables."""
