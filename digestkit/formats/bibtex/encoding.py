r"""Which characters of an entry stay as they are, and which become commands: by what is to read them.

Classic engines (pdfLaTeX with the font encoding T1) print Latin letters and common punctuation as UTF-8, and
stop at Greek letters and most signs. Classic BibTeX reads bytes, so in names, which styles abbreviate and
sort by, every letter beyond ASCII is a command. Sources: LaTeX's `t1enc.dfu`, `ts1enc.dfu`, `omsenc.dfu` and
`t2aenc.dfu`, which list what the encodings have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from digestkit.errors import UsageError
from digestkit.formats.bibtex.commands import PUNCTUATION, accented, composed, in_formula, sign, spelling
from digestkit.formats.bibtex.escaping import hide_math, show_math

# What pdfLaTeX prints in T1 as it loads it, without a further package; the Latin letters come first.
_PRINTED = re.compile(
    "[\xa1-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e\u0192\u01c4-\u01d4\u01e2\u01e3"
    "\u01e6-\u01eb\u01f0\u01f4\u01f5\u0218-\u021b\u0232\u0233\u0237\u1e02\u1e03\u1e0d\u1e1e-\u1e21\u1e25\u1e30"
    "\u1e31\u1e37\u1e43\u1e45\u1e47\u1e5b\u1e63\u1e6d\u1e8e-\u1e91\u1e9e\u1ef2\u1ef3"
    "\xa0\u02c7\u02d8-\u02d9\u02db\u02dd\u200c\u2010-\u2016\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2031"
    "\u2039-\u203b\u203d\u2044\u2052\u20a1\u20a4\u20a6\u20a9\u20ab\u20ac\u20b1\u2103\u2116\u2117\u211e\u2120\u2122"
    "\u2126\u2127\u212e\u2190-\u2193\u2422\u2423\u25e6\u25ef\u266a\u27e8\u27e9\ufb00-\ufb06]"
)
_CYRILLIC = re.compile("[\u0400-\u045f\u0490-\u04f9]+")
# A combining character that Unicode has not composed with the letter before it, which TeX may yet accent.
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")  # ASCII is TeX text already: its escapes and groups get through
_MARKS = re.compile("[\u0300-\u036f]")
# Eight at a time: no letter has so many, and TeX stops where groups stand 255 deep.
_MARKED = re.compile("([^\\W_]?)([\u0300-\u036f]{1,8})")
_TEXT = re.compile(r"\\text(\{[A-Za-z0-9]+\})")
_LOST = "\ufffd"

# For these pylatexenc has another letter's command, one that LaTeX lacks, or a math command outside math.
_MISTAKEN = frozenset("ĦħŦŧŉĸĿŀƕƞΐϒ")

Spell = Callable[[str], str | None]


class Encoder:
    """Spells text beyond ASCII for one kind of reader."""

    def __init__(
        self, spell: Spell, *, is_name: bool = False, alphabet: str = "", has_accents: bool = True
    ) -> None:
        # In a name a group is to be a "special character", which BibTeX takes for one letter; elsewhere
        # nothing may change the case of a command's argument.
        guard = "" if is_name else "{}"
        self._spellings = _Spellings(spell, guard)
        self._switch = rf"{{{guard}\\fontencoding{{{alphabet}}}\\selectfont \g<0>}}" if alphabet else ""
        self._has_accents = has_accents
        self.has_switched = False
        """Whether some text so far is set in another font encoding, which a document has to load."""

    @property
    def kept(self) -> str | None:
        """The first character, in the order of the text so far, that has no command and was left as it is."""
        return self._spellings.kept

    def __call__(self, text: str) -> str:
        """The text with a command for each character that needs and has one, and composed (NFC) elsewhere."""
        if text.isascii():
            return text
        if self._has_accents and _MARKS.search(text):
            text = _MARKED.sub(_mark, text)
        text = unicodedata.normalize("NFC", text)
        if self._switch and _CYRILLIC.search(text):
            self.has_switched = True
            text = _CYRILLIC.sub(self._switch, text)
        # Names are ASCII but for a letter here and there, and `translate` looks at every one.
        return _BEYOND_ASCII.sub(self._spelled, text)

    def _spelled(self, found: re.Match[str]) -> str:
        return found[0].translate(self._spellings)

    def replaced(self, text: str) -> str | None:
        """A character of a text spelled before that others stand for now, as `A` does for the wide letter."""
        found = self._spellings.replaced
        return next((char for char in text if char in found), None) if found else None


class _Spellings(dict[int, str]):
    """For `str.translate`: each character is looked up once."""

    def __init__(self, spell: Spell, guard: str) -> None:
        super().__init__()
        self._spell = spell
        self._guard = guard
        self.kept: str | None = None
        self.replaced: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        command = self._spell(char)
        if command is None:
            self.kept = self.kept or char
            command = char
        elif _is_other(char, command):
            self.replaced.add(char)
        elif self._guard == "":
            command = command.removeprefix("{}")
        # In braces, so that the command does not swallow the blank or letter after it.
        self[code] = spelled = f"{{{command}}}" if "\\" in command else command
        return spelled


def _is_other(char: str, command: str) -> bool:
    """Whether what stands for a character would be read as other text."""
    if "\\" in command or command == char or char in PUNCTUATION:
        return False
    how = unicodedata.decomposition(char)
    return how.startswith("<") and not how.startswith("<noBreak>")


def _mark(match: re.Match[str]) -> str:
    letter, *marks = list(unicodedata.normalize("NFD", match[1] + match[2]))
    made = accented(letter, "".join(marks)) if letter.isascii() else sign(match[0])
    if made is None:
        # The mark alone: for the letter under it another command, or none, may be needed.
        alone = accented("{}", match[2])
        return match[0] if alone is None else f"{match[1]}{{{alone}}}"
    return f"{{{made}}}"


class Encoders(NamedTuple):
    """How the parts of an entry are spelled: what styles print, and `rest`, which most of them do not."""

    title: Encoder
    names: Encoder
    rest: Encoder

    @property
    def kept(self) -> str | None:
        """The first character in a title or a name that was left as it is for want of a command."""
        return self.title.kept or self.names.kept

    @property
    def has_switched(self) -> bool:
        """Whether a title or a name has Cyrillic letters, which need the font encoding T2A."""
        return self.title.has_switched or self.names.has_switched


def for_bibtex() -> Encoders:
    """For pdfLaTeX, which prints some of UTF-8, and BibTeX, which cuts names between bytes."""
    names = Encoder(_cut, is_name=True, alphabet="T2A")
    return Encoders(Encoder(_printed, alphabet="T2A"), names, Encoder(_printed, alphabet="T2A"))


def for_biber() -> Encoders:
    r"""For pdfLaTeX and biber, which turns accents back into letters before pdfLaTeX sees them.

    What that cannot print stays as it is, and is told: of `\~{\^e}`, biber makes `\~ê`, at which it stops.
    """
    made = [
        Encoder(_for_biber, is_name=is_name, alphabet="T2A", has_accents=False)
        for is_name in (False, True, False)
    ]
    return Encoders(*made)


def _for_biber(char: str) -> str | None:
    if _stays(char):
        return char
    command = _other(char)
    is_accent = command is not None and composed(char) == command and r"\llap" not in command
    return None if is_accent else command


def _printed(char: str) -> str | None:
    return char if _stays(char) else _other(char)


def _cut(char: str) -> str | None:
    return PUNCTUATION.get(char) or _other(char) or (char if _stays(char) else None)


def _stays(char: str) -> bool:
    return _PRINTED.match(char) is not None or _CYRILLIC.match(char) is not None


def _other(char: str) -> str | None:
    return "?" if char == _LOST else spelling(char)


def for_ascii() -> Encoders:
    """For readers of ASCII alone; raises `UsageError` where pylatexenc (MIT) is not installed."""
    table = _load_table()

    def spell(char: str) -> str | None:
        return PUNCTUATION.get(char) or _accented(char) or table.get(char) or _other(char)

    every = Encoder(spell)
    return Encoders(every, Encoder(spell, is_name=True), every)


def _accented(char: str) -> str | None:
    """The spelling of a letter that Unicode can decompose; pylatexenc has other accents for some."""
    return spelling(char) if len(unicodedata.normalize("NFD", char)) > 1 else None


def _load_table() -> dict[str, str]:
    try:
        from pylatexenc import latexencode  # type: ignore[import-untyped] # noqa: PLC0415 - the extra's only use
    except ImportError as error:
        raise UsageError(
            "-O ascii needs pylatexenc, which the extra brings: pip install 'paper-digestkit[ascii]'"
        ) from error
    table: dict[int, str] = latexencode.get_builtin_uni2latex_dict()
    return {char: command for code, command in table.items() if (char := chr(code)) not in _MISTAKEN}


def spell_formulas(text: str) -> str:
    r"""Tidy text with commands for the letters and signs in its formulas: `$τ^2$` is `$\tau^2$` in TeX.

    `\text` around letters and digits is `\mathrm`, which prints the same and needs no package.
    """
    if "$" not in text:
        return text
    outside, found = hide_math(text)
    return show_math(outside, [_formula(each) for each in found])


def _formula(text: str) -> str:
    text = _TEXT.sub(r"\\mathrm\1", text)
    if text.isascii():
        return text
    made: list[str] = []
    for char, following in zip(text, [*text[1:], ""], strict=True):
        command = None if char.isascii() else in_formula(char)
        if command is None:
            made.append(char)
        elif made and made[-1][-1:] in "^_":
            made.append(f"{{{command}}}")
        else:
            made.append(f"{command} " if following.isalpha() and following.isascii() else command)
    return "".join(made)
