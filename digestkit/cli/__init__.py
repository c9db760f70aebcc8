"""The command: a client of the public API."""
