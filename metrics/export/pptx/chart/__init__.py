"""Native charts in the file format: series, axes, labels, and what stands beside them."""
