"""Digests as a page for mail programs: styles on its elements, formulas in characters, below 100 kB.

Mail programs drop style sheets, scripts and what is newer than they are; tables and inline styles survive.
Colours are left to the programs, which turn pages dark each in its own way. Gmail cuts what is longer than
102 kB: papers without room are only named, the last first, and where even that is too much they are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import attrs
from markupsafe import Markup

import digestkit
from digestkit.text import isolated
from digestkit_site import about, headline
from digestkit_site.catalogue import Catalogue
from digestkit_site.context import MailContext, MailPaperContext, MailRowContext
from digestkit_site.hearing import Hearing
from digestkit_site.markup import safe
from digestkit_site.options import Media, PageOptions
from digestkit_site.templates import Templates
from digestkit_site.views import PaperView, Section, Viewer
from digestkit_site.words import Words

LIMIT = 100_000
"""Bytes that a page may have."""

_COUNTS = 300
"""Bytes by which the list of papers left out, and the sentences about them, may lengthen the frame."""


class _Piece(NamedTuple):
    """A paper in full, below the heading of its digest if it is the first there, and as a line.

    Of a digest without papers there is only the heading.
    """

    full: Markup
    row: Markup
    papers: int = 0
    hides_names: bool = False


def html(
    made: Catalogue,
    context: digestkit.ExportContext,
    options: PageOptions,
    hearing: Hearing,
    *,
    has_twin: bool = False,
) -> str:
    """The page, the newest day first; what it has no room for is reported.

    With a twin in plain text, which has everything, that is no loss.
    """
    site = about.of(made, context, shows_media=options.media is Media.SHOW)
    viewer = Viewer(
        site.lang,
        site.words,
        max_authors=options.max_authors,
        media=options.media is not Media.NONE,
        math=False,
    )
    templates = Templates(options.templates)
    templates.share(site)
    shows_media = options.media is Media.SHOW
    pieces = [
        piece._replace(full=safe(hearing.replaced(piece.full)), row=safe(hearing.replaced(piece.row)))
        for piece in _pieces(made, site.title, viewer, templates, shows_media=shows_media)
    ]

    def page(full: int, named: int, *, is_empty: bool = False) -> str:
        shown = MailContext(
            _policy(shows_media=shows_media),
            hearing.replaced(headline.subject(made, site)),
            headline.extent(made, site.words),
            () if is_empty else tuple([piece.full for piece in pieces[:full]]),
            () if is_empty else tuple([piece.row for piece in pieces[full:named] if piece.papers]),
            _count(pieces[full:named], site.words),
            _count(pieces[named:], site.words),
        )
        return str(templates.render("mail.html", shown))

    # The frame is longest where there is something to say of both.
    room = LIMIT - _size(page(0, len(pieces) // 2, is_empty=True)) - _COUNTS
    full, named = _fitting(pieces, room)
    _tell(pieces, full, named, context, has_twin=has_twin)
    return page(full, named)


def _count(pieces: Sequence[_Piece], words: Words) -> str:
    """How many papers, in words; empty for none."""
    papers = sum(piece.papers for piece in pieces)
    return words.count_papers(papers) if papers else ""


def _tell(
    pieces: Sequence[_Piece], full: int, named: int, context: digestkit.ExportContext, *, has_twin: bool
) -> None:
    """Report what the page leaves out; with a twin, nothing is lost, but a cut deserves a look."""
    lost = digestkit.Code.DROPPED
    cut, short = (digestkit.Code.EXPORT_WARNING, digestkit.Code.EXPORT_NOTE) if has_twin else (lost, lost)
    left, unnamed = (sum(piece.papers for piece in pieces[start:]) for start in (full, named))
    if full < len(pieces):
        also = f"; not even named: {unnamed}" if unnamed else ""
        context.report(f"papers only named, since a mail ends at 100 kB: {left - unnamed}{also}", code=cut)
    hiding = sum(piece.hides_names for piece in pieces[:full])
    if hiding:
        message = f"papers whose authors are not all named: {hiding}; -O max_authors=0 names all"
        context.report(message, code=short)


def _policy(*, shows_media: bool) -> str:
    """What the page may load where it is opened in a browser; mail programs have rules of their own."""
    elsewhere = " img-src https: http:;" if shows_media else ""
    return f"default-src 'none'; style-src 'unsafe-inline';{elsewhere} base-uri 'none'; form-action 'none'"


def _pieces(
    made: Catalogue, around: str, viewer: Viewer, templates: Templates, *, shows_media: bool
) -> Iterator[_Piece]:
    """The papers of all digests. A digest has a heading unless it is alone and called like the mail."""
    several = sum(len(day.digests) for day in made.days) > 1
    for day in reversed(made.days):
        for digest, listings in day.digests:
            title = viewer.title(digest.title) if digest.title not in {"", around} else None
            heading = headline.name(day, viewer.words) if several or title is not None else ""
            level = 3 if heading else 2
            if not listings:
                context = MailPaperContext(heading, title, level, None, shows_media)
                yield _Piece(templates.render("mail-paper.html", context), Markup())
            for at, view in enumerate(_once([viewer.paper(listing) for listing in listings])):
                context = MailPaperContext("" if at else heading, title, level, styled(view), shows_media)
                yield _Piece(
                    templates.render("mail-paper.html", context),
                    templates.render("mail-row.html", MailRowContext(view)),
                    1,
                    view.hidden_count > 0,
                )


def _once(views: Iterable[PaperView]) -> Iterator[PaperView]:
    """The papers of a digest; one of which several sections say the same stands once, under all names."""
    found: list[tuple[PaperView, dict[str, None]]] = []
    places: dict[str, int] = {}
    for view in views:
        section = isolated(view.section or "")
        place = places.setdefault(view.id, len(found))
        # Said again under the same name, or under none, it stands again: nothing else would show that.
        names = found[place][1] if place < len(found) else {"": None}
        if not section or section in names or "" in names or not _same(found[place][0], view):
            place = len(found)
            found.append((view, {}))
        found[place][1][section] = None
    for view, names in found:
        yield attrs.evolve(view, section=" · ".join(names)) if len(names) > 1 else view


def _same(first: PaperView, view: PaperView) -> bool:
    return first == attrs.evolve(view, section=first.section, anchor=first.anchor, shelf=first.shelf)


_STYLES = {
    "<ul>": '<ul style="margin:0 0 8px;padding-left:20px">',
    "<li>": '<li style="margin:0 0 4px">',
    "<p>": '<p style="margin:0 0 8px">',
}


def styled(view: PaperView) -> PaperView:
    """The paper with the styles on the elements of its texts that a style sheet would give them."""
    return attrs.evolve(
        view,
        summary=_styled(view.summary),
        tldr=None if view.tldr is None else _section(view.tldr),
        abstract=None if view.abstract is None else _section(view.abstract),
        extra=tuple([_section(part) for part in view.extra]),
    )


def _section(part: Section) -> Section:
    return attrs.evolve(part, body=_styled(part.body))


def _styled(body: str) -> Markup:
    # In text, `<` is always escaped: what looks like an element is one.
    for plain, with_style in _STYLES.items():
        body = str(body).replace(plain, with_style)
    return safe(body)


def _fitting(pieces: Sequence[_Piece], room: int) -> tuple[int, int]:
    """How many papers have room in full, with lines for the others, and up to which one there are lines."""
    fulls = list(accumulate([_size(piece.full) + 1 for piece in pieces], initial=0))
    rows = list(accumulate([_size(piece.row) + 1 for piece in pieces], initial=0))
    full = sum(had + rows[-1] - row <= room for had, row in zip(fulls[1:], rows[1:], strict=True))
    named = sum(row - rows[full] + fulls[full] <= room for row in rows[full + 1 :])
    return full, full + named


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
