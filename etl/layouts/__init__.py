"""Declarations of file layouts, a module for each publisher's family; etl/layouts/registry.py gathers them."""
