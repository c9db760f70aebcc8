"""The exporter `html`: all digests on one page that needs no other file, to keep, print or send around."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator

import attrs

import digestkit
from digestkit_site import about, catalogue, headline, mail
from digestkit_site.catalogue import Catalogue, Day
from digestkit_site.context import ArticleContext, OneDay, OnePageContext
from digestkit_site.hearing import Hearing
from digestkit_site.options import HtmlOptions, Media, PageOptions
from digestkit_site.parts import Shown, arranged
from digestkit_site.templates import Templates
from digestkit_site.views import Viewer


def carries(options: PageOptions | None) -> tuple[str, ...]:
    """The fields that a page shows: all, but for pictures and videos where they are left out."""
    left_out = {"media"} if options is not None and options.media is Media.NONE else set()
    return tuple(name for name in about.CARRIES if name not in left_out)


@digestkit.exporter(
    "html",
    suffix=".html",
    media_type="text/html",
    summary="One page without scripts, to share and to print; a mail with -O mail.",
    options=HtmlOptions,
    api_version=2,
    carries=carries,
)
def html(digests: Iterable[digestkit.Digest], context: digestkit.ExportContext) -> Iterator[str]:
    """Write the newest day first, below a list of all papers; so all digests are held."""
    options: HtmlOptions = context.options or HtmlOptions()
    hearing = Hearing(context)
    made = catalogue.make(hearing.of(digests), min_papers=1)
    if options.mail:
        yield mail.html(made, context, options, hearing)
    else:
        yield hearing.replaced(_page(made, context, options))


def _page(made: Catalogue, context: digestkit.ExportContext, options: HtmlOptions) -> str:
    site = about.of(made, context, shows_media=options.media is Media.SHOW)
    viewer = Viewer(
        site.lang, site.words, max_authors=options.max_authors, media=options.media is not Media.NONE
    )
    templates = Templates(options.templates)
    templates.share(site)
    style = templates.style()
    shown = OnePageContext(
        policy(style, shows_media=options.media is Media.SHOW),
        style,
        headline.extent(made, site.words),
        tuple([_day(day, site.title, viewer, templates, options) for day in reversed(made.days)]),
    )
    return str(templates.render("onepage.html", shown))


def policy(style: str, *, shows_media: bool) -> str:
    """What the page may load: its own style, known by its hash, and pictures and videos if they are shown."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8", "replace")).digest()).decode("ascii")
    elsewhere = " img-src https: http:; media-src https: http:;" if shows_media else ""
    return f"default-src 'none'; style-src 'sha256-{digest}';{elsewhere} base-uri 'none'; form-action 'none'"


def _day(day: Day, around: str, viewer: Viewer, templates: Templates, options: HtmlOptions) -> OneDay:
    """A day; the title of its only digest is shown where it is not that of the page, `around`."""
    held = []
    for digest, listings in day.digests:
        shown = []
        for listing in listings:
            # A paper may stand on several days: the day tells its places apart.
            view = attrs.evolve(viewer.paper(listing), anchor=f"{day.key}-{listing.anchor}")
            context = ArticleContext(view, options.media is Media.SHOW, "")
            shown.append(Shown(listing, view, templates.part("article.html", context), "", ""))
        held.append((digest, shown))
    titles = [viewer.title(digest.title) for digest, _ in day.digests if digest.title.strip()]
    title = titles[0] if len(day.digests) == len(titles) == 1 and titles[0].plain != around else None
    return OneDay(
        headline.name(day, viewer.words),
        "" if day.date is None else day.date.isoformat(),
        title,
        day.key,
        tuple(arranged(held, viewer, level=3)),
        tuple([each.view for _, shown in held for each in shown]),
    )
