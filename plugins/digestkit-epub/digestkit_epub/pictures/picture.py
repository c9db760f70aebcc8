"""A picture that may be in a book: what bytes become one, and what it is called there."""

from __future__ import annotations

import hashlib

import attrs

from digestkit_epub.pictures import sniff, svg
from digestkit_epub.pictures.limits import Refusal, Size

_NONE = Refusal("it is no whole PNG, JPEG, GIF, WebP or harmless SVG")


@attrs.frozen
class Picture:
    """A picture in the book. `size` is None for a drawing, which has none of its own.

    `left_out` says how many bytes followed the picture in its file: they do not go into the book.
    """

    data: bytes = attrs.field(repr=False)
    media_type: str
    file_name: str
    size: Size | None = None
    moving: bool = False
    left_out: int = 0


def picture(data: bytes, *, max_side: int | None = None) -> Picture | Refusal:
    """The picture that some bytes are; a refusal where they are none that EPUB has, or too large a one.

    It is named by its contents, so that equal pictures are one file.
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
