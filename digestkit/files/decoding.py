"""Bytes to text, a piece at a time, knowing the offset of a byte that does not belong to the encoding."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from typing import BinaryIO

from digestkit.errors import UsageError

PIECE = 1 << 20
"""How many bytes are read at a time."""


class UndecodableError(Exception):
    """Bytes that are not in the encoding; `offset` counts bytes from the start of the input."""

    def __init__(self, encoding: str, offset: int, reason: str) -> None:
        super().__init__(f"not {encoding} at byte {offset}: {reason}")
        self.offset = offset


class Encoding:
    """How bytes become text: a codec, and a codec error handler for bytes that it does not know.

    Raises `UsageError` where Python has no such codec of text, or no such handler.
    """

    __slots__ = ("errors", "name")

    def __init__(self, name: str = "utf-8", errors: str = "strict") -> None:
        try:
            codecs.getincrementaldecoder(name)
            b"?".decode(name)
        except UnicodeError:
            pass  # a codec that needs more than one byte is a codec
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
        """Yield the text of a binary stream in pieces.

        Bytes that the codec does not know raise `UndecodableError` where `errors` is `strict`; else the
        handler replaces them, and `on_replaced` hears of the first.
        """
        make = codecs.getincrementaldecoder(self.name)
        decoder, strict, before = make("strict"), True, 0
        # `read1`: what a pipe has by now. To wait for a whole piece would hold lines back, and Ctrl-C too.
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
        kept = len(error.object) - size  # what the decoder held back from the piece before
        return UndecodableError(self.name, before - kept + error.start, error.reason)
