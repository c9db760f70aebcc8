"""What somebody may have meant by a name that nothing has: the hint in messages about mistyped names."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The nearest of the known names as a hint, ` did you mean 'rss'?`; empty where none is near."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    near = difflib.get_close_matches(name, list(known), n=1)
    return f" did you mean {near[0]!r}?" if near else ""
