"""Markdown digests as a format among others, both ways."""
