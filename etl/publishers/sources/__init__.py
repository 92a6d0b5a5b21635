"""What there is: every door that files come by, each with the list of its files."""
