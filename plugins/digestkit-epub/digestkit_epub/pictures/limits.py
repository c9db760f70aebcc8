"""How large a picture may be: what is beyond is refused before anything is unpacked."""

from __future__ import annotations

import attrs

Size = tuple[int, int]
"""Width and height in pixels."""

MAX_PIXELS = 100_000_000
"""Of any picture, whatever the user allows: unpacked, four bytes each, that is 400 MB."""

MAX_FRAME_PIXELS = 10 * MAX_PIXELS
"""Of all frames of a moving picture together."""


@attrs.frozen
class Refusal:
    """Why a picture cannot be in the book."""

    reason: str


def refuse_size(size: Size, max_side: int | None) -> Refusal | None:
    """The refusal of a picture that is too wide, too high or too large; without a `max_side`, too large."""
    width, height = size
    has = f"it has {width} × {height} pixels, more than"
    if max_side is not None and max(size) > max_side:
        return Refusal(f"{has} max_image_px allows")
    if width * height > MAX_PIXELS:
        return Refusal(f"{has} {MAX_PIXELS:,} in all")
    return None
