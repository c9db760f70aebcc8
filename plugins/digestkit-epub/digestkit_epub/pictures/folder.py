"""Pictures from a folder, as far as they may go into a book: the only part that reads files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import attrs

from digestkit_epub.pictures import sniff, svg

SVG_MEDIA_TYPE = "image/svg+xml"

_OVERHEAD = 700  # what a picture adds beside its own bytes: names in the container, lines in the pages
_TOO_MUCH = "the book would be larger than max_total_mb allows"


class Refusal(Exception):  # noqa: N818 - it is an answer, and never leaves the exporter
    """Why a picture cannot be in the book."""


@attrs.frozen
class Picture:
    """A picture in the book. `size` is None for a drawing, which has none of its own."""

    data: bytes = attrs.field(repr=False)
    media_type: str
    file_name: str
    size: sniff.Size | None = None
    moving: bool = False


def picture(data: bytes, *, max_pixels: int | None = None) -> Picture:
    """The picture that some bytes are; Refusal where they are none that EPUB has, or too large a one.

    It is named by its contents, so that equal pictures are one file.
    """
    name = f"images/{hashlib.sha256(data).hexdigest()[:16]}"
    found = sniff.raster(data)
    if found is None:
        drawing = svg.safe(data)
        if drawing is None:
            raise Refusal("it is no whole PNG, JPEG, GIF, WebP or harmless SVG")
        return Picture(drawing, SVG_MEDIA_TYPE, f"{name}.svg")
    if max_pixels is not None and max(found.size) > max_pixels:
        width, height = found.size
        raise Refusal(f"it has {width} × {height} pixels, more than max_image_px allows")
    return Picture(data, found.media_type, f"{name}{found.suffix}", found.size, found.moving)


@attrs.define
class Folder:
    """A folder of pictures, and what of them the book takes: `max_bytes` in all."""

    path: Path
    max_pixels: int
    max_bytes: int
    taken: dict[str, Picture] = attrs.field(factory=dict, init=False)
    taken_bytes: int = attrs.field(default=0, init=False)

    def take(self, url: str) -> Picture:
        """The picture that the folder has for a URL, by the URL's last part; Refusal where it has none."""
        found = picture(self._read(_last_part(url)), max_pixels=self.max_pixels)
        if found.file_name not in self.taken:
            if self.taken_bytes + len(found.data) + _OVERHEAD > self.max_bytes:
                raise Refusal(_TOO_MUCH)
            self.taken_bytes += len(found.data) + _OVERHEAD
            self.taken[found.file_name] = found
        return found

    def _read(self, name: str) -> bytes:
        file = self.path / name
        try:
            if not file.is_file():
                raise Refusal(f"there is no file {name!r} in the folder of images")
            if file.stat().st_size > self.max_bytes:
                raise Refusal(_TOO_MUCH)
            return file.read_bytes()
        except (OSError, ValueError) as error:
            raise Refusal(f"{name!r} cannot be read: {error}") from error


def _last_part(url: str) -> str:
    """The last part of a URL's path, as a name in a folder and of nothing outside it."""
    try:
        name = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        name = ""
    if name in ("", ".", "..") or any(char in '/\\:\0"' for char in name):
        raise Refusal("its URL does not end in the name of a file")
    return name
