"""Synthetic extracts in OPM's own layouts, for the demonstration."""
