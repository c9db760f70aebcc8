"""What all pages of a site say of it: title, language, words, terms of use, where the digests come from."""

from __future__ import annotations

from collections.abc import Iterator

import digestkit
from digestkit.text import clean, languages, link_target
from digestkit_site import markup
from digestkit_site.catalogue import Catalogue
from digestkit_site.context import Alternate, Site
from digestkit_site.licences import named
from digestkit_site.views import Link
from digestkit_site.words import words

CARRIES = (
    *("date", "digest", "title", "url", "media", "votes", "authors", "authors_truncated", "summary"),
    *("section", "abstract", "tldr", "categories", "tags", "submitted", "doi", "links", "extra"),
)
"""All fields that there are."""


def of(made: Catalogue, context: digestkit.ExportContext, *, shows_media: bool) -> Site:
    """What all pages share; raises `UsageError` for a language or a base URL that is none."""
    language = _language(made, context)
    known = words(language)
    base_url = _base_url(context)
    title = clean(context.title or "").strip() or _title(made) or known.site_title
    other = languages.other_language(title, language)
    rights = clean(context.rights or "")
    menu = [Link(known.home, "index.html")]
    if any(made.topics.values()):
        menu.append(Link(known.topics, "topics/index.html"))
    if made.authors:
        menu.append(Link(known.authors, "authors/index.html"))
    return Site(
        title=title,
        title_lang=other or language,
        title_mark=markup.safe(markup.marked(other, language)),
        lang=language,
        mark=markup.safe(markup.root_marked(language)),
        words=known,
        words_lang=known.language if known.language != languages.primary(language) else None,
        base_url=base_url,
        rights=named(rights),
        rights_href=link_target(rights),
        feeds=(
            Alternate("atom.xml", "application/atom+xml", "Atom"),
            Alternate("rss.xml", "application/rss+xml", "RSS"),
        ),
        menu=(*menu, Link(known.about, "about.html")),
        policy=policy(shows_media=shows_media),
        origins=tuple(_origins(made)),
    )


def policy(*, shows_media: bool) -> str:
    """What a page may load: the site's scripts, styles and fonts; pictures and videos where they are shown.

    The usual style has no fonts; a user's own may have.
    """
    elsewhere = "'self' https: http:" if shows_media else "'self'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
        f" img-src {elsewhere}; media-src {elsewhere}; base-uri 'none'; form-action 'none'"
    )


def _language(made: Catalogue, context: digestkit.ExportContext) -> str:
    """The language that the user names, else that of the earliest papers: later ones do not change it."""
    if context.language is not None:
        if not languages.is_tag(context.language):
            raise digestkit.UsageError(
                f"--lang must be a language tag like ko or en-GB, not {context.language!r}"
            )
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
    if target is None or not target.lower().startswith("http") or set(target) & set("?#"):
        raise digestkit.UsageError(
            f"--base-url must be an http or https URL without ? and #, not {context.base_url!r}"
        )
    return target if target.endswith("/") else f"{target}/"


def _title(made: Catalogue) -> str:
    """What several digests are called, or the only one; any other title is that of its day."""
    titles = [digest.title.strip() for day in made.days for digest, _ in day.digests]
    met: set[str] = set()
    for title in filter(None, titles):
        if title in met or len(titles) == 1:
            return clean(title)
        met.add(title)
    return ""


def _origins(made: Catalogue) -> Iterator[Link]:
    """The pages that the digests come from, each once."""
    sites = dict.fromkeys(
        digest.site.url for day in made.days for digest, _ in day.digests if digest.site is not None
    )
    for url in sites:
        if (target := link_target(url)) is not None:
            yield Link(clean(url), href=target)
