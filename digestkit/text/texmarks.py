r"""Finding TeX in opaque text: formulas, accents, and what else authors leave in titles and abstracts.

What has no Unicode stays as it is written, and what nobody here knows (`\cite`, an author's own `\ours`) is
no mark at all. Everything costs linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from digestkit.text import accents, formulas, texgroups, typesetting
from digestkit.text.cleaning import restored, unbroken
from digestkit.text.marks import Kind, Mark
from digestkit.text.runs import Run
from digestkit.text.tex import COMMANDS
from digestkit.text.tex import Kind as Does


def find(text: str) -> list[Mark]:
    """All TeX in a text that characters can show, in its order; inner marks follow the outer one."""
    mended = unbroken(restored(text))
    found = (_widened(mended, mark) for rule in _RULES for mark in rule(mended))
    marks = sorted(found, key=lambda mark: (mark.start, -mark.end))
    if mended == text:
        return marks
    place = _places(text, mended)
    return [
        Mark(place(start), place(inner), place(inner_end), place(end), kind, href, runs)
        for start, inner, inner_end, end, kind, href, runs in marks
    ]


def _places(text: str, mended: str) -> Callable[[int], int]:
    """From an offset in the mended text to that in the text, which lacks some of its backslashes."""
    added: list[int] = []
    for at, char in enumerate(text):
        if char in "\b\f\t\n" and mended[at + len(added)] == "\\":
            added.append(at + len(added) + 1)
    return lambda offset: offset - bisect_left(added, offset)


def _mark(start: int, end: int, runs: tuple[Run, ...]) -> Mark:
    return Mark(start, start, end, end, Kind.TEX, None, runs)


# Formulas.


def _formulas(text: str) -> Iterator[Mark]:
    for span in formulas.find(text) if "$" in text else ():
        # What TeX would refuse may still be legible: `\hatγ`.
        made = typesetting.runs(text[span.start + 1 : span.end - 1])
        if made is None and span.refusal is None:
            made = _as_it_is(text[span.start : span.end])
        if made is not None:
            yield _mark(span.start, span.end, made)


def _as_it_is(source: str) -> tuple[Run, ...] | None:
    r"""A formula that characters cannot show (`\binom`), for formats whose readers may know TeX."""
    return (Run(source),) if source.replace("\n", " ").isprintable() else None


_DISPLAYS = re.compile(r"\\[()\[\]]|(?<![^\s(])\$\$|\$\$(?![^\s.,;:)])")
_CLOSING = {r"\(": r"\)", r"\[": r"\]", "$$": "$$"}


def _displays(text: str) -> Iterator[Mark]:
    r"""Formulas between other signs: `\(…\)`, `\[…\]`, and `$$…$$` that stands apart from the words."""
    opening: re.Match[str] | None = None
    for found in _DISPLAYS.finditer(text):
        if opening is not None and found[0] == _CLOSING[opening[0]]:
            content = text[opening.end() : found.start()]
            made = typesetting.runs(content) if len(content) <= formulas.LONGEST else None
            if made is not None:
                yield _mark(opening.start(), found.end(), made)
            opening = None
        elif found[0] in _CLOSING:
            opening = found


# Characters.

_QUOTES = re.compile(r"(?<!`)``(?!`)|(?<!')''(?!')|\"|\n[^\S\n]*\n|\Z")


def _quotes(text: str) -> Iterator[Mark]:
    """Quotation marks in pairs, within a paragraph; many authors close with a straight one."""
    opening: re.Match[str] | None = None
    straight: re.Match[str] | None = None
    for found in _QUOTES.finditer(text) if "``" in text else ():
        if found[0] == '"':
            straight = straight or found
            continue
        closing = found if found[0] == "''" else straight
        if opening is not None and closing is not None:
            yield _mark(*opening.span(), (Run("“"),))
            yield _mark(*closing.span(), (Run("”"),))
        opening, straight = (found if found[0] == "``" else None), None


def _accents(text: str) -> Iterator[Mark]:
    for start, end, letter in accents.find(text) if "\\" in text else ():
        yield _mark(start, end, (Run(letter),))


_ESCAPE = re.compile(r"\\([%&_#$])|(?<=[\w.)}%$])\\(,| (?=\S))|(?<=\s)\\(,)(?=\w)")


def _escapes(text: str) -> Iterator[Mark]:
    r"""What TeX would take for something else, escaped (`\%`), and its blanks (`vs.\ 5`)."""
    for found in _ESCAPE.finditer(text):
        char = found[1] or COMMANDS[found[2] or found[3]].unicode or " "
        yield _mark(found.start(), found.end(), (Run(char),))


_NAMED = re.compile(r"\\([A-Za-z]{2,})(?:(\{\})|(?![A-Za-z_^{\\/]))")
_IN_PATHS = re.compile(r"[A-Za-z:/\\]")
_OF_TEXT: Mapping[str, str] = MappingProxyType({
    "deg": "°", "degree": "°", "textdegree": "°", "textasciicircum": "^", "textasciitilde": "~",
    "textless": "<",
    "textgreater": ">", "textbar": "|", "textunderscore": "_", "textbackslash": "\\", "textendash": "–",
    "textemdash": "—", "textellipsis": "…", "textregistered": "®", "texttrademark": "™", "texttimes": "×",
    "textmu": "µ", "LaTeX": "LaTeX", "TeX": "TeX",
})  # fmt: skip
"""Commands for characters that are for text, or that mean something else in formulas."""
_SYMBOLS = frozenset((Does.LETTER, Does.OPERATOR, Does.RELATION))


def _symbols(text: str) -> Iterator[Mark]:
    r"""Characters by name: `{\deg}`, `10\times`, `\textasciitilde{}`."""
    for found in _NAMED.finditer(text):
        char = _OF_TEXT.get(found[1]) or _symbol(found[1])
        # `C:\to\in` is a path; what only text has is hardly one, nor what empty braces end.
        is_path = found[1] not in _OF_TEXT and found[2] is None
        if char and not (is_path and _IN_PATHS.match(text[found.start() - 1 : found.start()])):
            yield _mark(found.start(), found.end(), (Run(char),))


def _symbol(name: str) -> str | None:
    command = COMMANDS.get(name)
    return command.unicode if command is not None and command.kind in _SYMBOLS else None


_TORN = re.compile(r"\\([A-Za-z])\{([a-z]{2,})\}")


def _torn(text: str) -> Iterator[Mark]:
    r"""Greek letters that a program has taken for an accent on the rest of their name: `\b{eta}`."""
    for found in _TORN.finditer(text):
        command = COMMANDS.get(found[1] + found[2])
        if command is not None and command.kind is Does.LETTER:
            yield _mark(found.start(), found.end(), (Run(command.unicode or ""),))


_RAISED = re.compile(r"\\text(super|sub)script\s*\{([^{}\\$\n]+)\}")


def _scripts(text: str) -> Iterator[Mark]:
    for found in _RAISED.finditer(text):
        runs = (Run(found[2], "^" if found[1] == "super" else "_"),)
        if found[2].isprintable():
            yield _mark(found.start(), found.end(), runs)


_RULES: tuple[Callable[[str], Iterable[Mark]], ...] = (
    _formulas,
    _displays,
    texgroups.find,
    _accents,
    _torn,
    _scripts,
    _symbols,
    _escapes,
    _quotes,
)
"""The kinds of TeX; of marks that are equal, the first counts."""


def _widened(text: str, mark: Mark) -> Mark:
    r"""The mark with the braces right around it that are no command's: `{\deg}`, `{$\pi$}`."""
    start, end = mark.start, mark.end
    while text[start - 1 : start] == "{" and text[end : end + 1] == "}":
        if _ARGUMENT.search(text, max(0, start - _LONGEST_NAME), start):
            break
        start, end = start - 1, end + 1
    inner, inner_end = (start, end) if mark.kind in (Kind.TEX, Kind.URL) else (mark.inner, mark.inner_end)
    return mark._replace(start=start, inner=inner, inner_end=inner_end, end=end)


_LONGEST_NAME = 30
_ARGUMENT = re.compile(r"(?:\\[A-Za-z]+\s*|[}\]^_])\{\Z")
"""The brace of an argument, at the end of what is searched."""
