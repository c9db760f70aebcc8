"""Names as BibTeX reads them: `First von Last`, `von Last, Jr, First`, or in braces as one piece.

BibTeX finds the parts by the case of the first letter of each word, and knows no case beyond ASCII: to it,
`Éric` begins with a small `r`. So the spoken order is kept only where every reader finds the same parts.
Source: O. Patashnik, "Designing BibTeX Styles" (1988), section 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from digestkit.formats.bibtex.escaping import escape, tidy
from digestkit.text.names import TELLING, TELLING_WITHIN, PersonName, parse_name
from digestkit.text.teams import may_spell_team

# Latin, with the extended blocks up to U+024F and the additional one: letters that need no escaping.
_LETTERS = "[A-Za-z'À-ɏḀ-ỿ]"
_WORD = rf"[A-Z]{_LETTERS}*+\.?+"
_FAMILY = f"[A-ZÀ-ɏḀ-ỿ]{_LETTERS}++"
_NAME = rf"(?:{_WORD}(?:-{_WORD})*+ )++{_FAMILY}(?:-{_FAMILY})*+"
_ORDINARY = re.compile(rf"{_NAME}(?:\n{_NAME})*+")
"""Names, one per line, of capitalised words, whose last word BibTeX takes for the family name, as we do."""
# Words that look ordinary but tell something: a suffix, a particle, a team.
_NOT_ORDINARY = frozenset(word + stop for word in TELLING | {"others"} for stop in ("", "."))
_TELLING = _NOT_ORDINARY | TELLING_WITHIN

_JOINTS = re.compile("[ -]")
# BibTeX divides the list at this word in any case, and reads this name as "et al.".
_RESERVED = frozenset(("and", "others"))


def ordinary_list(names: Sequence[str]) -> str | None:
    """The value of an `author` field where all names are ordinary, as they mostly are; else None.

    One match over all names together, since names take most of the time.
    """
    if len(set(names)) != len(names):
        names = [name for name, _ in groupby(names)]
    lines = "\n".join(names)
    # A line feed inside a name would look like one name more.
    if not _are_ordinary(lines) or lines.count("\n") != len(names) - 1:
        return None
    return lines.replace("\n", " and ")


def any_list(names: Sequence[str]) -> str:
    """The value of an `author` field; empty where there is no name. Equal neighbours are written once.

    The names are those of `Reference.authors`, in which nothing is left to mend.
    """
    return " and ".join([name for name, _ in groupby(filter(None, map(spell, names)))])


def spell(written: str) -> str:
    """One name for an `author` field, in braces unless it is a person's; empty where nothing is visible."""
    if "\n" not in written and _are_ordinary(written):
        return written
    name = " ".join(tidy(written).split())
    if not name:
        return ""
    parts = parse_name(name)
    if not isinstance(parts, PersonName) or not _RESERVED.isdisjoint(name.lower().split()):
        return _braced(_escape(name))
    # Commands and unbalanced braces would upset the division into parts.
    if any(char in name for char in "{}\\"):
        return _braced(_escape(name))
    if not (parts.given or parts.particle):
        return _spell_alone(name)
    return _spell_person(parts)


def _are_ordinary(lines: str) -> bool:
    if _ORDINARY.fullmatch(lines) is None or may_spell_team(lines):
        return False
    words = lines.lower()
    if _TELLING.isdisjoint(words.split()):
        return True
    # Divided at blanks alone, the last word of a name is one with the first of the next.
    within = words.split(" ")[1:-1]
    return _NOT_ORDINARY.isdisjoint(words.split()) and TELLING_WITHIN.isdisjoint(within)


def _braced(text: str) -> str:
    r"""Escaped text as a group, to which styles and biber add nothing.

    No empty group stands first, as in titles: biber would take its brace for the initial of `{{}\# Lab}`, and
    write a file that does not compile. Styles change no case in names.
    """
    return f"{{{text}}}"


def _escape(text: str) -> str:
    """Escape a name; straight quotation marks stay, since readers differ on TeX's inside names."""
    return escape(text, quotes=False)


def _spell_alone(name: str) -> str:
    """A family name by itself: BibTeX takes one word for that, but would divide more, and commands."""
    escaped = _escape(name)
    one = escaped == name and " " not in name and all(map(_capitalised, _JOINTS.split(name)[1:]))
    return name if one else _braced(escaped)


def _spell_person(name: PersonName) -> str:
    *before_last, last = _JOINTS.split(name.family)
    if not name.suffix and _reads_alike(name, before_last):
        return _escape(str(name))
    family = _escape(name.family)
    # BibTeX would take a word in lower case before the last for the particle, biber even the last one.
    if last[:1].islower() or not all(map(_capitalised, before_last)):
        family = _braced(family)
    last = f"{_escape(name.particle)} {family}" if name.particle else family
    return ", ".join(filter(None, (last, _escape(name.suffix), _escape(name.given))))


def _reads_alike(name: PersonName, before_last: list[str]) -> bool:
    """Whether BibTeX, which divides words at hyphens too, finds the same parts in the spoken order."""
    if not name.particle and " " in name.family:
        return False
    # To biber, the particle of `Gerard 't Hooft` is not in lower case.
    if name.particle.startswith("'"):
        return False
    return all(map(_capitalised, [*_JOINTS.split(name.given), *before_last]))


def _capitalised(word: str) -> bool:
    return "A" <= word[:1] <= "Z" or not word
