"""The exporter `html`: all digests in one page without scripts, for sharing and printing; or as a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs
from markupsafe import Markup

import digestkit
from digestkit_site import about, catalogue, mail, markup
from digestkit_site.catalogue import Catalogue, Listing
from digestkit_site.context import ArticleContext, OneDay, OnePageContext
from digestkit_site.hearing import Hearing
from digestkit_site.options import HtmlOptions, Media
from digestkit_site.parts import Shown, arranged
from digestkit_site.templates import Templates
from digestkit_site.views import Viewer


def carries(options: HtmlOptions) -> tuple[str, ...]:
    """All fields, but pictures and videos only where they are wanted."""
    return tuple(field for field in about.CARRIES if field != "media" or options.media is not Media.NONE)


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
    """Write the digests in the order in which they come."""
    options: HtmlOptions = context.options or HtmlOptions()
    hearing = Hearing(context)
    held = list(hearing.of(digests))
    made = catalogue.make(held, min_papers=1)
    site = about.of(made, context, shows_media=options.media is Media.SHOW)
    viewer = Viewer(
        site.lang,
        site.words,
        # A mail unfolds nothing.
        max_authors=0 if options.mail else options.max_authors,
        media=options.media is not Media.NONE,
        math=not options.mail,
    )
    templates = Templates(options.templates)
    templates.share(site)
    days = [
        _day(digest, number, listings, viewer, templates, options)
        for number, (digest, listings) in _given(held, made)
    ]
    if options.mail:
        made_mail = mail.page(days, templates, context, shows_media=options.media is Media.SHOW)
        yield hearing.replaced(made_mail)
        return
    policy = about.policy_alone(shows_media=options.media is Media.SHOW)
    style = markup.safe(templates.style())
    yield hearing.replaced(templates.render("onepage.html", OnePageContext(policy, style, tuple(days))))


def _given(
    digests: Iterable[digestkit.Digest], made: Catalogue
) -> Iterator[tuple[int, tuple[digestkit.Digest, tuple[Listing, ...]]]]:
    """The digests in the order in which they were given, numbered, with their papers."""
    found = {id(digest): listings for day in made.days for digest, listings in day.digests}
    return enumerate(((digest, found[id(digest)]) for digest in digests), 1)


def _day(
    digest: digestkit.Digest,
    number: int,
    listings: Iterable[Listing],
    viewer: Viewer,
    templates: Templates,
    options: HtmlOptions,
) -> OneDay:
    shown = []
    for listing in listings:
        # Two digests of a day may have the same paper; the number of the digest tells their places apart.
        view = attrs.evolve(viewer.paper(listing), anchor=f"d{number}-{listing.anchor}")
        context = ArticleContext(view, options.media is Media.SHOW, "")
        body = Markup() if options.mail else templates.render("article.html", context)
        shown.append(Shown(listing, view, body, "", ""))
    date = digest.date
    title = viewer.title(digest.title) if digest.title.strip() else None
    return OneDay(
        viewer.words.undated if date is None else viewer.words.on(date),
        "" if date is None else date.isoformat(),
        title,
        f"d{number}",
        tuple(arranged([(digest, shown)], viewer, level=3)),
        tuple([each.view for each in shown]),
    )
