"""What the host demands of an exporter."""

from __future__ import annotations

from digestkit.export import loss, options
from digestkit.export.contract import API_VERSION, Exporter, ExporterInfo, reserved
from digestkit.registry.demands import record
from digestkit.registry.demands.record import Check


def violation(exporter: object) -> str | None:
    """The first thing wrong with an exporter, in words for its author; None where all is well."""
    if not isinstance(exporter, Exporter) or not isinstance(exporter.info, ExporterInfo):
        return f"{record.shown(exporter)} is no exporter: decorate it with @digestkit.exporter(...)"
    return record.first(CHECKS, exporter)


def _output(exporter: Exporter) -> str | None:
    info = exporter.info
    if not isinstance(info.suffix, str) or not record.SUFFIX.fullmatch(info.suffix):
        return f"suffix must be like '.txt', not {info.suffix!r}"
    if not isinstance(info.media_type, str) or not record.MEDIA_TYPE.fullmatch(info.media_type):
        return f"media_type must be like 'text/plain', not {info.media_type!r}"
    return record.one_line(info.summary, "what the format is")


def _deprecated(exporter: Exporter) -> str | None:
    """What to use instead is the end of a sentence that the host begins."""
    said = exporter.info.deprecated
    if isinstance(said, str) and "\n" not in said:
        return None
    return f"deprecated must be one line that says what to use instead, not {said!r}"


def _several(exporter: Exporter) -> str | None:
    """Several files came with version 2; elsewhere than in a folder they are a zip."""
    info = exporter.info
    if not isinstance(info.several, bool) and not callable(info.several):
        return f"several must be True, False or a function of the options, not {info.several!r}"
    if info.several and info.api_version < 2:
        return "several=True needs api_version=2"
    if info.several is not True:  # otherwise the record is about one file, which there may be
        return None
    if info.binary:
        return "several=True goes without binary: each file has chunks of either type"
    if (info.suffix, info.media_type) != (".zip", "application/zip"):
        return "suffix and media_type of several files must be '.zip' and 'application/zip'"
    return None


def _unreserved(exporter: Exporter) -> str | None:
    described = options.describe(exporter.info.options)
    names = {name for option in described for name in (option.name, *option.aliases)}
    taken = sorted(names & reserved(exporter.info.api_version))
    return f"options: {taken[0]!r} is the command's own: it comes by the context" if taken else None


def _carries(exporter: Exporter) -> str | None:
    info = exporter.info
    try:
        loss.carried(info, info.options() if info.options is not None else None)
    except Exception as error:  # noqa: BLE001 - as above: `carries` may be a function
        return f"carries: {record.failing(error)}"
    return None


CHECKS: tuple[Check, ...] = (
    record.speaks(API_VERSION),
    record.name,
    _output,
    record.flags("binary", "streams"),
    _several,
    _deprecated,
    record.described,
    _unreserved,
    _carries,
    record.takes("export", "digests", "context"),
)
"""In the order in which they are asked."""
