"""JSON Lines, both ways: a record a paper."""
