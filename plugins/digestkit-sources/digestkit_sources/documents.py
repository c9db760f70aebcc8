"""What readers of JSON share: values with their lines, and days in the names of files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import digestkit
from digestkit import reading

_DAY = re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_BLANK = re.compile(r"[ \t\n\r]*+")


class DamagedError(Exception):
    """Text that is not JSON; `offset` is where, in code points."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.offset = offset


def value(text: str, at: int = 0) -> tuple[Any, int]:
    """The JSON value at an offset, and where it ends. Raises `DamagedError`."""
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise DamagedError(error.msg, error.pos) from error
    except (ValueError, RecursionError) as error:
        raise DamagedError("nested too deeply, or a number of too many digits", at) from error


def whole(text: str) -> Any:  # noqa: ANN401 - JSON
    """The JSON value that a text is. Raises `DamagedError`."""
    found, end = value(text, _after_blanks(text, 0))
    end = _after_blanks(text, end)
    if end < len(text):
        raise DamagedError("something follows the value", end)
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def items(text: str) -> Iterator[tuple[Any, int]]:
    """The values of a JSON array, each with the offset where it begins.

    Raises `DamagedError` where it is damaged; the values before that have been yielded then.
    """
    at = _after_blanks(text, text.find("[") + 1)
    if text[at : at + 1] == "]":
        return
    while True:
        found, end = value(text, at)
        yield found, at
        end = _after_blanks(text, end)
        if text[end : end + 1] == "]":
            return
        if text[end : end + 1] != ",":
            raise DamagedError("a comma or ] is missing", end)
        at = _after_blanks(text, end + 1)


def _after_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found is not None else at


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def day_of_name(context: digestkit.ReadContext) -> str | None:
    """The day in the name of the file: `2025-06-08.jsonl`, `2025-06-08_AI_enhanced_Chinese.jsonl`."""
    name = PurePath(context.origin.path or context.origin.name or "").name
    days = (found for found in _DAY.findall(name) if reading.day(found) is not None)
    return next(days, None)
