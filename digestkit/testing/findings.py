"""What a check finds, in words that the author of an exporter can act on."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

import attrs

from digestkit.model import Digest, Item, Media, Paper

_AROUND = 40
_LONG = 120
_WIDEST = 2000
_PERIODS = 64


@attrs.frozen
class Finding:
    """One fault of an exporter.

    `since` is the version of the kit that first looked for it. `field` is the field of the model that it
    is about, if any.
    """

    message: str
    since: int = 1
    field: str = ""


def first_difference(one: bytes, other: bytes, names: tuple[str, str]) -> str:
    """Where two outputs part, with what stands there in each; `names` tell which is which."""
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    width = max(map(len, names))
    begin = max(at - _AROUND, 0)
    lines = [f"the outputs first differ at byte {at:,} (of {len(one):,} and {len(other):,}):"]
    for name, data in zip(names, (one, other), strict=True):
        lines.append(f"  {name:{width}}  {_shown(data[begin:at])}▸{_shown(data[at : at + _AROUND])}")
    return "\n".join(lines)


def _shown(data: bytes) -> str:
    text = data.decode("utf-8", "backslashreplace")
    return repr(text)[1:-1] if text.isprintable() or len(text) == len(data) else ascii(text)[1:-1]


def told(error: BaseException) -> str:
    """An exception as its author would look for it: type, message and place of the one at the root."""
    while error.__cause__ is not None:
        error = error.__cause__
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f", {frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else ""
    return f"{type(error).__name__}: {error}{place}"


def setting(given: Mapping[str, object]) -> str:
    """With which options, as the command would have them; nothing for the defaults."""
    if not given:
        return ""
    return " (with " + " ".join(f"-O {key}={value}" for key, value in given.items()) + ")"


def python(digests: tuple[Digest, ...]) -> str:
    """Digests as Python that makes them; what is at its default is left out, and long texts are shortened."""
    made = f"[{', '.join(map(_digest, digests))}]"
    if len(made) <= _WIDEST:
        return made
    papers = sum(len(digest.papers) for digest in digests)
    return f"{len(digests):,} digests with {papers:,} papers, {made[:_WIDEST]}…"


def _digest(digest: Digest) -> str:
    parts = [spelled(digest.date), spelled(digest.title)]
    if digest.papers:
        parts.append(f"[{', '.join(map(spelled, digest.papers))}]")
    return f"Digest({', '.join(parts)})"


def spelled(value: object) -> str:  # noqa: PLR0911 - a kind of value a line
    """A value of the model as Python."""
    if isinstance(value, datetime.date):
        return f"date({value.year}, {value.month}, {value.day})"
    if isinstance(value, Paper):
        return _node(value, ("title", "url"))
    if isinstance(value, Item):
        return f"Item({spelled(value.label)}, {spelled(value.text)})"
    if isinstance(value, Media):
        return f"Media({spelled(value.kind)}, {spelled(value.url)})"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, tuple):
        return _tuple(value)
    return repr(value)


def _tuple(values: tuple[object, ...]) -> str:
    if len(values) > 12:
        first, last = ", ".join(map(spelled, values[:2])), spelled(values[-1])
        return f"({first}, … {len(values) - 3:,} more …, {last})"
    return f"({', '.join(map(spelled, values))}{',' if len(values) == 1 else ''})"


def _node(paper: Paper, positional: tuple[str, ...]) -> str:
    parts = [spelled(getattr(paper, name)) for name in positional]
    for field in attrs.fields(type(paper)):
        value = getattr(paper, field.name)
        if field.name not in positional and field.eq and value != field.default:
            parts.append(f"{field.name}={spelled(value)}")
    return f"Paper({', '.join(parts)})"


def text(value: str) -> str:
    """A text as Python: a long one as a repetition, where it is one."""
    if len(value) <= _LONG:
        return repr(value)
    for period in range(1, _PERIODS):
        unit = value[:period]
        times = re.match(f"(?:{re.escape(unit)})+", value)
        if times is not None and times.end() > len(value) - _LONG:
            rest = value[times.end() :]
            return f"{unit!r} * {times.end() // period}" + (f" + {rest!r}" if rest else "")
    return f"{value[:_AROUND]!r} … {value[-_AROUND:]!r} ({len(value):,} characters)"
