"""The options of the formats."""

from __future__ import annotations

import enum
from pathlib import Path

import attrs
from attrs.validators import ge


class Media(enum.Enum):
    """What becomes of pictures and videos."""

    SHOW = "show"
    LINK = "link"
    NONE = "none"


def _help(text: str) -> dict[str, str]:
    return {"help": text}


@attrs.frozen
class SiteOptions:
    """How a site looks, and which pages it has."""

    media: Media = attrs.field(
        default=Media.SHOW,
        metadata=_help("show pictures and videos from where they lie, link them, or leave them out"),
    )
    max_authors: int = attrs.field(
        default=8, validator=ge(0), metadata=_help("authors named at once, 0 for all; the others unfold")
    )
    min_papers: int = attrs.field(
        default=3, validator=ge(1), metadata=_help("papers that an author or a label needs for a page")
    )
    templates: Path | None = attrs.field(
        default=None,
        metadata=_help("folder of templates and assets that replace the usual ones, file by file"),
    )


@attrs.frozen
class PageOptions:
    """What `HtmlOptions` and `EmlOptions` share."""

    media: Media = attrs.field(
        default=Media.LINK,
        metadata=_help("link pictures and videos, show them from where they lie, or leave them out"),
    )
    max_authors: int = attrs.field(default=8, validator=ge(0), metadata=_help("authors named on the page"))
    templates: Path | None = attrs.field(
        default=None,
        metadata=_help("folder of templates and assets that replace the usual ones, file by file"),
    )


@attrs.frozen
class HtmlOptions(PageOptions):
    """How one page looks."""

    max_authors: int = attrs.field(
        default=8,
        validator=ge(0),
        metadata=_help("authors named at once, 0 for all; the others unfold, or are left out of a mail"),
    )
    mail: bool = attrs.field(
        default=False,
        metadata=_help(
            "a page for mail programs: tables, inline styles, below 100 kB; eml adds its plain text"
        ),
    )


@attrs.frozen
class EmlOptions(PageOptions):
    """How a mail looks."""

    max_authors: int = attrs.field(
        default=8,
        validator=ge(0),
        metadata=_help("authors named on the page, 0 for all; the plain text names all"),
    )
