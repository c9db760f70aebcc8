r"""Making text fit for XML and HTML: which characters are legal, and how markup characters are escaped.

Stored text is never changed; this is for what leaves in an XML format. https://www.w3.org/TR/xml/#charsets

LaTeX in a JSON string whose backslashes were not doubled arrives with `\b`, `\f`, `\t` and `\n` read as
escapes (RFC 8259, section 7). It is restored where nothing else can have been meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

EATEN = "\b\f"
"""What a JSON escape makes of the first two characters of LaTeX's `\\benchmark` and `\\frac`."""

_SHORTEST = 4
"""Letters of a command's name; without its `t`, a name this short may be an ordinary word: `to`, `tan`."""

# Lists what XML 1.0 forbids instead of negating what it allows: the same set, compiled ten times as fast.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EATEN = re.compile("[\b\f](?=[A-Za-z])")
_RESTORED = {"\b": "\\b", "\f": "\\f"}


def is_clean(text: str) -> bool:
    """Whether `clean` would leave the text as it is: all of XML's characters, no LaTeX to restore."""
    # `isprintable` runs in C and settles nearly every text; line ends are the usual reason to look further.
    return text.isprintable() or (_ILLEGAL.search(text) is None and not _has_eaten_tab(text))


def clean(text: str) -> str:
    r"""The text with XML 1.0's characters only (production 2, `Char`).

    LaTeX that a JSON escape has eaten is restored; every other illegal character, lone surrogates included,
    becomes U+FFFD. Nothing is escaped.
    """
    if is_clean(text):
        return text
    return _ILLEGAL.sub("\ufffd", restored(text))


def restored(text: str) -> str:
    r"""The text with the LaTeX restored that a JSON escape has eaten: `\b`, `\f` and `\t`.

    Before a letter, U+0008 and U+000C can be nothing else. A tab counts only where the rest of a command
    follows that is no word: `imes` or `heta`, `ext{`, `au_`.
    """
    text = _EATEN.sub(lambda match: _RESTORED[match[0]], text)
    return _eaten_tab().sub(r"\\t", text) if "\t" in text else text


def unbroken(text: str) -> str:
    r"""The text with LaTeX rejoined that a JSON escape has broken: line ends in formulas are `\n` again.

    The next line has to begin with the rest of a command (`abla`, `eq`), and what stands around it, between
    two dollar signs, has to be what `formulas.find` takes for a formula.
    """
    if "\n" not in text or "$" not in text:
        return text
    lines = _broken_line().split(text)
    if len(lines) == 1:
        return text
    inside = _are_inside_formulas(lines)
    return lines[0] + "".join(
        ("\\n" if certain else "\n") + line for certain, line in zip(inside, lines[1:], strict=True)
    )


def _are_inside_formulas(lines: list[str]) -> Iterator[bool]:
    """Whether each end of a line but the last would be in a formula if all were commands again."""
    from digestkit.text import formulas  # noqa: PLC0415 - as below

    # All line ends are tried as commands at once, so that the text is searched only once: linear time.
    spans = formulas.find("\\n".join(lines))
    span = next(spans, None)
    at = 0
    for line in lines[:-1]:
        at += len(line)
        while span is not None and span.end <= at:
            span = next(spans, None)
        yield span is not None and span.refusal is None and span.start < at
        at += 2  # the backslash and the `n`


def _has_eaten_tab(text: str) -> bool:
    return "\t" in text and _eaten_tab().search(text) is not None


@cache
def _eaten_tab() -> re.Pattern[str]:
    """A tab before what can only be the rest of a command."""
    from digestkit.text.tex import COMMANDS, Kind  # noqa: PLC0415 - hardly a text needs the table

    # Switches (`\tt`, `\textstyle`) take no argument and print nothing: no text needs them back.
    found = [each for each in COMMANDS.values() if each.name[0] == "t" and each.kind is not Kind.SWITCH]
    with_argument = "|".join(each.name[1:] for each in found if each.arity)
    alone = [each.name for each in found if not each.arity]
    long = "|".join(name[1:] for name in alone if len(name) > _SHORTEST)
    short = "|".join(name[1:] for name in alone if len(name) <= _SHORTEST)
    return re.compile(rf"\t(?=(?:{with_argument})\{{|(?:{long})(?![A-Za-z])|(?:{short})[_^\\$}}])")


@cache
def _broken_line() -> re.Pattern[str]:
    from digestkit.text.tex import COMMANDS  # noqa: PLC0415 - as above

    rests = "|".join(name[1:] for name in COMMANDS if name[0] == "n")
    return re.compile(rf"\n(?=(?:{rests})(?![A-Za-z]))")


def escape(text: str) -> str:
    """Clean and escape text for element content.

    A carriage return becomes a character reference, since XML parsers read a literal one as a line feed
    (XML 1.0, section 2.11). The text is cleaned first, so that the result is always legal.
    """
    if not text.isprintable():
        text = clean(text)
    # The ampersand first, or those of the references would be escaped again; `>` because of `]]>`.
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def escape_attribute(text: str) -> str:
    """As `escape`, for a value between double quotes.

    Tabs and line feeds become references: parsers turn literal ones into spaces (XML 1.0, section 3.3.3).
    """
    text = escape(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")
