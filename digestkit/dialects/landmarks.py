"""The next line of a kind, looked for once: what a block is searched for costs linear time in all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from digestkit.dialects.template import Template

_RARE = frozenset("#<")
"""Characters that prose has few of."""

Place = tuple[int, int]
"""Where a line starts, and where the one after it does."""


class Landmark:
    """Lines that start with a prefix and fit.

    `after` is asked with offsets that grow. What it found stays the answer until it is passed, so that no
    part of the text is searched twice, however many blocks there are that never end.
    """

    __slots__ = ("_fits", "_found", "_is_sure", "_start", "_text")

    def __init__(self, text: str, prefix: str, fits: Callable[[str], object]) -> None:
        self._text = text
        self._start = f"\n{prefix}"
        self._fits = fits
        self._found: Place = (-1, -1)
        self._is_sure = False

    def after(self, offset: int, before: int | None = None) -> Place:
        """The first such line from the start of a line on; the end of the text where there is none.

        Where that is not `before` an offset, the answer is some line that is not: whether it fits is left
        open.
        """
        text = self._text
        if self._found[0] < offset:
            self._search(offset - 1)
        while not self._is_sure and (before is None or self._found[0] < before):
            start, after = self._found
            self._is_sure = start == len(text) or self._fits(text[start:after].rstrip()) is not None
            if not self._is_sure:
                self._search(after - 1)
        return self._found

    def _search(self, at: int) -> None:
        """Find the next line that starts so, behind a line end that is at the offset or further on."""
        text, at = self._text, max(at, 0)
        start = self._search_rare(at + 1) if self._start[1:2] in _RARE else text.find(self._start, at) + 1
        end = text.find("\n", start) if start else -1
        self._found = (start or len(text), end + 1 if end >= 0 else len(text))
        self._is_sure = False

    def _search_rare(self, at: int) -> int:
        """Search for the first character alone, which costs a tenth where there are few; 0 for nothing."""
        text, first = self._text, self._start[1]
        at = text.find(first, at)
        while at > 0 and not text.startswith(self._start, at - 1):
            at = text.find(first, at + 1)
        return max(at, 0)


def headings(text: str, templates: Iterable[Template]) -> list[Landmark]:
    """The lines that fit one of some templates: a landmark for each way that they begin."""
    by_prefix: dict[str, list[Template]] = {}
    for template in templates:
        by_prefix.setdefault(template.prefix, []).append(template)
    return [Landmark(text, prefix, _fits(alike)) for prefix, alike in by_prefix.items()]


def _fits(templates: list[Template]) -> Callable[[str], object]:
    return lambda line: next((found for one in templates if (found := one.match(line)) is not None), None)
