r"""Finding TeX in opaque text: what it spells, as characters.

What has no Unicode is no mark, and stays text as it is written.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

from digestkit.text import formulas, runs, typesetting
from digestkit.text.cleaning import restored, unbroken
from digestkit.text.marks import Kind, Mark


def find(text: str) -> list[Mark]:
    """All TeX in a text that characters can show, in its order."""
    mended = unbroken(restored(text))
    marks = _formulas(mended)
    if mended == text:
        return list(marks)
    place = _places(text, mended)
    return [Mark(*map(place, mark[:4]), *mark[4:]) for mark in marks]


def _places(text: str, mended: str) -> Callable[[int], int]:
    """From an offset in the mended text to that in the text, where some backslashes are one character less."""
    added: list[int] = []
    for at, char in enumerate(text):
        if char in "\b\f\t\n" and mended[at + len(added)] == "\\":
            added.append(at + len(added) + 1)
    return lambda offset: offset - bisect_left(added, offset)


def _formulas(text: str) -> Iterator[Mark]:
    for span in formulas.find(text):
        made = typesetting.runs(text[span.start + 1 : span.end - 1]) if span.refusal is None else None
        if made is not None:
            yield _mark(span.start, span.end, made)


def _mark(start: int, end: int, made: tuple[runs.Run, ...]) -> Mark:
    return Mark(start, start, end, end, Kind.TEX, None, made)
