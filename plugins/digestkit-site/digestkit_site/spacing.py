"""White space in plain text."""

from __future__ import annotations


def one_line(text: str) -> str:
    """A text with single blanks for all its white space, and none at its ends."""
    line = text.replace("\n", " ")
    # Nearly all texts have single blanks only; to cut them at each takes twice as long as to look.
    return " ".join(line.split()) if "  " in line or not line.isprintable() else line.strip()
