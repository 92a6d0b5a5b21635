"""What a page remembers and what its address says: the build, filters, choices, links."""
