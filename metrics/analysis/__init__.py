"""What answers say of each other: changes, ranks, crossings, peers, accounts of a year."""
