"""Finding labels that are nearly another: one Damerau-Levenshtein edit away.

Two texts are one edit apart only if they share what a deletion leaves of them, or one is what it leaves of
the other; so candidates come from a table of what deletions leave of the common labels, which costs time in
proportion to the labels' lengths and not to the number of pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

COMMON = 20
"""A label that occurs this often is one that somebody meant."""

SHORTEST, LONGEST = 4, 80
"""Lengths of labels that are looked at: short ones are one edit from many, long ones are sentences."""


def nearly_common(counts: Mapping[str, int]) -> dict[str, str]:
    """The labels met once that are one edit from a common one, each with the most common of these."""
    common = sorted((label for label, count in counts.items() if count >= COMMON), key=counts.__getitem__)
    table: dict[str, list[str]] = {}
    for label in reversed(common):
        for rest in _left(label):
            table.setdefault(rest, []).append(label)
    once = (label for label, count in counts.items() if count == 1) if table else ()
    near = ((label, _nearest(label, table)) for label in once)
    return {label: found for label, found in near if found is not None}


def one_edit(one: str, other: str) -> bool:
    """Whether a letter more, less or changed, or two neighbours swapped, makes one text of another."""
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start + 1 : start + 2] + one[start : start + 1]
    return one != other and (
        one[start + 1 :] == other[start + 1 :]
        or (swapped == other[start : start + 2] and one[start + 2 :] == other[start + 2 :])
    )


def _nearest(label: str, table: Mapping[str, list[str]]) -> str | None:
    for rest in _left(label):
        for common in table.get(rest, ()):
            if one_edit(label, common) and _letters(label) != _letters(common):
                return common
    return None


def _left(label: str) -> Iterator[str]:
    """The label, and what is left of it without one of its characters."""
    if SHORTEST <= len(label) <= LONGEST:
        yield label
        for at in range(len(label)):
            yield label[:at] + label[at + 1 :]


def _letters(label: str) -> str:
    """Without digits: `Stage 1` and `Stage 2` are two labels, not one misspelt."""
    return "".join(char for char in label if not char.isdigit())
