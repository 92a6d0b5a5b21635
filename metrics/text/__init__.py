"""Words from the data: headlines, tables as a reader sees them, the dictionary."""
