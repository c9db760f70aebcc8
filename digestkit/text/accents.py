r"""TeX's accents and letters outside formulas: `Erd\H{o}s` is `Erdős`, `{\ss}` is `ß`.

Source: The TeXbook, chapter 9, and LaTeX's encoding T1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

MARKS: Mapping[str, str] = MappingProxyType({
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "textcommabelow": "\u0326",
})  # fmt: skip
"""The combining characters, by the commands for them."""
LETTERS: Mapping[str, str] = MappingProxyType({
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å",
    "AA": "Å", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ", "i": "ı", "j": "ȷ",
})  # fmt: skip

_ACCENT = re.compile(
    r"""\\(?:(?P<sign>[`'^"~=.])\s*|(?P<letter>[uvHrcdbk]|textcommabelow)(?:\s+|(?=\{)))
    (?:\{\s*(?P<braced>[A-Za-z]|\\[ij])\s*\}|(?P<bare>[A-Za-z]|\\[ij](?![A-Za-z])))""",
    re.VERBOSE,
)
_NAMES = "|".join(sorted(LETTERS, key=len, reverse=True))
_NAMED = re.compile(rf"\\({_NAMES})(?![A-Za-z])(?:\{{\}}|\s+)?")
# What two accents, a comma below and Vietnamese horns and hooks are in our own entries: `\~{\^e}`,
# `u\llap{'}`, ``\accent`'a``.
_SECOND = re.compile(
    r"""\\(?:(?P<mark>[`'^"~=.]|[uvHrcdbk]|textcommabelow)\{(?P<letter>[^\W\d_])\}|(?P<sign>[`'^"~=.])(?P<bare>[^\W\d_]))"""
)
_HOOKED = re.compile(r"\\accent`'([^\W\d_]|\\i(?![A-Za-z]))")
_HORNED = re.compile(r"([OoUu])\\llap\{'\}")
_GROUPED = re.compile(r"\{([^{}\\$]{1,2})\}")


def unaccented(text: str) -> str:
    """A text that is known to be TeX, such as a field of metadata, with its accents as characters."""
    if "\\" not in text:
        return text
    made = _HORNED.sub(lambda found: unicodedata.normalize("NFC", f"{found[1]}\u031b"), text)
    made = _HOOKED.sub(_hooked, _ACCENT.sub(_accented, made))
    made = _SECOND.sub(_accented_again, made)
    made = _NAMED.sub(lambda found: LETTERS[found[1]], made)
    # The braces that kept an accent together: `{\"o}`.
    return _GROUPED.sub(r"\1", made) if made != text else text


def _accented(found: re.Match[str]) -> str:
    base = (found["braced"] or found["bare"]).removeprefix("\\")
    return unicodedata.normalize("NFC", base + MARKS[found["sign"] or found["letter"]])


def _hooked(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found[1].removeprefix("\\") + "\u0309")


def _accented_again(found: re.Match[str]) -> str:
    letter, mark = found["letter"] or found["bare"], found["mark"] or found["sign"]
    return unicodedata.normalize("NFC", letter + MARKS[mark])


class Accented(NamedTuple):
    """A letter that `text[start:end]` spells."""

    start: int
    end: int
    letter: str


_SURE = {
    "`": "aeiouAEIOU", "'": "aeiouynzAEIOUYNZCS", "^": "aeiouAEIOU", "~": "anoANO", '"': "aeiouyAEIOUY",
    "=": "aeiouAEIOU", ".": "zZI",
}  # fmt: skip
"""The letters that accents stand on without braces.

Others are rather an escape of somebody else's: `it\\'s`, `\\.com`, `\\"Hello`.
"""
_QUOTE = re.compile(r'\\"(?![A-Za-z{\\])')
_GROUP = re.compile(
    rf"\{{\\(?P<in>{_NAMES})\s*\}}|\\(?P<long>(?:{_NAMES})(?<=[A-Za-z]{{2}}))(?![A-Za-z])(?:\{{\}}|\s)?"
)


def find(text: str) -> Iterator[Accented]:
    """The accents and letters in a text that may be anything: only what is hardly something else."""
    quoted = _QUOTE.search(text) is not None  # then `\"` is a quotation mark that a program escaped
    for found in _ACCENT.finditer(text):
        sign, bare = found["sign"], found["bare"]
        if bare is not None and (
            sign is None or found[0][2:3].isspace() or bare[-1] not in _SURE[sign] + "ij"
        ):
            continue
        if sign == '"' and quoted:
            continue
        grouped = (
            text[found.start() - 1 : found.start()] == "{" and text[found.end() : found.end() + 1] == "}"
        )
        yield Accented(found.start() - grouped, found.end() + grouped, _accented(found))
    for found in _GROUP.finditer(text):
        yield Accented(found.start(), found.end(), LETTERS[found["in"] or found["long"]])
