"""Links between notes, which all lie in one folder."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Links(NamedTuple):
    """How a note is linked; names of notes need no escape in either way."""

    kind: Literal["wiki", "markdown"]

    def to(self, name: str) -> str:
        """A link to a note by its name, which is also what is seen of it."""
        return f"[[{name}]]" if self.kind == "wiki" else f"[{name}]({name}.md)"
