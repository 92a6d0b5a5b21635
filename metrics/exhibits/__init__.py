"""Figures complete: the answer, its picture, its table, its sentence and what must be known of them."""
