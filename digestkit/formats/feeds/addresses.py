"""Where a paper and its parts are on the web, as feeds may link to them."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from digestkit.model import Paper
from digestkit.text.cleaning import clean
from digestkit.text.links import web_uri

ARXIV = "https://arxiv.org/abs/"


class Links(NamedTuple):
    """Absolute URIs; None for what a paper does not have, or what may be no link.

    `arxiv` is not a link: it is the arXiv id.
    """

    page: str | None
    pdf: str | None
    picture: str | None
    video: str | None
    arxiv: str | None


def key(paper: Paper) -> str:
    """What identifies a paper in every feed: arXiv's canonical address, else its URL.

    A URL that may not stand in a feed still gives a URN.
    """
    arxiv = paper.arxiv_id
    if arxiv is not None:
        return ARXIV + arxiv
    return web_uri(paper.href) or uuid.uuid5(uuid.NAMESPACE_URL, clean(paper.url)).urn


def links(paper: Paper) -> Links:
    """All links of a paper."""
    arxiv = paper.arxiv_id
    media = paper.media
    shown = web_uri(media.href) if media is not None else None
    is_video = media is not None and media.kind == "video"
    return Links(
        page=ARXIV + arxiv if arxiv is not None else web_uri(paper.href),
        pdf=paper.pdf_url,
        picture=None if is_video else shown,
        video=shown if is_video else None,
        arxiv=arxiv,
    )
