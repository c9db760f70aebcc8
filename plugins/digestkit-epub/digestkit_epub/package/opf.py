"""What EbookLib leaves out of the package document: its language, and resources outside the container."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from lxml import etree

from digestkit.text import video_type

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OPF = "http://www.idpf.org/2007/opf"

_NAMES = {"opf": OPF}


def finish(data: bytes, *, language: str, videos: Iterable[str], modified: datetime.date) -> bytes:
    """The package document, completed.

    It gets its language, the videos that play from the network, and the date of its last modification.
    """
    root = etree.fromstring(data)
    root.set(LANG, language)
    # `strftime`, which EbookLib uses, writes the year 999 with three digits on some systems.
    for meta in root.iterfind(".//opf:meta[@property='dcterms:modified']", _NAMES):
        meta.text = f"{modified.isoformat()}T00:00:00Z"
    # EPUB 3.3, publication resources: remote ones are in the manifest, too, with their URLs.
    for manifest in root.iterfind("opf:manifest", _NAMES):
        for number, url in enumerate(videos, 1):
            item = {"id": f"video-{number}", "href": url, "media-type": video_type(url) or ""}
            etree.SubElement(manifest, f"{{{OPF}}}item", item)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
