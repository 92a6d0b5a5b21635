"""What leaves the page: figures and briefings that stand alone, in the formats of the programs people use."""
