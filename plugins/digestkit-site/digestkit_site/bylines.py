"""The names of a paper's authors in a line: the first, those that unfold, and how many more there are."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

import digestkit
from digestkit.text import escape, isolated_html
from digestkit_site import addresses, markup
from digestkit_site.words import Words

TOTAL = "authors_total"
"""The further field in which dialects and transforms say how many authors a paper has."""

_DIGITS = 6
"""A number of so many digits is not one of authors."""


class Bylines:
    """Makes bylines. Of more than `most` names, the others are hidden; 0 hides none.

    `pages` are those of authors and topics, by kind and folded name.
    """

    def __init__(self, pages: Mapping[tuple[str, str], str], most: int) -> None:
        self._pages = pages
        self._most = most
        self._made: dict[str, str] = {}

    def of(self, names: tuple[str, ...]) -> tuple[Markup, Markup, int]:
        """The first names, the others, and how many these are."""
        most = self._most or len(names)
        if len(names) == most + 1:  # to unfold one name takes as much room as the name
            most += 1
        spelled = [self._made.get(name) or self._author(name) for name in names]
        shown, hidden = ", ".join(spelled[:most]), ", ".join(spelled[most:])
        return markup.safe(shown), markup.safe(hidden), len(spelled[most:])

    def _author(self, name: str) -> str:
        page = self._pages.get(("author", addresses.fold(name))) if self._pages else None
        spelled = isolated_html(escape(name), name)
        made = spelled if page is None else f'<a href="../{page}">{spelled}</a>'
        self._made[name] = made
        return made


def unnamed(paper: digestkit.Paper, words: Words) -> tuple[str, int]:
    """What says that there are more authors than the digest names, and how many, 0 where it is not known.

    Empty where all are named.
    """
    if not paper.authors_truncated:
        return "", 0
    count = _left_out(paper) if paper.extra else 0
    return (words.count_others(count) if count else words.and_others), count


def _left_out(paper: digestkit.Paper) -> int:
    for name, said in paper.extra:
        if name == TOTAL and said.isascii() and said.isdecimal() and len(said) < _DIGITS:
            return max(int(said) - len(paper.authors), 0)
    return 0
