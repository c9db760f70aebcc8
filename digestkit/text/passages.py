"""A text under its label, as paragraphs of HTML: an abstract, or whatever else a digest says by name."""

from __future__ import annotations

import re

from digestkit.text.inline import html, typeset_html

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def labelled_html(label: str, text: str) -> str:
    """Paragraphs, the first with the label in bold; blank lines divide them, other line ends are blanks."""
    bodies = [html(" ".join(part.split("\n"))) for part in _BLANK_LINES.split(text.strip())]
    return f"<p><strong>{typeset_html(label)}:</strong> {'</p><p>'.join(bodies)}</p>"
