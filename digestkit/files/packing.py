"""Files that are packed by themselves: gzip, and Zstandard where this Python or an installed package has it.

What is packed here is the same for the same input on every run: no time and no name stands in it.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, Protocol, cast

from digestkit.errors import UsageError
from digestkit.files.limits import Limits

GZIP = ".gz"

MAGIC = b"\x1f\x8b"
"""What gzip begins with (RFC 1952, section 2.3.1), and no text does."""

_WORTH = 1 << 20
"""How much text is gathered before it is packed: many small calls would take most of the time."""


_SMALL = 1 << 10
"""How much packed data is taken at a time: no more than 32 MB can come out of it."""


class Packer(Protocol):
    """Makes packed bytes of plain ones, a piece at a time."""

    def compress(self, data: bytes) -> bytes:
        """Take in a piece; returns what is ready."""

    def flush(self) -> bytes:
        """The rest."""


@contextlib.contextmanager
def unpacked(stream: BinaryIO, suffix: str, limits: Limits) -> Iterator[BinaryIO]:
    """What a packed stream holds, as a stream.

    Raises OSError where nothing here can unpack it; so does reading it where it is damaged, cut off, or holds
    more than `limits` let pass.
    """
    counted = _Counted(stream)
    source = cast("BinaryIO", counted)
    opened = _gzipped(source) if suffix == GZIP else _zstandard_reader(source)
    with opened, io.BufferedReader(_Watched(opened, counted, limits)) as held:
        yield cast("BinaryIO", held)


def packed(chunks: Iterable[bytes], suffix: str) -> Iterator[bytes]:
    """The chunks of a file, packed; raises `UsageError` at once where nothing here can do that."""
    return _pack(chunks, _gzip_packer() if suffix == GZIP else _zstandard_packer())


def _pack(chunks: Iterable[bytes], packer: Packer) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= _WORTH:
            yield packer.compress(b"".join(held))
            held, size = [], 0
    yield packer.compress(b"".join(held))
    yield packer.flush()


def _gzipped(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.GzipFile(fileobj=stream, mode="rb"))


def _gzip_packer() -> Packer:
    # A header as RFC 1952 has it, without time and name; `gzip.compress` wants all bytes at once.
    return zlib.compressobj(wbits=16 + zlib.MAX_WBITS)


def _zstandard_reader(stream: BinaryIO) -> BinaryIO:
    module = _zstandard()
    if module is None:
        raise OSError("is compressed with Zstandard, which this Python cannot read: pip install zstandard")
    if hasattr(module, "ZstdFile"):  # Python's own, from 3.14 on
        return cast("BinaryIO", module.ZstdFile(stream))
    return cast("BinaryIO", io.BufferedReader(_Frames(stream, module.ZstdDecompressor().decompressobj)))


def _zstandard_packer() -> Packer:
    module = _zstandard()
    if module is None:
        raise UsageError("this Python has no Zstandard: pip install zstandard, or write a .gz file")
    made: Packer = (
        module.ZstdCompressor() if hasattr(module, "ZstdFile") else module.ZstdCompressor().compressobj()
    )
    return made


def _zstandard() -> Any:  # noqa: ANN401 - either of two modules
    import importlib  # noqa: PLC0415 - few inputs are packed like this

    for name in ("compression.zstd", "zstandard"):
        with contextlib.suppress(ImportError):
            return importlib.import_module(name)
    return None


class _Frames(io.RawIOBase):
    """The frames of a Zstandard stream (RFC 8878), by a package whose streams do not tell a cut-off one."""

    def __init__(self, stream: BinaryIO, start: Callable[[], Any]) -> None:
        self._stream = stream
        self._start = start
        self._frame: Any = None
        self._held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        while not self._held:
            data = self._stream.read(_SMALL)
            if not data:
                if self._frame is not None:
                    raise EOFError
                return 0
            self._held = memoryview(self._unpack(data))
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size

    def _unpack(self, data: bytes) -> bytes:
        parts = []
        while data:
            self._frame = self._frame or self._start()
            parts.append(self._frame.decompress(data))
            data, ended = self._frame.unused_data, self._frame.eof
            if not ended:
                break
            self._frame = None
        return b"".join(parts)


class _Counted:
    """A stream that counts the bytes which are read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.size += len(data)
        return data


class _Watched(io.RawIOBase):
    """An unpacked stream that says what is wrong as `OSError`, and stops where it exceeds its limits."""

    def __init__(self, unpacked: BinaryIO, packed: _Counted, limits: Limits) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._limits = limits
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        try:
            data = self._unpacked.read(len(buffer))
        except EOFError as error:
            raise OSError("is cut off: the end of what it holds is missing") from error
        except Exception as error:
            if not isinstance(error, zlib.error) and type(error).__name__ != "ZstdError":
                raise
            raise OSError(f"is damaged: {error}") from error
        self._size += len(data)
        self._limits.check(self._size, self._packed.size)
        buffer[: len(data)] = data
        return len(data)
