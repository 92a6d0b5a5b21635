"""Declarations of file layouts, a module for each publisher's family; etl/formats.py gathers them."""
