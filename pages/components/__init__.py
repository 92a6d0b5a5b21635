"""What every page is made of: the open warehouse, the shared filters, the blocks."""
