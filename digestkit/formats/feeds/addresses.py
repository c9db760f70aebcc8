"""Where a paper and its parts are on the web, as far as a feed may link to them."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from digestkit.reference import Reference
from digestkit.text.cleaning import clean
from digestkit.text.links import web_uri


class Links(NamedTuple):
    """Absolute URIs; None for what a paper does not have, or what must not become a link."""

    page: str | None
    pdf: str | None
    picture: str | None
    video: str | None
    doi: str | None = None
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
        others=tuple([(kind, url, web_uri(url)) for kind, url in reference.paper.links]),
    )
