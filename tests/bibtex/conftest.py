"""What the tests of BibTeX share: TeX read back without digestkit, and the parsers of others as oracles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from digestkit.text.tex import COMMANDS, Kind

_COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "i": "ı",
    "l": "ł",
    "L": "Ł",
    "o": "ø",
    "O": "Ø",
    "ss": "ß",
    "ae": "æ",
    "DJ": "Đ",
    "dj": "đ",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "j": "ȷ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    **dict.fromkeys(("ensuremath", "selectfont", "textcircled", "mathrm"), ""),
    **dict.fromkeys(("textsf", "texttt", "textbf", "textit"), ""),
}
_ARGUMENTS = {"fontencoding": "{T2A}", "llap": "{'}", "accent": "`'"}
"""Commands whose argument is no text; the second stands for a horn, the third for a hook."""
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "c": "\u0327", "k": "\u0328", "d": "\u0323",
    "b": "\u0331", "textcommabelow": "\u0326",
}  # fmt: skip
_TOKEN = re.compile(r"(\\[A-Za-z]+)(?:\{\}|\s+)?|\\(.)|(``|'')|(.)", re.DOTALL)


def _letter(letter: str, accents: list[str]) -> str:
    made = unicodedata.normalize("NFC", letter + "".join(reversed(accents))) if accents else letter
    accents.clear()
    return made


def _detex(value: str) -> str:
    """What TeX would print of a value; formulas stay as they are, with their dollars."""
    made: list[str] = []
    accents: list[str] = []
    at = 0
    while at < len(value):
        if value[at] == "$":
            end = value.index("$", at + 1)
            while value[end - 1] == "\\":
                end = value.index("$", end + 1)
            made.append(value[at : end + 1])
            at = end + 1
            continue
        match = _TOKEN.match(value, at)
        at = match.end()
        word, symbol, quote, char = match.groups()
        if word or symbol:
            at += _command(word[1:] if word else symbol, value[at:], made, accents)
        elif quote:
            made.append('"')
        elif char not in "{}":
            assert char not in "&%#_^", f"bare {char} in {value!r}"
            made.append(_letter("\xa0" if char == "~" else char, accents))
    assert not accents, value
    return "".join(made)


def _command(name: str, rest: str, made: list[str], accents: list[str]) -> int:
    """Print a command, or note an accent; how long its argument is, where that is no text."""
    if name in _ARGUMENTS:
        assert rest.startswith(_ARGUMENTS[name]), rest
        if name == "llap":
            made[-1] = unicodedata.normalize("NFC", made[-1] + "\u031b")
        if name == "accent":
            accents.append("\u0309")
        return len(_ARGUMENTS[name])
    if name in _ACCENTS:
        accents.append(_ACCENTS[name])
    elif name in _COMMANDS:
        made.append(_COMMANDS[name])
    elif name in COMMANDS and COMMANDS[name].kind is Kind.ACCENT:
        accents.append(COMMANDS[name].unicode)
    elif name.isalpha():
        made.append(_letter(COMMANDS[name].unicode, accents))
    else:
        assert name in "&%#_$", f"\\{name} before {rest!r}"
        made.append(name)
    return 0


@pytest.fixture(scope="session")
def detex() -> Callable[[str], str]:
    return _detex


class People(NamedTuple):
    """The table of names: parts (given, particle, family, suffix), those beyond rules, and teams."""

    parts: list[tuple[str, str, str, str]]
    beyond: list[tuple[str, str, str, str]]
    teams: list[str]


@pytest.fixture(scope="session")
def people() -> People:
    found = People([], [], [])
    for line in (Path(__file__).parent / "names.txt").read_text("utf-8").splitlines():
        if line.startswith("="):
            found.teams.append(line[1:])
        elif "|" in line and not line.startswith("#"):
            parts = tuple(line.removeprefix("?").split("|"))
            (found.beyond if line.startswith("?") else found.parts).append(parts)
    return found


class Read(NamedTuple):
    """An entry as a parser of somebody else's reads it; names as parts (given, particle, family, suffix)."""

    key: str
    type: str
    fields: dict[str, str]
    names: list[tuple[str, str, str, str]]


def _with_bibtexparser(text: str) -> list[Read]:
    import bibtexparser
    from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts

    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert not library.failed_blocks, [(block.error, block.raw) for block in library.failed_blocks]
    assert not library.comments
    found = []
    for entry in library.entries:
        fields = {field.key: field.value for field in entry.fields}
        people = fields.pop("author", [])
        names = [tuple(map(" ".join, (p.first, p.von, p.last, p.jr))) for p in people]
        found.append(Read(entry.key, entry.entry_type, fields, names))
    return found


def _with_pybtex(text: str) -> list[Read]:
    from pybtex.database import parse_string

    found = []
    for key, entry in parse_string(text, "bibtex").entries.items():
        names = [
            (
                " ".join([*p.first_names, *p.middle_names]),
                " ".join(p.prelast_names),
                " ".join(p.last_names),
                " ".join(p.lineage_names),
            )
            for p in entry.persons.get("author", [])
        ]
        found.append(Read(key, entry.original_type, dict(entry.fields), names))
    return found


_READERS = {"bibtexparser": _with_bibtexparser, "pybtex": _with_pybtex}


@pytest.fixture(scope="session", params=_READERS)
def read(request: pytest.FixtureRequest) -> Callable[[str], list[Read]]:
    """Each parser in turn."""
    return _READERS[request.param]
