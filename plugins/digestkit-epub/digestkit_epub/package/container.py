"""The EPUB container: a zip whose bytes follow from its contents alone.

`mimetype` comes first, stored and without an extra field (EPUB 3.3, OCF ZIP container); the other members
keep their order. All have the same date and permissions, so that neither clock nor machine leaves a trace.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

MIMETYPE = ("mimetype", b"application/epub+zip")

# The earliest date that a zip can hold.
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3  # what `zipfile` writes here depends on the system that it runs on
_RIGHTS = 0o100644 << 16
_LEVEL = 6  # zlib's own default, written out because bytes depend on it
_COMPRESSED_ALREADY = (".png", ".jpg", ".gif", ".webp")

Member = tuple[str, bytes]
"""A name in the container, and its bytes."""


def unpack(data: bytes) -> list[Member]:
    """The members of a container, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        # EbookLib leaves empty what is ours, thousands of pages: to open each costs more than to know that.
        return [(info.filename, archive.read(info) if info.file_size else b"") for info in archive.infolist()]


def sizes(data: bytes) -> list[tuple[str, int]]:
    """The names of a container's members, and how many bytes each takes there, compressed or stored."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, info.compress_size) for info in archive.infolist()]


def pack(members: Iterable[Member], *, compress: bool) -> bytes:
    """A container of these members; a `mimetype` among them is replaced by the one that must come first.

    Compressed, the bytes depend on the build of zlib; with `compress` off, they are the same everywhere.
    A member is packed as it comes, and not held for longer.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, MIMETYPE, compress=False)
        for member in members:
            if member[0] != MIMETYPE[0]:
                _add(archive, member, compress=compress)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, member: Member, *, compress: bool) -> None:
    name, data = member
    compress = compress and not name.endswith(_COMPRESSED_ALREADY)
    info = zipfile.ZipInfo(name, _DATE)
    info.create_system = _UNIX
    info.external_attr = _RIGHTS
    info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    archive.writestr(info, data, compresslevel=_LEVEL if compress else None)
