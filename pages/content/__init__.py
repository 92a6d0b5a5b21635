"""What pages say that is no figure: the texts, and how they are read and checked."""
