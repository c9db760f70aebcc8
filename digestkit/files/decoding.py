"""Bytes to text, a piece at a time, with the offset of the first byte that is not in the encoding."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from typing import BinaryIO

from digestkit.errors import UsageError

PIECE = 1 << 20
"""The most bytes that are read at a time."""


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
            raise UsageError(f"unknown way to treat encoding errors: {errors!r}") from error
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
        return UndecodableError(self.name, before - kept + error.start, error.reason)
