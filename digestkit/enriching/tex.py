r"""TeX's accents in metadata as characters: `Erd\H{o}s` is `Erdős`.

arXiv's snapshot and BibTeX files spell what authors typed. Formulas are left as they are.
Source: The TeXbook, chapter 9.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å",
    "AA": "Å", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ", "i": "ı", "j": "ȷ",
}  # fmt: skip

_FORMULA = re.compile(r"(\$[^$]*\$)")
_ACCENT = re.compile(
    r"""\\(?:(?P<sign>[`'^"~=.])\s*|(?P<letter>[uvHrcdbk])(?:\s+|(?=\{)))
    (?:\{\s*(?P<braced>[A-Za-z]|\\[ij])\s*\}|(?P<bare>[A-Za-z]|\\[ij](?![A-Za-z])))""",
    re.VERBOSE,
)
_NAMED = re.compile(
    r"\\(" + "|".join(sorted(_LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])(?:\{\}|\s+)?"
)
_GROUPED = re.compile(r"\{([^{}\\$]{1,2})\}")
_ESCAPED = re.compile(r"\\([&%_#{}])")


def unaccented(text: str) -> str:
    """A text whose accents and letters of TeX are characters, outside formulas; linear time."""
    if "\\" not in text:
        return text
    parts = _FORMULA.split(text)
    return "".join(part if at % 2 else _characters(part) for at, part in enumerate(parts))


def _characters(text: str) -> str:
    made = _NAMED.sub(lambda found: _LETTERS[found[1]], _ACCENT.sub(_accented, text))
    # The braces that kept an accent together: `{\"o}`.
    return _GROUPED.sub(r"\1", made) if made != text else text


def _accented(found: re.Match[str]) -> str:
    base = (found["braced"] or found["bare"]).removeprefix("\\")
    mark = _MARKS[found["sign"] or found["letter"]]
    return unicodedata.normalize("NFC", base + mark)


def plain(text: str) -> str:
    """A field of BibTeX as text: accents as characters, ties as blanks, without braces, outside formulas."""
    parts = _FORMULA.split(unaccented(text))
    return "".join(part if at % 2 else _bare(part) for at, part in enumerate(parts))


def _bare(text: str) -> str:
    kept = _ESCAPED.sub(lambda found: {"{": "\ue000", "}": "\ue001"}.get(found[1], found[1]), text)
    return (
        kept.replace("{", "").replace("}", "").replace("~", " ").replace("\ue000", "{").replace("\ue001", "}")
    )
