"""Which reader knows an input best where its name leaves that open, and which files of a folder it reads."""

from __future__ import annotations

from collections.abc import Sequence

from digestkit.errors import InputError
from digestkit.reading.contract import Choose, Reader
from digestkit.registry import readers
from digestkit.registry.guard import Quarantined, guard

SURE = 0.5
"""The least score that counts as knowing an input."""

NEAR = 0.1
"""Scores that are no farther apart than this are a tie."""


def best(made: Sequence[Reader], beginning: bytes, name: str) -> Reader:
    """Of several readers for a suffix, the one that knows the beginning of an input best.

    Raises `InputError` where none recognises it, and where two recognise it equally well.
    """
    found = _best(made, beginning, name)
    if found is None:
        names = ", ".join(reader.info.name for reader in made)
        raise InputError(f"{names} read such files, and none recognises this one: name one with --from", name)
    return found


def of_text(beginning: str, name: str) -> Reader | None:
    """The reader that knows a text in no dialect by its beginning; None where there is none.

    Records of our own are known whatever their file is called, and readers of plugins are asked where the
    suffix is theirs. Raises `InputError` where two recognise it equally well.
    """
    held = beginning.encode("utf-8", "surrogatepass")
    return of_own(held) or _best(readers.for_text(name), held, name)


def of_own(beginning: bytes) -> Reader | None:
    """The reader of JSON Lines, for what begins as our records do; None for anything else."""
    own = readers.reader(readers.JSONL)
    return own if score(own, beginning) >= SURE else None


def _best(made: Sequence[Reader], beginning: bytes, name: str) -> Reader | None:
    scored = sorted(((score(reader, beginning), reader) for reader in made), key=lambda one: -one[0])
    known = [(sure, reader) for sure, reader in scored if sure >= SURE]
    if len(known) > 1 and known[0][0] - known[1][0] < NEAR:
        names = " and ".join(reader.info.name for _, reader in known[:2])
        raise InputError(f"{names} recognise it equally well: name one with --from", name)
    return known[0][1] if known else None


def score(reader: Reader, beginning: bytes) -> float:
    """How surely an input is in a reader's format, by its beginning; 0 where the reader cannot tell.

    What a plugin's function raises says that the input is not what it expects.
    """
    if reader.detect is None:
        return 0.0
    content = beginning if reader.info.binary else beginning.decode("utf-8", "replace")
    try:
        with guard():
            sure = float(reader.detect(content))
    except Quarantined:
        return 0.0
    return min(sure, 1.0) if sure >= 0 else 0.0  # not a number is no score


def chosen(reader: Reader, choose: Choose, names: Sequence[str], options: object = None) -> set[str]:
    """Those files of a folder, by their paths in it, that a reader picks, by its options where it asks.

    Raises `InputError`, which names the reader, where it fails, or picks what is not there.
    """
    try:
        with guard():
            picked = choose(names, options) if _takes_two(choose) else choose(names)
            found = {picked} if isinstance(picked, str) else set(picked)
    except Quarantined as error:
        raise InputError(f"reader {reader.info.name!r} cannot choose files: {error}") from error
    strange = found.difference(names)
    if strange:
        raise InputError(
            f"reader {reader.info.name!r} chooses {min(map(str, strange))!r}, which is not there"
        )
    return found


def _takes_two(function: Choose) -> bool:
    """Whether a function can be called with two arguments."""
    import inspect  # noqa: PLC0415 - few readers choose

    try:
        inspect.signature(function).bind(None, None)
    except (TypeError, ValueError):
        return False
    return True
