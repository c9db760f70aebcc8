r"""Text for TeX: escaping, quotes, formulas and groups, written so that every BibTeX reader reads it alike.

Commands are chosen so that the braces of a value always balance, whoever counts them: BibTeX does not know
`\{`, so a brace of the text becomes a command. Nothing here knows what a paper is. Sources: The TeXbook,
chapters 7 and 9; O. Patashnik, "BibTeXing" (1988), sections 3 and 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from digestkit.text.cleaning import clean, unbroken

if TYPE_CHECKING:
    from digestkit.text.formulas import Span

MATH = "\x00"
"""Stands for a formula while the text around it is escaped; tidy text has no such character."""
OPEN, CLOSE = "\x01", "\x02"
"""Stand for the braces of a group until the braces of the text are escaped; tidy text has none."""

# In the default font encoding `<`, `>` and `|` print as other characters; the others are TeX's own.
_ESCAPES = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "\xa0": "~",
        OPEN: "{",
        CLOSE: "}",
    }
)
_SPECIAL = re.compile('[&%#_$~^\\\\{}<>|"\xa0\x01]')

_REASON = "TeX could not read a formula"
_LONGEST_NAME = 40  # code points of a command's name that a message quotes

_SPACE = re.compile(r"[^\S\xa0]+")
# Nobody sees them, TeX stops at most of them, and those that change the direction of text can hide text.
# The joiners U+200C and U+200D stay: Persian, Indic scripts and emoji are spelled with them.
_INVISIBLE = re.compile("[\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
# C1 controls and noncharacters: XML admits them, biber and TeX complain.
_CONTROL = re.compile(
    "[\x7f-\x84\x86-\x9f\ufdd0-\ufdef"
    + "".join(chr(p << 16 | e) for p in range(1, 17) for e in (0xFFFE, 0xFFFF))
    + "]"
)


def tidy(text: str) -> str:
    """The text on one line, with characters that BibTeX, biber and TeX can read; nothing is escaped yet.

    White space becomes single blanks (BibTeX reads any as one), but a no-break space stays. LaTeX commands
    that a JSON escape has eaten are restored, other control characters become U+FFFD, and invisible ones are
    removed.
    """
    if text.isprintable():  # then its only white space is U+0020
        return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text
    text = _CONTROL.sub("\ufffd", _INVISIBLE.sub("", clean(unbroken(text))))
    return _SPACE.sub(" ", text).strip(" ")


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ at most in white space."""
    return "".join(one.split()) == "".join(other.split())


def escape(text: str, *, quotes: bool = True) -> str:
    """Escape tidy text without formulas, so that TeX prints it as it reads.

    With `quotes`, straight quotation marks become TeX's opening and closing ones.
    """
    if _SPECIAL.search(text) is None:
        return text
    if quotes and '"' in text:
        text = _quote(text)
    return text.translate(_ESCAPES)


def prose(text: str) -> str:
    """Escape tidy text around its formulas, which TeX is to read as they are."""
    if "$" not in text:
        return escape(text)
    text, found = hide_math(text)
    return show_math(escape(text), found)


def braced(text: str) -> str:
    r"""Escaped text as a group in braces.

    To BibTeX a group that begins with a command is a "special character", whose case styles change; an empty
    group in front prevents that.
    """
    return f"{{{{}}{text}}}" if text[:1] == "\\" else f"{{{text}}}"


def hide_math(text: str) -> tuple[str, list[str]]:
    """Put `MATH` in the place of each formula `$…$`, and return the formulas for `show_math`.

    Other dollar signs are money, and stay.
    """
    outside: list[str] = []
    found: list[str] = []
    done = 0
    for start, end, refusal in _spans(text):
        if refusal is None:
            outside.append(text[done:start])
            found.append(text[start:end])
            done = end
    return MATH.join([*outside, text[done:]]), found


def refused_math(text: str) -> list[str]:
    """Why what looks like a formula in tidy text is printed as it is spelled: a phrase for each."""
    if "$" not in text:
        return []
    return [
        _REASON if each.command is None else f"{_named(each.command)} is no command of formulas"
        for _start, _end, each in _spans(text)
        if each is not None
    ]


def _named(command: str) -> str:
    name = f"\\{command}"
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _spans(text: str) -> Iterator[Span]:
    r"""Formulas as TeX reads them; refused, too, are those whose braces, `\{` included, do not balance."""
    from digestkit.text import formulas  # noqa: PLC0415 - few texts have any, and the table costs start-up time

    for span in formulas.find(text):
        if span.refusal is None and not _balanced(text[span.start : span.end]):
            yield span._replace(refusal=formulas.Refusal(None))
        else:
            yield span


def show_math(text: str, found: list[str]) -> str:
    """Put the formulas of `hide_math` back in their places, in their order."""
    pieces = text.split(MATH)
    return "".join(piece for pair in zip(pieces, [*found, ""], strict=True) for piece in pair)


def _balanced(text: str) -> bool:
    depth = 0
    for match in re.finditer(r"[{}]", text):
        depth += 1 if match[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _quote(text: str) -> str:
    """Turn straight quotation marks into TeX's: opening before a word, closing after one."""
    pieces = text.split('"')
    made = [pieces[0]]
    is_open = False
    for before, after in pairwise(pieces):
        is_open = _opens(before[-1:], after[:1], is_open)
        made += [_mark(before[-1:], is_open), after]
    return "".join(made)


def _opens(before: str, after: str, is_open: bool) -> bool:
    """Whether a mark between two characters opens a quotation.

    Between two words, as before Korean particles, marks open and close by turns.
    """
    if not before and is_open:
        return False
    if not after or after.isspace():
        return False
    if not before or before.isspace() or before in "([{<-–—/=`‘“":
        return True
    return not is_open and after.isalnum()


def _mark(before: str, is_open: bool) -> str:
    """TeX's mark, kept apart by an empty group from a character with which it would form a ligature.

    TeX pairs three single marks in a row from the left, and makes an inverted `?` or `!` of one with a mark.
    """
    apart = OPEN + CLOSE
    if is_open:
        return f"{apart}``" if before and before in "`?!" else "``"
    return f"{apart}''" if before == "'" else "''"
