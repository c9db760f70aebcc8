"""The exporter `text`: everything that the page says, in lines; also the other part of a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import digestkit
from digestkit.text import clean, isolated, summary
from digestkit_site import about, catalogue, headline
from digestkit_site.bylines import TOTAL, unnamed
from digestkit_site.catalogue import Catalogue, Day, Listing, terms
from digestkit_site.context import Site
from digestkit_site.hearing import Hearing
from digestkit_site.spacing import one_line
from digestkit_site.words import Words

_RULE = 40
"""Characters of the lines below headings."""


@digestkit.exporter(
    "text",
    suffix=".txt",
    media_type="text/plain",
    summary="Plain text, to read and to send.",
    api_version=2,
    carries=about.CARRIES,
)
def text(digests: Iterable[digestkit.Digest], context: digestkit.ExportContext) -> Iterator[str]:
    """Write the newest day first; all digests are held."""
    hearing = Hearing(context)
    yield hearing.replaced(lines(catalogue.make(hearing.of(digests), min_papers=1), context))


def lines(made: Catalogue, context: digestkit.ExportContext, *, media: bool = True) -> str:
    """All lines: nothing is cut, and all authors are named. Without `media`, no picture is."""
    site = about.of(made, context, shows_media=False)
    subject = headline.subject(made, site)
    found = [subject, "=" * _RULE, ""]
    extent = headline.extent(made, site.words)
    found += [extent, ""] if extent else [site.words.no_digests, ""]
    for day in reversed(made.days):
        found += _day(day, subject, site.words, media=media)
    found += _end(site)
    return "\n".join(found)


def _day(day: Day, above: str, words: Words, *, media: bool) -> Iterator[str]:
    """The digests of a day, under a heading unless it stands above already."""
    for digest, listings in day.digests:
        title, name = " ".join(clean(digest.title).split()), headline.name(day, words)
        heading = f"{title} ({name})" if title else name
        if heading != above:
            yield from (heading, "-" * _RULE, "")
        if not listings:
            yield from (words.no_papers, "")
        section = None
        for number, listing in enumerate(listings, 1):
            if listing.paper.section != section:
                section = listing.paper.section
                yield from (f"[ {clean(section)} ]" if section else "* * *", "")
            yield from _paper(number, listing, words, media=media)
            yield ""


def _paper(number: int, listing: Listing, words: Words, *, media: bool) -> Iterator[str]:
    paper = listing.paper
    votes = "" if paper.votes is None else f" ({words.count_votes(paper.votes)})"
    yield f"{number}. {isolated(one_line(clean(listing.reference.title))) or words.untitled}{votes}"
    yield clean(paper.href)
    names = ", ".join(map(isolated, listing.names))
    others, left_out = unnamed(paper, words)
    if names or others:
        yield f"{names} {others}".strip()
    if media and paper.media is not None:
        yield f"{words.video if paper.media.kind == 'video' else words.picture}: {clean(paper.media.href)}"
    if paper.further:
        yield from _further(listing, words)
    for label, said in ((words.tldr, paper.tldr), (words.abstract, paper.abstract)):
        if said is not None:
            yield from ("", f"{label}: {clean(summary.visible(said))}")
    if paper.summary:
        yield from ("", clean(listing.reference.summary_text))
    for name, said in paper.extra:
        if name != TOTAL or not left_out:
            yield from ("", f"{words.field(name) or clean(name)}: {clean(summary.visible(said))}")


def _further(listing: Listing, words: Words) -> Iterator[str]:
    paper = listing.paper
    kept = [clean(name) for kind in ("category", "tag") for name in terms(paper, kind)]
    if kept:
        yield ", ".join(dict.fromkeys(kept))
    if paper.submitted is not None:
        yield words.submitted.format(words.on(paper.submitted))
    if paper.doi is not None:
        yield f"DOI: {clean(listing.reference.doi_url or paper.doi)}"
    for kind, url in paper.links:
        yield f"{clean(kind)}: {clean(url)}"


def _end(site: Site) -> Iterator[str]:
    """Where all of it is, where it comes from, and under which terms."""
    if site.base_url:
        yield f"{site.words.all_of_it}: {site.base_url}"
    for origin in site.origins:
        yield f"{site.words.source}: {origin.text}"
    if site.rights:
        address = f" ({site.rights_href})" if site.rights_href not in {None, site.rights} else ""
        yield f"{site.words.rights}: {site.rights}{address}"
    yield ""
