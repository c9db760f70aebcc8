"""A TOML file as it may come from anywhere: read with care, and where its keys stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

from digestkit.errors import UsageError

LARGEST = 1 << 20
"""Bytes of a file that is parsed: the longest `pyproject.toml` that anybody writes has a tenth of that."""

_HEADER = re.compile(r"\s*\[\[?(?P<key>.+?)\]\]?\s*(?:#.*)?")
_AT = re.compile(r" \(at (?:line (?P<line>[0-9]+), column (?P<column>[0-9]+)|end of document)\)$")
_MARK = "\ufeff"


def read(path: Path) -> bytes:
    """What a file holds, as far as it may be parsed. Raises `UsageError` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; --no-config leaves it unread") from error


def parse(data: bytes, path: Path) -> Mapping[str, Any]:
    """The table that a file is; a byte order mark, which some editors write, is no part of it.

    Raises `UsageError`, with line and column where there are any, for what is not TOML, not UTF-8, or too
    large.
    """
    if len(data) > LARGEST:
        raise UsageError(f"{path}: larger than {LARGEST >> 20} MiB; --no-config leaves it unread")
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        # Where the codec takes off the mark, it counts from there.
        before = data[: error.start + (len(data) - len(error.object))]
        line = before.count(b"\n") + 1
        raise UsageError(f"{path}:{line}: not valid TOML: not UTF-8 at byte {len(before)}") from error
    except ValueError as error:
        reason, place = str(error).partition(";")[0], ""
        if found := _AT.search(reason):
            reason = reason[: found.start()]
            end = data.count(b"\n") + 1
            place = f":{found['line']}:{found['column']}" if found["line"] else f":{end}"
        raise UsageError(f"{path}{place}: not valid TOML: {reason}") from error
    except RecursionError as error:
        raise UsageError(f"{path}: not valid TOML: nested too deeply") from error


def line_of(path: Path, keys: tuple[str, ...]) -> int | None:
    """The line of a key, or of the table that it is in, as far as it can be found; else None.

    `tomllib` does not tell, so a line that looks like the key counts, also in a text of several lines.
    """
    lines = path.read_text("utf-8", "replace").removeprefix(_MARK).split("\n")
    above: tuple[str, ...] = ()
    best, place = 0, None
    for number, line in enumerate(lines, 1):
        header = _HEADER.fullmatch(line)
        if header is not None:
            found = above = _parts(header["key"]) or above
        elif "=" in line:
            found = (*above, *_parts(line.partition("=")[0]))
        else:
            continue
        fitting = sum(1 for _ in takewhile(_is_alike, zip(keys, found, strict=False)))
        if fitting > best:
            best, place = fitting, number
    return place


def _is_alike(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _parts(dotted: str) -> tuple[str, ...]:
    """The parts of a key, by the rules of TOML for quotes and escapes; none where it is no key."""
    import tomllib

    try:
        said: Any = tomllib.loads(f"{dotted.strip()} = 0")
    except (ValueError, RecursionError):
        return ()
    parts = []
    while isinstance(said, dict) and said:
        [(part, said)] = said.items()
        parts.append(part)
    return tuple(parts)
