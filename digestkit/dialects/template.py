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


@attrs.frozen
class Template:
    """A template made ready: the names of what it captures, and literals and checks around the pivot.

    `before` are pairs of a check and the literal that ends the placeholder, from the left; `after` are
    pairs of the literal that begins a placeholder and its check, from the right.
    """

    source: str
    names: tuple[str, ...]
    prefix: str
    suffix: str
    before: tuple[tuple[Callable[[str], bool] | None, str], ...]
    pivot: Callable[[str], bool] | None
    after: tuple[tuple[str, Callable[[str], bool] | None], ...]

    def match(self, line: str) -> tuple[str, ...] | None:
        """The texts of the placeholders in their order; None for a line that does not fit."""
        prefix, suffix = self.prefix, self.suffix
        if not line.startswith(prefix) or (suffix and not line.endswith(suffix)):
            return None
        start, end = len(prefix), len(line) - len(suffix)
        if start > end or not self.names:
            return () if start == end and not self.names else None
        if not self.before and not self.after:  # most have one placeholder
            text = line[start:end]
            return (text,) if self.pivot is None or self.pivot(text) else None
        return self._match_several(line, start, end)

    def _match_several(self, line: str, start: int, end: int) -> tuple[str, ...] | None:
        found: list[str] = []
        for check, literal in self.before:
            stop = line.find(literal, start, end)
            if stop < 0 or (check is not None and not check(line[start:stop])):
                return None
            found.append(line[start:stop])
            start = stop + len(literal)
        behind: list[str] = []
        for literal, check in self.after:
            at = line.rfind(literal, start, end)
            if at < 0 or (check is not None and not check(line[at + len(literal) : end])):
                return None
            behind.append(line[at + len(literal) : end])
            end = at
        if self.pivot is not None and not self.pivot(line[start:end]):
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
