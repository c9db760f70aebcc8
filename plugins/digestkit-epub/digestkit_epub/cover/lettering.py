"""Setting a title: which letters there are for it, where its lines break, and how large it can be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from digestkit_epub.cover.typeface import UNITS, find, typeface

_LONGEST = 1000
"""Letters of a text that are looked at: more than fit, were all the narrowest and at the smallest size."""

# Punctuation of Chinese and Japanese that must not begin or end a line.
_NEVER_FIRST = frozenset(
    "、。，．・：；？！）］｝〕〉》」』】〗’”…‥ー々ゝゞっッゃャゅュょョぁァぃィぅゥぇェぉォ％,.:;?!)]}%"
)
_NEVER_LAST = frozenset("（［｛〔〈《「『【〖‘“([{")
_BREAKS_AFTER = frozenset("-–—/")


class Spelling(NamedTuple):
    """A text in letters that there are, in a single line, and the characters that had to be left out."""

    text: str
    missing: tuple[str, ...]


def spell(text: str) -> Spelling:
    """The text with letters of the fonts: composed, else in its plain equivalent, else left out.

    Of a text that no cover could hold, only the beginning is looked at.
    """
    kept: list[str] = []
    missing: dict[str, None] = {}
    for char in unicodedata.normalize("NFC", text[: 2 * _LONGEST]):
        if char.isspace():
            kept.append(" ")
        elif unicodedata.category(char) in ("Cc", "Cf") or char == "\ufffd":
            continue  # invisible in any font, or reported already where it came from
        elif plain := "".join(filter(find, char if find(char) else unicodedata.normalize("NFKD", char))):
            kept.append(plain)
        else:
            missing[char] = None
    return Spelling(" ".join("".join(kept).split()), tuple(missing))


@cache
def advance(char: str) -> int:
    """How wide a letter is, in units of the font; 0 for one that there is not."""
    found = find(char)
    return typeface(found[0]).advance(found[1]) if found else 0


def extent(text: str) -> int:
    """How wide a text is, in units of the font."""
    return sum(map(advance, text))


class Setting(NamedTuple):
    """A text in lines, at so many pixels an em, with `leading` pixels from line to line."""

    size: int
    leading: int
    lines: tuple[str, ...]


def fit(text: str, width: int, height: int, sizes: Sequence[int]) -> Setting:
    """The text at the largest of `sizes`, in descending order, at which it fits into so many pixels.

    A smaller size is preferred to a broken word. What does not fit at the smallest is cut off, with an
    ellipsis. Lines are as even as they can be without becoming more.
    """
    whole = text[:_LONGEST]
    for may_break in (False, True):
        for size in sizes:
            setting = _set(whole, size, width, may_break=may_break)
            if setting is not None and len(setting.lines) * setting.leading <= height:
                return setting
    size = sizes[-1]
    lines = _wrap(whole, width * UNITS // size)[: height // _leading(size)]
    return Setting(size, _leading(size), (*lines[:-1], _cut(lines[-1], width * UNITS // size)))


def _leading(size: int) -> int:
    return size * 5 // 4


def _set(text: str, size: int, width: int, *, may_break: bool) -> Setting | None:
    """The text at one size, or None if a word would have to be broken and may not be."""
    units = width * UNITS // size
    longest = max((extent(piece) for _, piece in _pieces(text)), default=0)
    if longest > units and not may_break:
        return None
    count = len(lines := _wrap(text, units))
    narrow, wide = min(longest, units), units
    while narrow < wide:
        middle = (narrow + wide) // 2
        if len(even := _wrap(text, middle)) > count:
            narrow = middle + 1
        else:
            lines, wide = even, middle
    return Setting(size, _leading(size), tuple(lines))


def _wrap(text: str, units: int) -> list[str]:
    """Lines no wider than that, broken between pieces, and inside one only if it is wider than a line."""
    lines, used = [""], 0
    for after_blank, piece in _pieces(text):
        for number, part in enumerate(_parts(piece, units)):
            blank = " " if after_blank and number == 0 and lines[-1] else ""
            wide = extent(blank + part)
            if used + wide <= units or not lines[-1]:
                lines[-1] += blank + part
                used += wide
            else:
                lines.append(part)
                used = extent(part)
    return lines


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The pieces between which a line may break, each with whether a blank parts it from the one before.

    A line breaks at blanks, after hyphens, and around Han characters and kana, but not at their punctuation.
    """
    for word in text.split(" "):
        start = 0
        for at in range(1, len(word)):
            if _breaks(word[at - 1], word[at]):
                yield start == 0, word[start:at]
                start = at
        yield start == 0, word[start:]


def _breaks(before: str, after: str) -> bool:
    if before in _NEVER_LAST or after in _NEVER_FIRST:
        return False
    return _is_wide(before) or _is_wide(after) or (before in _BREAKS_AFTER and after.isalpha())


def _is_wide(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"


def _parts(piece: str, units: int) -> Iterator[str]:
    start = used = 0
    for at, char in enumerate(piece):
        if used + advance(char) > units and at > start:
            yield piece[start:at]
            start, used = at, 0
        used += advance(char)
    yield piece[start:]


def _cut(line: str, units: int) -> str:
    while line and extent(f"{line}…") > units:
        line = line[:-1].rstrip()
    return f"{line}…"
