"""The exporter `site`: from digests to the files of a web site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import digestkit
from digestkit_site import about as about_site
from digestkit_site import catalogue, data, search
from digestkit_site.batches import HTML, Batch, Batches
from digestkit_site.frames import Frames
from digestkit_site.hearing import Hearing
from digestkit_site.lists import Lists
from digestkit_site.markup import marked
from digestkit_site.options import Media, SiteOptions
from digestkit_site.pages import Pages
from digestkit_site.papers import Leaves
from digestkit_site.showing import Showing
from digestkit_site.templates import Templates
from digestkit_site.views import Viewer

_MANY = 300
"""Papers from which on it pays to make their pages in several processes."""


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
    """Write what leads to days and papers, BibTeX and feeds, the days with their papers, then the rest."""
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
    frames = Frames(about, viewer, marked(about.words_lang, about.lang))
    lists = Pages(about, made, viewer, rows, frames)
    days = {day.key: day for day in made.days}
    showing = Showing(days, viewer, templates, with_media=options.media is Media.SHOW)
    leaves = Leaves(about, made, viewer, lists.cards, frames, showing)
    feeds = partial(
        data.feeds,
        made,
        title=about.title,
        language=about.lang,
        base_url=about.base_url,
        rights=context.rights,
    )
    yield from _files(
        Batches(made, lists, leaves, data.Records(days), templates, hearing, feeds), about.base_url, context
    )


def _files(
    batches: Batches, base_url: str, context: digestkit.ExportContext
) -> Iterator[digestkit.File | str | bytes]:
    met: list[str] = []
    entries: list[search.Entry] = []
    made = context.map if len(batches.catalogue.works) >= _MANY else map
    for batch in made(_call, list(batches.all())):
        for address, media_type, content in batch.files:
            yield digestkit.File(address, media_type)
            yield content
        met += [each.address for each in batch.files if each.media_type == HTML]
        entries += batch.entries
    for address, text in data.sitemaps(base_url, sorted(each for each in met if each != "404.html")):
        yield digestkit.File(address, "application/xml")
        yield text
    yield digestkit.File("robots.txt", "text/plain")
    yield data.robots(base_url)
    for address, text in search.shards(entries):
        yield digestkit.File(address, "text/javascript")
        yield text
    for address, media_type, content in batches.templates.assets():
        yield digestkit.File(address, media_type)
        yield content


def _call(make: Callable[[], Batch]) -> Batch:
    return make()
