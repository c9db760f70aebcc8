"""A small canvas: rectangles, and letters made of blocks on a grid, written as PNG with nothing but zlib."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Sequence

_GLYPHS = """
A 0E11111F111111  B 1E11111E11111E  C 0E11101010110E  D 1E11111111111E  E 1F10101E10101F
F 1F10101E101010  G 0E11101711110E  H 1111111F111111  I 0E04040404040E  J 0101010101110E
K 11121418141211  L 1010101010101F  M 111B1515111111  N 11191513111111  O 0E11111111110E
P 1E11111E101010  Q 0E11111115120D  R 1E11111E141211  S 0F10100E01011E  T 1F040404040404
U 1111111111110E  V 11111111110A04  W 11111115151B11  X 11110A040A1111  Y 11110A04040404
Z 1F01020408101F  0 0E11131519110E  1 040C040404040E  2 0E11010608101F  3 0E11010601110E
4 02060A121F0202  5 1F101E0101110E  6 0608101E11110E  7 1F010204080808  8 0E11110E11110E
9 0E11110F01020C  - 0000000E000000  . 00000000000C0C  , 000000000C0408  : 000C0C000C0C00
& 0C12140815120D  ' 04040800000000  ( 02040808080402  ) 08040202020408  / 00010204081000
+ 0004041F040400  ? 0E110102040004  ! 04040404040004  # 0A0A1F0A1F0A0A
"""
_WORDS = _GLYPHS.split()
GLYPHS = {" ": bytes(7), **dict(zip(_WORDS[::2], map(bytes.fromhex, _WORDS[1::2]), strict=True))}
"""For each letter, seven rows of five blocks, a byte per row, with the leftmost block in bit 4."""

ADVANCE = 6
"""Blocks from the start of one letter to the next; lines are nine blocks apart."""

Colour = int
"""An index into the canvas's colours; 0 is the background."""


def spellable(text: str) -> str | None:
    """The text in the letters of `GLYPHS` (capitals without accents), or None if they do not suffice."""
    plain = unicodedata.normalize("NFKD", text).upper()
    kept = "".join(char for char in plain if not unicodedata.combining(char)).replace("–", "-")
    return kept if all(char in GLYPHS for char in kept) else None


class Canvas:
    """A picture of at most four colours, each given as three bytes: red, green, blue. Sizes are in pixels."""

    def __init__(self, width: int, height: int, colours: Sequence[bytes]) -> None:
        self.width, self.height, self.colours = width, height, colours
        self._rows = [bytearray(width) for _ in range(height)]

    def rectangle(self, x: int, y: int, width: int, height: int, colour: Colour) -> None:
        """Fill a rectangle, of which only the part within the picture is drawn."""
        left, right = max(x, 0), min(x + width, self.width)
        for row in self._rows[max(y, 0) : max(y + height, 0)]:
            row[left:right] = bytes([colour]) * max(right - left, 0)

    def write(self, text: str, x: int, y: int, block: int, colour: Colour) -> None:
        """Write letters of `GLYPHS`, with blocks of so many pixels, from the upper left corner of the first.

        Raises KeyError for any other character; see `spellable`.
        """
        for number, char in enumerate(text):
            for line, bits in enumerate(GLYPHS[char]):
                for column in range(5):
                    if bits >> (4 - column) & 1:
                        left = x + (number * ADVANCE + column) * block
                        self.rectangle(left, y + line * block, block, block, colour)

    def png(self, *, compress: bool) -> bytes:
        """The picture as PNG; without compression, its bytes are the same with every build of zlib."""
        # Most rows repeat the one above; each different row is packed once.
        packed: dict[bytes, bytes] = {}
        lines = []
        for row in map(bytes, self._rows):
            if row not in packed:
                packed[row] = b"\0" + _pack(row)
            lines.append(packed[row])
        # Two bits per pixel, colour type 3: indices into a palette.
        header = struct.pack(">IIBBBBB", self.width, self.height, 2, 3, 0, 0, 0)
        data = zlib.compress(b"".join(lines), 9 if compress else 0)
        chunks = ((b"IHDR", header), (b"PLTE", b"".join(self.colours)), (b"IDAT", data), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _pack(row: bytes) -> bytes:
    """Four pixels per byte, the leftmost in the highest bits."""
    padded = row + bytes(-len(row) % 4)
    return bytes(
        a << 6 | b << 4 | c << 2 | d
        for a, b, c, d in zip(padded[::4], padded[1::4], padded[2::4], padded[3::4], strict=True)
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
