"""Small pictures made by hand: whole ones of every kind, so that no binary file lies in the tests."""

import struct
import zlib


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=2, height=2, *, moving=False, beside=b"", header=(8, 0, 0, 0, 0), rows=None):
    """Grey unless the header says otherwise; `beside` are chunks before the pixels, `rows` these unpacked."""
    if rows is None:
        rows = b"".join(b"\0" + b"\x7f" * width for _ in range(height))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">II", width, height) + bytes(header)),
            chunk(b"acTL", struct.pack(">II", 1, 0)) if moving else b"",
            beside,
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        )
    )


def gif(width=1, height=1, frames=((0, 0, 1, 1),)):
    """Each frame is left, top, width and height."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    pixels = b"\0\x02\x02\x44\x01\x00"
    return head + b"".join(b"," + struct.pack("<HHHH", *frame) + pixels for frame in frames) + b";"


def jpeg(width=1, height=1):
    """A grey baseline JPEG (ITU T.81) of one block."""
    quantisation = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    huffman = b"".join(
        b"\xff\xc4\x00\x14" + bytes([table]) + b"\x01" + b"\0" * 15 + b"\x00" for table in (0x00, 0x10)
    )
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x3f"
    return b"\xff\xd8" + quantisation + frame + huffman + scan + b"\xff\xd9"


def webp(width=1, height=1, *, moving=False, inner=(1, 1)):
    """An extended WebP (RFC 9649): its canvas is described, its picture lossless and of `inner` pixels."""
    canvas = bytes([2 if moving else 0, 0, 0, 0])
    canvas += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    size = (inner[0] - 1 | inner[1] - 1 << 14 | 1 << 28).to_bytes(4, "little")
    body = b"WEBP" + riff(b"VP8X", canvas) + riff(b"VP8L", b"\x2f" + size + b"\x88\x88\x08")
    return riff(b"RIFF", body)


def riff(kind, data):
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">
<circle cx="2" cy="2" r="2" fill="teal"/></svg>"""
