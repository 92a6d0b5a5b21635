"""The errors a user of the loader can cause, each one sentence: what, where, and what to do next."""


class EtlError(Exception):
    """Base of every loading error whose message is meant for the reader of the command line."""
