"""Finding labels that are nearly another: one edit away (Damerau-Levenshtein, optimal string alignment).

Two texts are one edit apart only if deleting a character from one or both can make them equal. So candidates
come from a table of the common labels with each of their characters deleted in turn, and the cost grows with
the labels' lengths, not with the number of pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

COMMON = 20
"""A label that occurs this often is no slip."""

SHORTEST, LONGEST = 4, 80
"""Bounds in code points: shorter labels are one edit from many others, longer ones are sentences."""


def nearly_common(counts: Mapping[str, int]) -> dict[str, str]:
    """The labels that occur once and are one edit from a common one, each with the most frequent of those."""
    common = sorted((label for label, count in counts.items() if count >= COMMON), key=counts.__getitem__)
    table: dict[str, list[str]] = {}
    # The most frequent first, so that `_nearest` may return the first that fits.
    for label in reversed(common):
        for rest in _left(label):
            table.setdefault(rest, []).append(label)
    once = (label for label, count in counts.items() if count == 1) if table else ()
    near = ((label, _nearest(label, table)) for label in once)
    return {label: found for label, found in near if found is not None}


def one_edit(one: str, other: str) -> bool:
    """Whether adding, dropping or changing one character, or swapping two neighbours, makes the texts equal.

    False for texts that are equal already.
    """
    if len(one) > len(other):
        one, other = other, one
    # All that differs has to lie at the first place where the texts differ.
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):  # by one: rests of different lengths are never equal
        return one[start:] == other[start + 1 :]
    swapped = one[start + 1 : start + 2] + one[start : start + 1]
    return one != other and (
        one[start + 1 :] == other[start + 1 :]
        or (swapped == other[start : start + 2] and one[start + 2 :] == other[start + 2 :])
    )


def _nearest(label: str, table: Mapping[str, list[str]]) -> str | None:
    for rest in _left(label):
        for common in table.get(rest, ()):
            # Sharing a remainder is necessary, not sufficient: `abc` and `xab` share `ab`.
            if one_edit(label, common) and _letters(label) != _letters(common):
                return common
    return None


def _left(label: str) -> Iterator[str]:
    """The label, and what remains without each of its characters; nothing for a length out of bounds."""
    if SHORTEST <= len(label) <= LONGEST:
        yield label
        for at in range(len(label)):
            yield label[:at] + label[at + 1 :]


def _letters(label: str) -> str:
    """A label without its digits: `Stage 1` and `Stage 2` are two labels, not one misspelt."""
    return "".join(char for char in label if not char.isdigit())
