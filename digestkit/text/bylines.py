r"""The names of authors as they are shown: without what their list, or TeX, has left in them.

Digests take names from lists that people typed for TeX: `and Lei Bai`, `Eric~Granger`, `Erd\H{o}s`.
What shows names shows those of `Reference.authors`, which come from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import eq

_DIVIDER = ":"
"""What stands as a name of its own between a collaboration and its members: `NVIDIA`, `:`, `Ada Lovelace`."""
_JOINTS = frozenset(("and", "&"))
_REMARKS = "*†‡§¶, \t\n"
"""What refers to a footnote, or has divided a list, with blanks between."""
_CAME_OFF = re.compile("[ß-öø-ɏ]")
_CAME_OFF_LAST = re.compile(f" {_CAME_OFF.pattern}\n")
_TIE = re.compile(r"(?<=\w)~(?=\w)")
_LOOSE = re.compile(r" (?=\.(?: |$)|-\w)|(?<=\d\.) (?=\d)")
_RESIDUE = re.compile(
    rf"{_TIE.pattern}|\\|[*†‡§¶,]\s*+$|^\s*+(?:and|&)\s|\s(?:and|&|{_CAME_OFF.pattern})\s*+$|{_LOOSE.pattern}"
)
"""A cheap look at each name: few have anything to mend."""
_SIGNS = ("~", "\\", "*", ",", "†", "‡", "§", "¶", "&", " -", " .", "\nand ", " and\n", "\n:\n")
_NUMBER = re.compile(r"\d\. ")
"""What `_RESIDUE` finds has one of these, or a letter that came off, in a list with a line for each name."""
# A line break, and a backslash that no command follows: `\ü` is what an accent in `\"u` has left.
_STRAY = re.compile(r"\\\\|\\(?![A-Za-z])")


def mended(name: str) -> str:
    """A name without what a list of names has left in it; the very same text where there is nothing.

    These are a joint before or after it (`and Lei Bai`), TeX's tie, its accents and line breaks, marks of
    footnotes at its end, and a blank before what belongs to the word before it (`Petar Veličkovi ć`,
    `Max Q. -H. Meng`). A caller that writes what this returns has altered the name, and says so.
    """
    if _RESIDUE.search(name) is None:
        return name
    text = _untexed(name) if "\\" in name else name
    found = _LOOSE.sub("", _TIE.sub(" ", text).rstrip(_REMARKS)).split()
    while len(found) > 1 and found[0] in _JOINTS:
        del found[0]
    while len(found) > 1 and found[-1] in _JOINTS:
        del found[-1]
    if len(found) > 1 and _CAME_OFF.fullmatch(found[-1]):
        found[-2:] = ["".join(found[-2:])]
    made = " ".join(found)
    return made if made and made != " ".join(name.split()) else name


def _untexed(name: str) -> str:
    from digestkit.text.accents import unaccented  # noqa: PLC0415 - costs time, and few names have any

    return _STRAY.sub(_blank, unaccented(name))


def _blank(stray: re.Match[str]) -> str:
    return " " * (len(stray[0]) - 1)


def altered(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name that `shown` alters otherwise than in white space, and what it makes of it, if anything."""
    held = _spaced(names)
    if not _may_have_residue(held):
        return
    divides = any(name != _DIVIDER for name in held)
    for name in held:
        if divides and name == _DIVIDER:
            yield name, ""
        elif (made := mended(name)) is not name:
            yield name, made


def shown(names: Iterable[str]) -> tuple[str, ...]:
    """The names of a list without blank ones, mended; without dividers, and without repetitions in a row.

    A name that occurs again further on stays: it may be a second person.
    """
    held = tuple(names)
    if not _is_spaced(held):
        held = tuple(_spaced(held))
    if _may_have_residue(held):
        made = _spaced(map(mended, held))
        held = tuple([name for name in made if name != _DIVIDER] or made)
    # Nearly all lists are as they ought to be: then this is the very list.
    return tuple([name for name, _ in groupby(held)]) if any(map(eq, held, held[1:])) else held


def _is_spaced(names: tuple[str, ...]) -> bool:
    """Whether `_spaced` would leave these names as they are: a look at all of them at once."""
    lines = "\n".join(names)
    spaced = " ".join(lines.split())
    return spaced == lines.replace("\n", " ") and lines.count("\n") == len(names) - 1 and all(names)


def _spaced(names: Iterable[str]) -> list[str]:
    return [spaced for name in names if (spaced := " ".join(name.split()))]


def _may_have_residue(names: Iterable[str]) -> bool:
    """A still cheaper look, at all names together: to look at each takes most of the time otherwise."""
    lines = "\n".join(["", *names, ""])
    for sign in _SIGNS:
        if sign in lines:
            return True
    return _NUMBER.search(lines) is not None or _CAME_OFF_LAST.search(lines) is not None
