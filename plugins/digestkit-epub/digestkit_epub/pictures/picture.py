"""What pages and the package know of a picture in the book, or of one that cannot be there."""

from __future__ import annotations

from typing import NamedTuple

Size = tuple[int, int]
"""Width and height in pixels."""


class Picture(NamedTuple):
    """A picture in the book. `size` is in pixels, and None for an SVG, which scales to any size.

    `left_out` says how many bytes followed the picture in its file: they do not go into the book.
    """

    data: bytes
    media_type: str
    file_name: str
    size: Size | None = None
    moving: bool = False
    left_out: int = 0


class Refusal(NamedTuple):
    """Why a picture cannot be in the book, in words for the user."""

    reason: str
