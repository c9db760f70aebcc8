"""What the options of both formats have in common."""

from __future__ import annotations

from typing import Protocol

from digestkit import ExportContext
from digestkit.reference import Reference, tell_of_abstract, tell_of_doi, tell_of_names


class HasAbstract(Protocol):
    """What the options of either format offer."""

    @property
    def abstract(self) -> bool:
        """Whether the abstract, or else the summary, is wanted."""


def carries(options: HasAbstract) -> tuple[str, ...]:
    """The fields that reach the references.

    Of papers that are not from arXiv alone, the date, the day of submission and the DOI show.
    """
    always = ("date", "title", "url", "authors", "categories", "tags", "submitted", "doi")
    return (*always, *(["summary", "abstract"] if options.abstract else []))


def tell_of_changes(reference: Reference, options: HasAbstract, context: ExportContext) -> None:
    """Tell of what a reference has no second place for, and of names that are mended."""
    tell_of_doi(reference, context.report)
    tell_of_names(reference, context.report)
    if options.abstract:
        tell_of_abstract(reference, context.report)
