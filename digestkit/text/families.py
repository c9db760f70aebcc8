"""Where the family name of a person begins, in a name that is written as it is spoken.

As in BibTeX's rule, a particle in lower case is no part of the family name that it stands before, and is left
out when that is sorted; one with a capital is its first word (`Van der Merwe`, `Le Roux`). Both begin it, so
that several words may follow: `Emily de Oliveira Santos`. Those of Arabic names bind one word each.
"""

from __future__ import annotations

import re

from digestkit.text import surnames
from digestkit.text.surnames import words

# `Abd` and its kin are no particles, but stand as little alone: `Abed Al Kader` is one name.
_BINDING = words("Abd Abdel Abed Abou Abu Al Bin Bint Binte Binti El Ibn Ould Ul Ur")
_OPENING = words(
    "Ait Bar Ben Da Dal Dalla Dalle Das De Degli Dei Del Della Delle Dello Den Der Des Di Do Dos Du La "
    "Las Le Les Lo Los Mac Mc Nic Ní Ó Saint San Santa St St. Ten Ter Uí Van Vande Vanden Vander Ver Vom "
    "Von Zum Zur"
)
_FIXED = _BINDING | _OPENING
_PARTICLES = frozenset(map(str.lower, _BINDING - words("Abd Abdel Abed"))) | words(
    "'s 't aan af ap auf aus av bar bat ben da dal dalla dalle das de degli dei del della delle dello "
    "dem den der des di do dos du in la las le les lo los op te ten ter tot uit und van vande vanden "
    "vander ver vom von zu zum zur"
)
# Given names in China, Korea or Vietnam: `Xue Bin Peng`, `Hien Van Nguyen`.
_ALSO_GIVEN = words("Bar Ben Bin Da Di Do Du La Le Lo San Ten Van")

_JOINING = words("e i y")
"""Words that join two family names: `Gabriel Poesia Reis e Silva`."""
_KIN = words("Filho Neto Netto Segundo Sobrinho")
"""Words of kinship that Brazilians write after a family name, as a part of it."""
_MARIES = words("Ana Maria María José Jose M. Ma. Mª")
_OF_MARY = words(
    "Ángeles Angeles Carmen Carmo Conceição Consuelo Fatima Fátima Fe Graça Guadalupe Jesus Jesús Lourdes "
    "Luz Mar Mercedes Monte Pilar Rosario Socorro"
)
"""With a particle, the second half of a given name: `Maria de Lourdes`."""

TELLING_AT_END = frozenset(map(str.lower, _KIN))
TELLING_WITHIN = frozenset(map(str.lower, _FIXED)) | surnames.TELLING | {"o"}
"""In lower case: words with a capital that may begin a family name of several words.

Those of `TELLING_AT_END` do so as the last word, the others as one between the first and the last.
"""

_INITIAL = re.compile(r"[^\W\d_]\.?")
_IRISH = re.compile("h[AEIOUÁÉÍÓÚ]")


def is_initial(word: str) -> bool:
    """Whether a word is a single letter, with or without a full stop."""
    return _INITIAL.fullmatch(word) is not None


def find(body: list[str]) -> tuple[int, int]:
    """Where the particle and where the family name start in the words of a name, at least one.

    Without particle, both are the same. The last word belongs to the family name whatever it is.
    """
    last = len(body) - 1
    initials = next((count for count, word in enumerate(reversed(body)) if not is_initial(word)), 0)
    # A Spaniard's second family name may be an initial: `Jesus Alvarez C`.
    if initials == 1 and last >= 2 and body[last - 1].lower() in surnames.TELLING:
        return last - 1, last - 1
    if initials:
        # As publishers have it of names that end in the initials of father and village: `Prathosh A. P`.
        return last - initials + 1, last - initials + 1
    at = 0
    while at < last:
        if body[at] in _JOINING and at > 1:
            return at - 1, at - 1
        if not _may_open(body, at):
            at += 1
            continue
        end = next(to for to in range(at + 1, last + 1) if to == last or not _is_particle(body[to]))
        beyond = _end_of_given(body, at, end)
        if beyond is None:
            return _divided(body, at)
        at = beyond
    before = body[last - 1] if last >= 2 else ""
    two = before.lower() in surnames.TELLING or (body[last] in _KIN and before and not is_initial(before))
    return (last - 1, last - 1) if two else (last, last)


def _is_particle(word: str) -> bool:
    return word in _PARTICLES or _cased(word) in _FIXED


def _cased(word: str) -> str:
    """A word in capitals as others write it: `EL` is `El`."""
    return word.capitalize() if len(word) > 1 and word.isupper() else word


def _may_open(body: list[str], at: int) -> bool:
    word = _cased(body[at])
    if word in _PARTICLES:
        return True
    if at == 0:
        return False
    if word == "O":
        return _IRISH.match(body[at + 1]) is not None
    return word in _FIXED and not (word in _ALSO_GIVEN and surnames.is_east_asian(body))


def _end_of_given(body: list[str], at: int, end: int) -> int | None:
    """Where to look on, if the particles up to `end` belong to given names; else None."""
    last = len(body) - 1
    if end < last and (
        all(_cased(word).capitalize() in _BINDING for word in body[at:end])
        or (at == 1 and body[0] in _MARIES and body[end] in _OF_MARY)
    ):
        return end + 1
    # No family name has an initial in its midst: `Gabriel de Souza P. Moreira`.
    return next((to + 1 for to in range(last - 1, end - 1, -1) if is_initial(body[to])), None)


def _divided(body: list[str], at: int) -> tuple[int, int]:
    """Particle and family name where they begin at a particle; one with a capital is the name's own."""
    last = len(body) - 1
    # What a Spaniard has before it is a family name, too: `Rodríguez de Cara`.
    if at > 1 and body[at - 1].lower() in surnames.TELLING:
        return at - 1, at - 1
    return at, next(to for to in range(at, last + 1) if to == last or body[to] not in _PARTICLES)
