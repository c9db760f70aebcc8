"""Lines as templates: literal text with typed placeholders, `### [{ordinal}] [{title}]({url})`.

A placeholder's name is its type. Narrow ones say what they may hold (digits, a day, a URL without white
space); all others take any text. Of several wide ones each ends where the literal after it first occurs,
but for the last, which takes what the placeholders behind it leave: so a title with brackets keeps them.
Matching costs linear time, and there is nothing that could backtrack.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from digestkit.dialects.placeholders import NARROW

_PLACEHOLDER = re.compile(r"\{([a-z_]+|\*)\}")


class TemplateError(ValueError):
    """A template that cannot be matched; the message says why."""


Match = Callable[[str], tuple[str, ...] | None]
"""Takes a line to the texts of the placeholders in their order, or to None if it does not fit."""


@attrs.frozen
class Template:
    """A template made ready: the names of what it captures, and literals and checks around the pivot.

    `before` are pairs of a check and the literal that ends the placeholder, from the left; `after` are
    pairs of the literal that begins a placeholder and its check, from the right. `match` is made of all that.
    """

    source: str
    names: tuple[str, ...]
    prefix: str
    suffix: str
    before: tuple[tuple[Callable[[str], bool] | None, str], ...]
    pivot: Callable[[str], bool] | None
    after: tuple[tuple[str, Callable[[str], bool] | None], ...]
    match: Match = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "match", _matcher(self))

    def __reduce__(self) -> tuple[Callable[[str], Template], tuple[str]]:
        return compiled, (self.source,)


def _matcher(template: Template) -> Match:
    """A function for what a template has: most have one placeholder, and text on its left only."""
    prefix, suffix, pivot = template.prefix, template.suffix, template.pivot
    start, end = len(prefix), -len(suffix) or None

    def nothing(line: str) -> tuple[str, ...] | None:
        return () if line == prefix else None

    def rest(line: str) -> tuple[str, ...] | None:
        return (line[start:],) if line.startswith(prefix) else None

    def middle(line: str) -> tuple[str, ...] | None:
        if not line.startswith(prefix) or not line.endswith(suffix) or start + len(suffix) > len(line):
            return None
        text = line[start:end]
        return (text,) if pivot is None or pivot(text) else None

    def several(line: str) -> tuple[str, ...] | None:
        if not line.startswith(prefix) or not line.endswith(suffix) or start + len(suffix) > len(line):
            return None
        return _match_several(template, line, start, len(line) - len(suffix))

    if not template.names:
        return nothing
    if template.before or template.after:
        return several
    return middle if suffix or pivot is not None else rest


def _match_several(template: Template, line: str, start: int, end: int) -> tuple[str, ...] | None:
    found: list[str] = []
    for check, literal in template.before:
        stop = line.find(literal, start, end)
        if stop < 0 or (check is not None and not check(line[start:stop])):
            return None
        found.append(line[start:stop])
        start = stop + len(literal)
    behind: list[str] = []
    for literal, check in template.after:
        at = line.rfind(literal, start, end)
        if at < 0 or (check is not None and not check(line[at + len(literal) : end])):
            return None
        behind.append(line[at + len(literal) : end])
        end = at
    if template.pivot is not None and not template.pivot(line[start:end]):
        return None
    found.append(line[start:end])
    return (*found, *behind[::-1])


def compiled(source: str) -> Template:
    """Make a template ready. Raises `TemplateError` for placeholders that touch or are unknown."""
    pieces = _PLACEHOLDER.split(source.rstrip())
    literals, names = pieces[0::2], tuple(pieces[1::2])
    if any("{" in literal or "}" in literal for literal in literals):
        raise TemplateError(f"a brace that belongs to no placeholder: {source!r}")
    if "" in literals[1:-1]:
        raise TemplateError(f"nothing tells where one placeholder ends and the next begins: {source!r}")
    if not names:
        return Template(source, (), literals[0], "", (), None, ())
    checks = [NARROW.get(name) for name in names]
    wide = [at for at, check in enumerate(checks) if check is None]
    pivot = wide[-1] if wide else len(names) - 1
    return Template(
        source,
        names,
        literals[0],
        literals[-1],
        tuple(zip(checks[:pivot], literals[1 : pivot + 1], strict=True)),
        checks[pivot],
        tuple((literals[at], checks[at]) for at in range(len(names) - 1, pivot, -1)),
    )
