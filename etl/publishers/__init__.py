"""From a publisher's server to the served build: what there is, what of it is new, bringing it home, loading it."""
