"""How large a picture may be: anything larger is refused before it is unpacked."""

from __future__ import annotations

from digestkit_epub.pictures.picture import Refusal, Size

MAX_PIXELS = 100_000_000
"""The most pixels of any picture, whatever the user allows: unpacked, at four bytes each, that is 400 MB."""

MAX_FRAME_PIXELS = 10 * MAX_PIXELS
"""The most pixels of all frames of a moving picture, or all scans of a JPEG, together."""


def refuse_size(size: Size, max_side: int | None) -> Refusal | None:
    """The refusal of a picture that is wider or taller than `max_side`, or has too many pixels; else None."""
    width, height = size
    has = f"it has {width} × {height} pixels, more than"
    if max_side is not None and max(size) > max_side:
        return Refusal(f"{has} max_image_px allows")
    if width * height > MAX_PIXELS:
        return Refusal(f"{has} {MAX_PIXELS:,} in all")
    return None
