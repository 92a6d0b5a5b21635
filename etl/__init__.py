"""Published files to warehouse: knows nothing of indicators or screens."""
