r"""TeX in metadata as characters: `Erd\H{o}s` is `Erdős`.

arXiv's snapshot and BibTeX files spell what authors typed. Formulas are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from digestkit.text import accents, formulas

_ESCAPED = re.compile(r"\\([&%_#{}])")


def unaccented(text: str) -> str:
    """A text whose accents and letters of TeX are characters, outside formulas; linear time."""
    return _outside_formulas(text, accents.unaccented)


def plain(text: str) -> str:
    """A field of BibTeX as text: accents as characters, ties as blanks, without braces, outside formulas."""
    return _outside_formulas(text, lambda part: _bare(accents.unaccented(part)))


def _outside_formulas(text: str, change: Callable[[str], str]) -> str:
    made: list[str] = []
    at = 0
    for span in formulas.find(text) if "$" in text else ():
        made += [change(text[at : span.start]), text[span.start : span.end]]
        at = span.end
    return "".join([*made, change(text[at:])])


def _bare(text: str) -> str:
    kept = _ESCAPED.sub(lambda found: {"{": "\ue000", "}": "\ue001"}.get(found[1], found[1]), text)
    return (
        kept.replace("{", "").replace("}", "").replace("~", " ").replace("\ue000", "{").replace("\ue001", "}")
    )
