"""The one check that needs a network: never part of `make test`."""
