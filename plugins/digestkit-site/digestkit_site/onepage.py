"""The exporter `html`: all digests in one page without scripts, for sharing and printing; or as a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs
from markupsafe import Markup

import digestkit
from digestkit_site import about, catalogue, mail, twin
from digestkit_site.catalogue import Catalogue, Listing
from digestkit_site.context import ArticleContext, OneDay, OnePageContext
from digestkit_site.options import HtmlOptions, Media
from digestkit_site.parts import Shown, arranged
from digestkit_site.templates import Templates
from digestkit_site.views import Viewer


@digestkit.exporter(
    "html",
    suffix=".html",
    media_type="text/html",
    summary="One page without scripts, to share and to print; a mail with -O mail.",
    options=HtmlOptions,
    api_version=2,
    carries=about.CARRIES,
)
def html(digests: Iterable[digestkit.Digest], context: digestkit.ExportContext) -> Iterator[str]:
    """Write the digests in the order in which they come."""
    options: HtmlOptions = context.options or HtmlOptions()
    held = list(about.told(digests, context))
    made = catalogue.make(held, min_papers=1)
    is_mail = options.mail or options.text
    site = about.of(made, context, shows_media=options.media is Media.SHOW)
    viewer = Viewer(
        site.lang,
        site.words,
        # A mail unfolds nothing.
        max_authors=0 if is_mail else options.max_authors,
        media=options.media is not Media.NONE,
        math=not is_mail,
    )
    if options.text:
        yield twin.text(held, site, viewer)
        return
    templates = Templates(options.templates)
    templates.share(site)
    days = [_day(digest, number, listings, viewer, templates, options) for number, (digest, listings) in _given(held, made)]
    if options.mail:
        yield mail.page(days, templates, context, shows_media=options.media is Media.SHOW)
        return
    policy = about.policy_alone(shows_media=options.media is Media.SHOW)
    style = Markup(templates.style())  # noqa: S704 - of a file
    yield templates.render("onepage.html", OnePageContext(policy, style, tuple(days)))


def _given(
    digests: Iterable[digestkit.Digest], made: Catalogue
) -> Iterator[tuple[int, tuple[digestkit.Digest, tuple[Listing, ...]]]]:
    """The digests in the order in which they were given, numbered, with their papers."""
    found = {id(digest): listings for day in made.days for digest, listings in day.digests}
    return enumerate(((digest, found[id(digest)]) for digest in digests), 1)


def _day(  # noqa: PLR0913, PLR0917 - what a day is made of
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
