"""What kind of picture some bytes are: decided by the bytes, never by a name or a server's header.

Only the core media types of EPUB 3.3 are known. A picture must be whole and sound: one that a broken download
cut off leaves a hole in the page, and one that unpacks to more than it declares is meant to do harm.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from digestkit_epub.pictures import gif, jpeg, png, webp
from digestkit_epub.pictures.extent import Extent
from digestkit_epub.pictures.limits import MAX_FRAME_PIXELS, refuse_size
from digestkit_epub.pictures.picture import Refusal, Size


class Raster(NamedTuple):
    """A raster picture; `size` is in pixels, `length` in bytes. `moving` says that it may be animated."""

    media_type: str
    suffix: str
    size: Size
    moving: bool
    length: int


class _Kind(NamedTuple):
    media_type: str
    suffix: str
    matches: Callable[[bytes], bool]
    size: Callable[[bytes], Size | None]
    extent: Callable[[bytes, Size], Extent | None]


def raster(data: bytes, max_side: int | None = None) -> Raster | Refusal | None:
    """The raster picture that some data begins with; a refusal if it is too large.

    None for anything else, and for one that is cut off, damaged or without pixels.
    """
    kind = next((kind for kind in _KINDS if kind.matches(data)), None)
    size = kind.size(data) if kind else None
    if kind is None or size is None or not all(size):
        return None
    # Before the extent is looked for: to find that out, a PNG is unpacked.
    if refusal := refuse_size(size, max_side):
        return refusal
    extent = kind.extent(data, size)
    if extent is None or extent.frame_pixels > MAX_FRAME_PIXELS:
        return None
    return Raster(kind.media_type, kind.suffix, size, extent.moving, extent.end)


_KINDS = (
    _Kind(
        "image/png",
        ".png",
        matches=lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
        size=png.size,
        extent=png.extent,
    ),
    _Kind(
        "image/jpeg",
        ".jpg",
        matches=lambda data: data.startswith(b"\xff\xd8\xff"),
        size=jpeg.size,
        extent=jpeg.extent,
    ),
    _Kind(
        "image/gif",
        ".gif",
        matches=lambda data: data.startswith((b"GIF87a", b"GIF89a")),
        size=gif.size,
        extent=gif.extent,
    ),
    _Kind(
        "image/webp",
        ".webp",
        matches=lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP",
        size=webp.size,
        extent=webp.extent,
    ),
)
