"""The exporter `site`: from digests to the files of a web site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import digestkit
from digestkit.export import alterations
from digestkit.text import clean, languages, link_target
from digestkit_site import catalogue, data, pages, search
from digestkit_site.catalogue import Catalogue, Work
from digestkit_site.context import Alternate, ArticleContext, Site
from digestkit_site.options import Media, SiteOptions
from digestkit_site.pages import Maker, Rendered, Shown
from digestkit_site.templates import Templates
from digestkit_site.views import Link, Viewer
from digestkit_site.words import words

CARRIES = (
    *("date", "digest", "title", "url", "media", "votes", "authors", "authors_truncated", "summary"),
    *("section", "abstract", "tldr", "categories", "tags", "submitted", "doi", "links", "extra"),
)
"""All fields that there are: what no page shows stands in the data beside it."""

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
    carries=CARRIES,
)
def site(
    digests: Iterable[digestkit.Digest], context: digestkit.ExportContext
) -> Iterator[digestkit.File | str | bytes]:
    """Write the pages of days first, then those of papers, then what leads to them."""
    options: SiteOptions = context.options or SiteOptions()
    templates = Templates(options.templates)
    made = catalogue.make(_told(digests, context), min_papers=options.min_papers)
    about = _site(made, options, context)
    viewer = Viewer(about.lang, about.words, options, made)
    maker = Maker(about, made, viewer, dict(_shown(made, viewer, templates, options)))
    yield from _files(maker, templates, context)


def _files(
    maker: Maker, templates: Templates, context: digestkit.ExportContext
) -> Iterator[digestkit.File | str | bytes]:
    about, made = maker.site, maker.catalogue
    met: list[str] = []

    def page(rendered: Rendered) -> Iterator[digestkit.File | str]:
        met.append(rendered.page.address)
        yield digestkit.File(rendered.page.address, "text/html")
        yield templates.render(rendered.template, rendered.context, site=about, page=rendered.page, words=about.words)

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
    for address, text in feeds:
        yield digestkit.File(address, f"application/{address.removesuffix('.xml')}+xml")
        yield text
    if about.base_url:
        yield digestkit.File("sitemap.xml", "application/xml")
        yield data.sitemap(about.base_url, sorted(address for address in met if address != "404.html"))
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
        bodies = [_article(view, viewer, templates, options) for view in views]
        sizes = [
            len(body.encode("utf-8", "replace")) + len(view.coins) + _ROW
            for view, body in zip(views, bodies, strict=True)
        ]
        for listing, view, body, page in zip(listings, views, bodies, pages.divided(day, sizes), strict=True):
            yield (day.key, listing.anchor), Shown(listing, view, body, page)


def _article(view: object, viewer: Viewer, templates: Templates, options: SiteOptions) -> pages.Markup:
    context = ArticleContext(view, options.media is Media.SHOW)  # type: ignore[arg-type]
    return pages.Markup(templates.render("article.html", context, words=viewer.words, root="../"))


def _indexed(maker: Maker, work: Work) -> search.Indexed:
    listing = work.newest
    reference, paper = listing.reference, listing.paper
    view = maker.shown[listing.day, listing.anchor].view
    texts = (paper.tldr, paper.abstract, reference.summary_text)
    return search.Indexed(
        work.address,
        view.title.plain,
        tuple(map(clean, paper.authors_clean)),
        clean("\n".join([text for text in texts if text])),
        listing.day if reference.day is not None else "",
        paper.votes,
        tuple(map(clean, catalogue.terms(paper, "category"))),
        view.summary_lang or maker.site.lang,
    )


def _site(made: Catalogue, options: SiteOptions, context: digestkit.ExportContext) -> Site:
    language = _language(made, context)
    known = words(language)
    base_url = _base_url(context)
    title = clean(context.title or "").strip() or _title(made) or known.site_title
    rights = clean(context.rights or "")
    menu = [Link(known.home, "index.html")]
    if any(made.topics.values()):
        menu.append(Link(known.topics, "topics/index.html"))
    if made.authors:
        menu.append(Link(known.authors, "authors/index.html"))
    return Site(
        title=title,
        lang=language,
        words=known,
        words_lang=known.language if known.language != languages.primary(language) else None,
        base_url=base_url,
        rights=rights,
        rights_href=link_target(rights),
        feeds=(
            Alternate("atom.xml", "application/atom+xml", "Atom"),
            Alternate("rss.xml", "application/rss+xml", "RSS"),
        ),
        menu=(*menu, Link(known.about, "about.html")),
        policy=_policy(options),
        origins=tuple(_origins(made)),
    )


def _policy(options: SiteOptions) -> str:
    """What a page may load: its own scripts and styles, and pictures and videos only where they are shown."""
    elsewhere = "'self' https: http:" if options.media is Media.SHOW else "'self'"
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {elsewhere}; media-src {elsewhere};"
        " base-uri 'none'; form-action 'none'"
    )


def _language(made: Catalogue, context: digestkit.ExportContext) -> str:
    """The language that the user names, else that of the earliest papers: later ones do not change it."""
    if context.language is not None:
        if not languages.is_tag(context.language):
            raise digestkit.UsageError(f"--lang must be a language tag like ko or en-GB, not {context.language!r}")
        return context.language
    papers = [listing.paper for day in made.days[:400] for listing in day.listings][:400]
    found = languages.detect([item.text for paper in papers for item in paper.summary])
    if found == languages.UNKNOWN:
        found = languages.detect([text for paper in papers for text in (paper.tldr or "", paper.title)])
    return found if found != languages.UNKNOWN else "en"


def _base_url(context: digestkit.ExportContext) -> str:
    if context.base_url is None:
        return ""
    target = link_target(context.base_url)
    if target is None or not target.lower().startswith("http"):
        raise digestkit.UsageError(f"--base-url must be an http or https URL, not {context.base_url!r}")
    return target if target.endswith("/") else f"{target}/"


def _title(made: Catalogue) -> str:
    """What the earliest digest with a title is called."""
    titles = (clean(digest.title).strip() for day in made.days for digest, _ in day.digests)
    return next(filter(None, titles), "")


def _origins(made: Catalogue) -> Iterator[Link]:
    """The pages that the digests come from, each once."""
    sites = dict.fromkeys(
        digest.site.url for day in made.days for digest, _ in day.digests if digest.site is not None
    )
    for url in sites:
        if (target := link_target(url)) is not None:
            yield Link(clean(url), href=target)


def _told(
    digests: Iterable[digestkit.Digest], context: digestkit.ExportContext
) -> Iterator[digestkit.Digest]:
    """Pass the digests on, and tell which of their texts HTML cannot repeat."""
    for digest in digests:
        for node, message in alterations.of_digest(digest):
            context.report(message, node, digestkit.Code.ALTERED)
        yield digest
