"""What the options of both formats have in common."""

from __future__ import annotations

from typing import Protocol


class HasAbstract(Protocol):
    """What the options of either format offer."""

    @property
    def abstract(self) -> bool:
        """Whether references hold the summary."""


def carries(options: HasAbstract) -> tuple[str, ...]:
    """The fields that reach the references; a digest's date shows only for papers that are not from arXiv."""
    return ("date", "title", "url", "authors", *(["summary"] if options.abstract else []))
