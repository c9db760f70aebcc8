"""SQLite: papers, digests, authors, items and links as tables, with an index of their text."""
