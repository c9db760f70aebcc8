"""What lists of plugins share: whose each is, and which options it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestkit.cli.layout import WIDEST, paragraph, width
from digestkit.export.options import Option
from digestkit.registry.core import rightful


def owner(noun: str, name: str, given: str) -> str:
    """A distribution; and whose it is not, where it has taken the name of a plugin of this project's."""
    own = rightful(noun, name.rpartition(":")[2], given)
    return f"{given} (not {own})" if own is not None else given


def options(described: Sequence[Option], before: str, equals: str = "=…") -> Iterator[str]:
    """A line for each option as it is given, with its type and default, and its help below."""
    if not described:
        yield "It has no options."
        return
    yield "Options:"
    for option in described:
        default = f" (default: {option.default_text})" if option.default_text else ""
        yield f"  {before}{option.name}{equals}  {option.type}{default}"
        yield from paragraph(option.help, width() or WIDEST, " " * 6)
