"""What the host demands of a reader."""

from __future__ import annotations

from digestkit.reading.contract import READER_API_VERSION, Reader, ReaderInfo
from digestkit.registry.demands import record
from digestkit.registry.demands.record import Check


def violation(made: object) -> str | None:
    """The first thing wrong with a reader, in words for its author; None where all is well."""
    if not isinstance(made, Reader) or not isinstance(made.info, ReaderInfo):
        return f"{record.shown(made)} is no reader: decorate it with @digestkit.reader(...)"
    return record.first(CHECKS, made)


def _input(reader: Reader) -> str | None:
    info = reader.info
    for suffix in info.suffixes:
        if not isinstance(suffix, str) or not record.SUFFIX.fullmatch(suffix) or suffix != suffix.lower():
            return f"suffixes must be like '.txt', not {suffix!r}"
    for media_type in info.media_types:
        if not isinstance(media_type, str) or not record.MEDIA_TYPE.fullmatch(media_type):
            return f"media_types must be like 'text/plain', not {media_type!r}"
    for name in ("detect", "choose"):
        given = getattr(reader, name)
        if given is not None and not callable(given):
            return f"{name} must be a function, not {given!r}"
    return None if info.suffixes else "suffixes must name one suffix at least"


CHECKS: tuple[Check, ...] = (
    record.speaks(READER_API_VERSION),
    record.name,
    record.summary,
    _input,
    record.flags("binary", "streams"),
    record.described,
    record.takes("read", "content", "context"),
)
