"""The next line of a kind, looked for once: what a block is searched for costs linear time in all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from digestkit.dialects.template import Template

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
        """Find the next line that starts so, behind a line end."""
        text = self._text
        at = text.find(self._start, at)
        end = text.find("\n", at + 1) if at >= 0 else -1
        self._found = (at + 1 if at >= 0 else len(text), end + 1 if end >= 0 else len(text))
        self._is_sure = False


def headings(text: str, templates: Iterable[Template]) -> list[Landmark]:
    """The lines that fit one of some templates: a landmark for each way that they begin."""
    by_prefix: dict[str, list[Template]] = {}
    for template in templates:
        by_prefix.setdefault(template.prefix, []).append(template)
    return [Landmark(text, prefix, _fits(alike)) for prefix, alike in by_prefix.items()]


def _fits(templates: list[Template]) -> Callable[[str], object]:
    return lambda line: next((found for one in templates if (found := one.match(line)) is not None), None)
