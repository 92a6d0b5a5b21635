"""Rows with what must be known of them, for programs: CSV, JSON, and the whole warehouse."""
