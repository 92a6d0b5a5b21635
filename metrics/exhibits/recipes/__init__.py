"""Recipes: how each figure of the dashboard is made, declared once for the pages, the briefings and the files."""
