"""JSON values in a text: one a line, as JSON Lines has them; or as other programs lay them out.

`jq -s` and pandas write an array of records, `jq .` spreads each over lines. Both are read, too; held whole
then, since only a line tells where a bad value ends.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, NoReturn

from digestkit.errors import InputError
from digestkit.reading.splitting import lines

# A line that begins an array of objects, or an object that goes on over lines; no record of a line is either.
_LAID_OUT = re.compile(r"[\ufeff\s]*(?:\[\s*(?:\{|$)|\{\s*$)")
_BLANK = re.compile(r"[\ufeff\s]*")


class Problem(NamedTuple):
    """What stands where a value should be; `column` is known for JSON that breaks off."""

    message: str
    column: int | None = None


def values(pieces: Iterable[str]) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    """Yield the objects of a text, each with the number of its line; a line that holds none is a `Problem`.

    NaN, which pandas has for what is missing, is None. Raises `InputError` for an array, or objects over
    several lines, that cannot be read to the end.
    """
    begun = False
    numbered = enumerate(lines(pieces), 1)
    for number, line in numbered:
        if _is_blank(line):
            continue
        if not begun and _LAID_OUT.match(line):
            yield from _laid_out("\n".join([line, *(text for _, text in numbered)]), number)
            return
        begun = True
        yield number, _of_line(line.removeprefix("\ufeff"))


def _is_blank(line: str) -> bool:
    text = line.removeprefix("\ufeff")
    return not text or text.isspace()


def _of_line(text: str) -> dict[str, Any] | Problem:
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        return Problem(f"no JSON: {error.msg}", error.pos + 1)
    except (ValueError, RecursionError) as error:
        return Problem(f"not JSON that can be read: {error}")
    return _object(value)


def _object(value: object) -> dict[str, Any] | Problem:
    return value if isinstance(value, dict) else Problem(f"a JSON {type(value).__name__}, not an object")


def _laid_out(text: str, first: int) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    """The values of an array, or those that follow each other over lines."""
    at = _after(text, 0)
    array = text[at] == "["
    at = _after(text, at + array)
    line, counted = first, 0
    while at < len(text) and not (array and text[at] == "]"):
        line, counted = line + text.count("\n", counted, at), at
        value, at = _decoded(text, at, line)
        yield line, _object(value)
        at = _after(text, at)
        if array and text[at : at + 1] == ",":
            at = _after(text, at + 1)
        elif array and at < len(text) and text[at] != "]":
            raise _cut_off(line, "the array goes on with no comma")
    if array and (at == len(text) or _after(text, at + 1) != len(text)):
        raise _cut_off(line, "the array does not end" if at == len(text) else "something follows the array")


def _after(text: str, at: int) -> int:
    """The next character that is not blank."""
    found = _BLANK.match(text, at)
    return found.end() if found is not None else at


def _decoded(text: str, at: int, line: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _cut_off(line, f"no JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise _cut_off(line, f"not JSON that can be read: {error}") from error


def _cut_off(line: int, reason: str) -> InputError:
    return InputError(
        f"nothing is read from line {line} on: {reason}; write one record a line, as `jq -c` does"
    )


def _constant(name: str) -> None:
    """NaN as nothing; the others are no numbers, and nothing either."""
    if name != "NaN":
        _refuse(name)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")


_DECODER = json.JSONDecoder(parse_constant=_constant)
