"""The bytes of an input, and the text that they encode, a piece at a time.

Messages have the offset of the first byte that is not in the encoding.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from digestkit.diagnostics import Code, Diagnostic, Report
from digestkit.errors import InputError, UsageError
from digestkit.markdown.recognition import HEAD

PIECE = 1 << 20
"""The most bytes that are read at a time."""


_WIDE = "; it begins as UTF-16 does, which PowerShell writes: --encoding utf-16 reads it"
"""Said of the bytes that nothing but UTF-16 begins with."""


class UndecodableError(Exception):
    """Bytes that are not in the encoding; `offset` counts bytes from the start of the input."""

    def __init__(self, encoding: str, offset: int, reason: str) -> None:
        super().__init__(f"not {encoding} at byte {offset}: {reason}")
        self.offset = offset


class Encoding:
    """How bytes become text: a codec, and a codec error handler for bytes that it cannot decode.

    Raises `UsageError` where Python has no such text codec, or no such handler.
    """

    __slots__ = ("errors", "name")

    def __init__(self, name: str = "utf-8", errors: str = "strict") -> None:
        try:
            # `decode` refuses what the look-up lets pass: codecs of bytes to bytes, such as `zlib`.
            codecs.getincrementaldecoder(name)
            b"?".decode(name)
        except UnicodeError:
            pass  # a text codec that needs more than one byte, such as UTF-16
        except (LookupError, ValueError) as error:
            raise UsageError(f"unknown encoding {name!r}") from error
        try:
            codecs.lookup_error(errors)
        except LookupError as error:
            known = "strict, replace, ignore, backslashreplace"
            raise UsageError(f"encoding_errors must be one of {known}, not {errors!r}") from error
        self.name = name
        self.errors = errors

    def decode(
        self, stream: BinaryIO, on_replaced: Callable[[UndecodableError], None] | None = None
    ) -> Iterator[str]:
        """Yield the text of a binary stream in pieces, none of them empty.

        Bytes that the codec cannot decode raise `UndecodableError` where `errors` is `strict`. Otherwise the
        handler replaces them, and `on_replaced` is called once, for the first.
        """
        make = codecs.getincrementaldecoder(self.name)
        decoder, strict, before = make("strict"), True, 0
        # `read1` returns what a pipe has by now. Waiting for a whole piece would delay lines, and Ctrl-C too.
        read = getattr(stream, "read1", stream.read)
        while True:
            data = read(PIECE)
            final = not data
            try:
                text = decoder.decode(data, final)
            except UnicodeError as error:
                found = self._undecodable(error, before, len(data))
                if not strict or self.errors == "strict":
                    raise found from error
                if on_replaced is not None:
                    on_replaced(found)
                # Strict until the first fault, since no handler says where one was. The lenient decoder goes
                # on from the same state, so that a character cut between two pieces is not lost.
                lenient = make(self.errors)
                lenient.setstate(decoder.getstate())
                decoder, strict = lenient, False
                text = decoder.decode(data, final)
            if text:
                yield text
            if final:
                return
            before += len(data)

    def _undecodable(self, error: UnicodeError, before: int, size: int) -> UndecodableError:
        if not isinstance(error, UnicodeDecodeError):
            return UndecodableError(self.name, before, str(error))
        # The decoder prefixes what it held back from the piece before, and counts from there.
        kept = len(error.object) - size
        at = before - kept + error.start
        is_wide = at == 0 and error.object.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return UndecodableError(self.name, at, f"{error.reason}{_WIDE if is_wide else ''}")


class Openable(Protocol):
    """An input, as far as its bytes are concerned."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def is_lasting(self) -> bool:
        """Whether it can be opened more than once."""

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The bytes, as a stream."""


def pieces(given: Openable, encoding: Encoding, report: Report) -> Iterator[str]:
    """The text of an input in pieces; what goes wrong between disk and text becomes an `InputError`."""

    def replaced(error: UndecodableError) -> None:
        report(Diagnostic(Code.UNDECODABLE, f"{error}; such bytes: {encoding.errors}", given.name))

    try:
        with given.open() as stream:
            yield from encoding.decode(stream, replaced)
    except UndecodableError as error:
        raise InputError(str(error), given.name) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in a path, a closed stream
        raise InputError(reason(error), given.name) from error


def beginning(pieces: Iterator[str], least: int) -> str:
    """The first pieces, as many as have so many characters together; all of them where they have fewer."""
    held, size = [], 0
    while size < least and (piece := next(pieces, None)) is not None:
        held.append(piece)
        size += len(piece)
    return "".join(held)


def blocks(given: Openable) -> Iterator[bytes]:
    """The bytes of an input in pieces; what goes wrong becomes an `InputError`."""
    try:
        with given.open() as stream:
            read = getattr(stream, "read1", stream.read)
            yield from iter(lambda: read(PIECE), b"")
    except (OSError, ValueError) as error:
        raise InputError(reason(error), given.name) from error


def head(given: Openable) -> bytes:
    """The first bytes of a file, for telling its format; none of what can be read only once."""
    if not given.is_lasting:
        return b""
    return next(blocks(given), b"")[:HEAD]


def check_decodes(given: Openable, encoding: Encoding) -> None:
    """Read a file once for its encoding alone, so that one that cannot be decoded is left out as a whole."""
    for _ in pieces(given, encoding, lambda _diagnostic: None):
        pass


def reason(error: OSError | ValueError) -> str:
    """What the system says, without the path, which the message begins with anyway."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
