r"""Properties of a note: YAML between two lines `---`, as Obsidian, Jekyll and pandoc read it.

Every text stands in quotes: YAML 1.1 and 1.2 disagree on what a bare word means (`yes`, `1e3`, `2407.01906`),
and a title may hold a colon. That is all of YAML that is needed; a library's writer takes twice the time of
everything else together, and spells an emoji `\U0001F600`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from digestkit.text import clean

Scalar = str | int | datetime.date
"""What a property holds, or a list of: a date is written as ISO 8601 has it, which YAML takes for a date."""


def front_matter(properties: Mapping[str, Scalar | Sequence[Scalar] | None]) -> str:
    """The properties that say something, in their order, between two lines `---`.

    Characters that XML forbids are replaced, as in the note.
    """
    lines = (line for key, value in properties.items() for line in _lines(key, value))
    return "".join(f"{line}\n" for line in ("---", *lines, "---"))


def _lines(key: str, value: Scalar | Sequence[Scalar] | None) -> Iterator[str]:
    if value is None or value in ("", []):
        return
    if isinstance(value, (str, int, datetime.date)):
        yield f"{key}: {_scalar(value)}"
        return
    yield f"{key}:"
    yield from (f"  - {_scalar(each)}" for each in value)


def _scalar(value: Scalar) -> str:
    return _quoted(clean(value)) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    """A text in single quotes, where it is legible; in double ones if something in it needs an escape.

    https://yaml.org/spec/1.2.2/#73-flow-scalar-styles
    """
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08X}"
