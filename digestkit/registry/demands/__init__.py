"""What the host demands of a plugin before serving it: an ordered table of checks for each kind."""
