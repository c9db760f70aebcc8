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

    __slots__ = ("_fits", "_found", "_start", "_text")

    def __init__(self, text: str, prefix: str, fits: Callable[[str], object]) -> None:
        self._text = text
        self._start = f"\n{prefix}"
        self._fits = fits
        self._found: Place = (-1, -1)

    def after(self, offset: int) -> Place:
        """The first such line from the start of a line on; the end of the text where there is none."""
        if self._found[0] < offset:
            self._found = self._search(offset)
        return self._found

    def _search(self, offset: int) -> Place:
        text, at = self._text, offset - 1
        while (at := text.find(self._start, at)) >= 0:
            end = text.find("\n", at + 1)
            end = len(text) if end < 0 else end
            if self._fits(text[at + 1 : end].rstrip()) is not None:
                return at + 1, min(end + 1, len(text))
            at = end
        return len(text), len(text)


def headings(text: str, templates: Iterable[Template]) -> list[Landmark]:
    """The lines that fit one of some templates: a landmark for each way that they begin."""
    by_prefix: dict[str, list[Template]] = {}
    for template in templates:
        by_prefix.setdefault(template.prefix, []).append(template)
    return [Landmark(text, prefix, _fits(alike)) for prefix, alike in by_prefix.items()]


def _fits(templates: list[Template]) -> Callable[[str], object]:
    return lambda line: next((found for one in templates if (found := one.match(line)) is not None), None)
