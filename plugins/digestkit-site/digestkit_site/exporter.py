"""The exporter `site`: from digests to the files of a web site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from markupsafe import Markup

import digestkit
from digestkit.text import clean, isolated
from digestkit_site import about as about_site
from digestkit_site import catalogue, data, pages, search
from digestkit_site.catalogue import Catalogue, Work
from digestkit_site.context import ArticleContext
from digestkit_site.frames import Frames, Rendered
from digestkit_site.hearing import Hearing
from digestkit_site.lists import Lists
from digestkit_site.markup import marked
from digestkit_site.options import Media, SiteOptions
from digestkit_site.pages import Maker
from digestkit_site.parts import Shown
from digestkit_site.templates import Templates
from digestkit_site.views import PaperView, Viewer, plain

_FEEDS = {"atom.xml": "application/atom+xml", "rss.xml": "application/rss+xml"}
_ROW = 700
"""About as many bytes as a paper takes in the list of its day."""


@digestkit.exporter(
    "site",
    suffix=".zip",
    media_type="application/zip",
    summary="A web site with search: a page for each day and paper, feeds and data.",
    several=True,
    api_version=2,
    options=SiteOptions,
    carries=about_site.CARRIES,
)
def site(
    digests: Iterable[digestkit.Digest], context: digestkit.ExportContext
) -> Iterator[digestkit.File | str | bytes]:
    """Write what leads to days and papers, then the days, the papers, feeds, the search and assets."""
    options: SiteOptions = context.options or SiteOptions()
    templates = Templates(options.templates)
    hearing = Hearing(context)
    made = catalogue.make(hearing.of(digests), min_papers=options.min_papers)
    about = about_site.of(made, context, shows_media=options.media is Media.SHOW)
    templates.share(about)
    viewer = Viewer(
        about.lang,
        about.words,
        made,
        max_authors=options.max_authors,
        media=options.media is not Media.NONE,
    )
    rows = Lists(viewer, templates)
    shown = dict(_shown(made, viewer, templates, options))
    frames = Frames(about, viewer, marked(about.words_lang, about.lang))
    maker = Maker(about, made, viewer, rows, shown, frames)
    yield from _files(maker, templates, hearing, context)


def _files(
    maker: Maker, templates: Templates, hearing: Hearing, context: digestkit.ExportContext
) -> Iterator[digestkit.File | str | bytes]:
    about, made = maker.site, maker.catalogue
    met: list[str] = []

    def page(rendered: Rendered) -> Iterator[digestkit.File | str]:
        met.append(rendered.page.address)
        yield digestkit.File(rendered.page.address, "text/html")
        yield hearing.replaced(templates.page(rendered.template, rendered.context, rendered.page))

    for rendered in maker.all():
        yield from page(rendered)
    entries = data.bibliography(made.works)
    for day, rendered_pages in maker.days():
        for rendered in rendered_pages:
            yield from page(rendered)
        empty = [digest for digest, listings in day.digests if not listings]
        yield from _data(day.address, data.of_day(day, entries), data.records(day.listings, empty))
    for work, rendered in maker.papers():
        yield from page(rendered)
        yield from _data(work.address, entries[work.id], data.records(work.listings))
    feeds = data.feeds(
        made, title=about.title, language=about.lang, base_url=about.base_url, rights=context.rights
    )
    maps = data.sitemaps(about.base_url, sorted(address for address in met if address != "404.html"))
    for address, text in chain(feeds, maps):
        yield digestkit.File(address, _FEEDS.get(address, "application/xml"))
        yield text
    yield digestkit.File("robots.txt", "text/plain")
    yield data.robots(about.base_url)
    for address, text in search.shards(_indexed(maker, work) for work in made.works):
        yield digestkit.File(address, "text/javascript")
        yield text
    for address, media_type, content in templates.assets():
        yield digestkit.File(address, media_type)
        yield content


def _data(address: str, entries: str, records: str) -> Iterator[digestkit.File | str]:
    """The data of a page, beside it."""
    stem = address.removesuffix(".html")
    yield digestkit.File(f"{stem}.bib", "application/x-bibtex")
    yield entries
    yield digestkit.File(f"{stem}.json", "application/json")
    yield records


def _shown(
    made: Catalogue, viewer: Viewer, templates: Templates, options: SiteOptions
) -> Iterator[tuple[tuple[str, str], Shown]]:
    """All papers as their days list them, with the markup that days and papers share."""
    for day in made.days:
        listings = list(day.listings)
        views = [viewer.paper(listing) for listing in listings]
        bodies = [_article(view, templates, options) for view in views]
        sizes = [
            len(body.encode("utf-8", "replace")) + len(view.coins) + _ROW
            for view, body in zip(views, bodies, strict=True)
        ]
        for listing, view, body, page in zip(listings, views, bodies, pages.divided(day, sizes), strict=True):
            yield (day.key, listing.anchor), Shown(listing, view, body, plain(listing), page)


_MORE = ("…",)
"""Stands for the names that a cut list leaves out: one name alone would pass for the only author's."""


def _article(view: PaperView, templates: Templates, options: SiteOptions) -> Markup:
    return templates.part("article.html", ArticleContext(view, options.media is Media.SHOW, "../"))


def _isolated(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, each by itself in a line; one look at all settles it for nearly all papers."""
    line = "\n".join(names)
    return names if isolated(line) == line else tuple(map(isolated, names))


def _indexed(maker: Maker, work: Work) -> search.Indexed:
    listing = work.newest
    paper, found = listing.paper, maker.shown[listing.day, listing.anchor]
    return search.Indexed(
        work.address,
        found.view.title.plain,
        (*_isolated(listing.names), *(_MORE if paper.authors_truncated else ())),
        found.text,
        listing.day if listing.reference.day is not None else "",
        paper.votes,
        tuple(map(clean, catalogue.terms(paper, "category"))) if paper.categories else (),
        found.view.summary_lang or maker.site.lang,
        found.view.title.lang or "",
    )
