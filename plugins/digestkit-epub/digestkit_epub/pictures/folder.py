"""A folder of pictures, and which of them go into a book: the only part of the plugin that reads files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import attrs

from digestkit_epub.pictures.picture import Picture, Refusal
from digestkit_epub.pictures.recognition import picture

_OVERHEAD = 700  # bytes that a picture adds to its own: names in the container, lines in pages and manifest
_TOO_MUCH = Refusal("the book would be larger than max_total_mb allows")
_NO_NAME = Refusal("its URL does not end in the name of a file")


@attrs.define
class Folder:
    """A folder in which pictures are found by the last part of their URLs, each read once.

    `max_side` bounds width and height in pixels, `max_bytes` the size of a file that is read at all.
    """

    path: Path
    max_side: int
    max_bytes: int
    _known: dict[str, Picture | Refusal] = attrs.field(factory=dict, init=False)

    def choose(self, urls: Iterable[str], room: int) -> dict[str, Picture | Refusal]:
        """For each URL its picture, or why it has none; taken in order, as far as `room` bytes go.

        A picture that several URLs lead to takes its room once. One that does not fit does not stop smaller
        ones after it.
        """
        chosen: dict[str, Picture | Refusal] = {}
        taken: set[str] = set()
        for url in urls:
            found = self._find(url)
            if isinstance(found, Picture) and found.file_name not in taken:
                room_left = room - len(found.data) - _OVERHEAD
                if room_left < 0:
                    found = _TOO_MUCH
                else:
                    room = room_left
                    taken.add(found.file_name)
            chosen[url] = found
        return chosen

    def _find(self, url: str) -> Picture | Refusal:
        name = _last_part(url)
        if name is None:
            return _NO_NAME
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Picture | Refusal:
        """The picture in a file of the folder; a symbolic link that leads out of it is not followed."""
        try:
            # Resolved before anything else, so that what is checked is what is read.
            file = (self.path / name).resolve()
            if not file.is_relative_to(self.path.resolve()):
                return Refusal(f"{name!r} leads out of the folder of images")
            if not file.is_file():
                return Refusal(f"there is no file {name!r} in the folder of images")
            if file.stat().st_size > self.max_bytes:
                return _TOO_MUCH
            return picture(file.read_bytes(), max_side=self.max_side)
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links in a circle
            return Refusal(f"{name!r} cannot be read: {error}")


def _last_part(url: str) -> str | None:
    """The last part of a URL's path, as the name of a file in the folder; None if it could lead elsewhere."""
    try:
        name = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return None
    # Decoding can yield slashes; on Windows, `\` separates folders, and `:` a drive or a stream.
    return None if name in ("", ".", "..") or any(char in '/\\:\0"' for char in name) else name
