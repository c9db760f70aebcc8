"""Where papers, their parts and their digests are on the web, as far as a feed may link to them."""

from __future__ import annotations

import uuid
from typing import NamedTuple
from urllib.parse import urlsplit

from digestkit.diagnostics import Code
from digestkit.export.contract import ExportContext
from digestkit.markdown.grammar import authors_ordered
from digestkit.model import Digest
from digestkit.reference import Reference
from digestkit.source import HUGGING_FACE, Site
from digestkit.text.cleaning import clean
from digestkit.text.links import web_uri


class Links(NamedTuple):
    """Absolute URIs; None for what a paper does not have, or what must not become a link."""

    page: str | None
    pdf: str | None
    picture: str | None
    video: str | None
    doi: str | None = None
    listed: tuple[str, str] | None = None
    """Where the digest links, if that is a page about a paper of arXiv elsewhere: the URI and its host."""
    others: tuple[tuple[str, str, str | None], ...] = ()
    """The kind of each further link, its URL as written, and the URI."""


def guid(reference: Reference) -> str:
    """What identifies a paper in every feed: arXiv's canonical address, else the paper's URL.

    A URL that must not become a link is turned into a URN (`urn:uuid:…`), the same every time.
    """
    if reference.arxiv is not None:
        return reference.page
    return web_uri(reference.page) or uuid.uuid5(uuid.NAMESPACE_URL, clean(reference.paper.url)).urn


def links(reference: Reference) -> Links:
    """All links of a paper; only `http` and `https` become links."""
    # arXiv's addresses are made here, and so known to be good; all others are checked.
    media = reference.paper.media
    shown = web_uri(media.href) if media is not None else None
    is_video = media is not None and media.kind == "video"
    return Links(
        page=reference.page if reference.arxiv is not None else web_uri(reference.page),
        pdf=reference.pdf_url,
        picture=None if is_video else shown,
        video=shown if is_video else None,
        doi=reference.doi_url,
        listed=_listed(reference),
        others=tuple([(kind, url, web_uri(url)) for kind, url in reference.paper.links]),
    )


def _listed(reference: Reference) -> tuple[str, str] | None:
    if reference.arxiv is None or "arxiv" in reference.paper.url.lower():
        return None
    uri = web_uri(reference.paper.href)
    return None if uri is None else (uri, urlsplit(uri).hostname or uri)


NEUTRAL = Site("https://arxiv.org/", "arxiv.org")
"""The site of a feed whose digests are of several sites, or of none that is known: where most papers are."""


def site_of(digest: Digest) -> Site | None:
    """The site of a digest; None where nobody knows it.

    Records of JSON Lines name none. Those that say no more than the Korean digests do are taken for theirs.
    """
    if digest.site is not None:
        return digest.site if digest.site.url else None
    known = (None, authors_ordered(digest.date))
    return (
        None
        if any(paper.further or paper.authors_ordered not in known for paper in digest.papers)
        else HUGGING_FACE
    )


class Homes:
    """Gathers the sites of digests: the one that all have, or that there are several."""

    def __init__(self) -> None:
        self._sites: set[Site | None] = set()

    def add(self, digest: Digest) -> None:
        """Take the site of a digest; two different ones are enough to know."""
        if len(self._sites) < 2:
            self._sites.add(site_of(digest))

    def site(self, context: ExportContext) -> Site:
        """The site of all digests; where they have none, or several, a neutral one, with a warning."""
        first, several = next(iter(self._sites), None), len(self._sites) > 1
        if first is not None and not several:
            return first
        if self._sites:
            which = "of several sites" if several else "of no known site"
            message = f"the digests are {which}, and the feed links to {NEUTRAL.url}: say -O link=https://…"
            context.report(message, code=Code.EXPORT_WARNING)
        return NEUTRAL
