"""Which bytes become a picture in the book, and what it is called there."""

from __future__ import annotations

import hashlib

from digestkit_epub.pictures import sniff, svg
from digestkit_epub.pictures.picture import Picture, Refusal

_NONE = Refusal("it is not a complete PNG, JPEG, GIF, WebP or harmless SVG")


def picture(data: bytes, *, max_side: int | None = None) -> Picture | Refusal:
    """The picture that these bytes are, or a refusal if EPUB has no such kind, or it is damaged or too large.

    It is named after its contents, so that equal pictures become one file.
    """
    found = sniff.raster(data, max_side)
    if found is None:
        drawing = svg.safe(data, max_side)
        if isinstance(drawing, bytes):
            return Picture(drawing, svg.MEDIA_TYPE, f"images/{_name(data)}.svg")
        return drawing or _NONE
    if isinstance(found, Refusal):
        return found
    whole = data[: found.length]
    name = f"images/{_name(whole)}{found.suffix}"
    return Picture(whole, found.media_type, name, found.size, found.moving, len(data) - len(whole))


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
