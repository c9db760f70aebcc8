"""What the options of both formats have in common."""

from __future__ import annotations

from typing import Protocol


class HasAbstract(Protocol):
    """Options of either format."""

    @property
    def abstract(self) -> bool:
        """Whether the summary is wanted."""


def carries(options: HasAbstract) -> tuple[str, ...]:
    """The fields that reach the references; the date shows for papers that are not from arXiv."""
    return ("date", "title", "url", "authors", *(["summary"] if options.abstract else []))
