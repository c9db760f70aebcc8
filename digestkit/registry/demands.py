"""What the host demands of an exporter before serving it: an ordered table of checks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable

from digestkit.errors import told
from digestkit.export import loss, options
from digestkit.export.contract import API_VERSION, Exporter, ExporterInfo

OLDEST_API_VERSION = 1
"""The oldest version of the contract that is still served; the newest is `API_VERSION`."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._+-]*")
_SUFFIX = re.compile(r"(?:\.[A-Za-z0-9_+-]+)+")
# RFC 6838 §4.2: the names of types and subtypes; parameters are not looked into.
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?: *;.*)?")


def violation(exporter: object) -> str | None:
    """The first thing wrong with an exporter, in words for its author; None where all is well."""
    if not isinstance(exporter, Exporter) or not isinstance(exporter.info, ExporterInfo):
        return f"{_shown(exporter)} is no exporter: decorate it with @digestkit.exporter(...)"
    return next((reason for check in CHECKS if (reason := check(exporter))), None)


def is_name(name: object) -> bool:
    """Whether a format may have this name: lower case, and no colon, which qualifies names."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def _api_version(exporter: Exporter) -> str | None:
    """Checked first, since whatever else is wrong may follow from it."""
    version = exporter.info.api_version
    if type(version) is not int:  # True would pass `isinstance` as version 1
        return f"api_version must be a number, not {version!r}"
    if version > API_VERSION:
        return (
            f"it needs a newer digestkit: it speaks plugin API {version}, this digestkit up to {API_VERSION}"
        )
    if version < OLDEST_API_VERSION:
        return (
            f"it needs an older digestkit: it speaks plugin API {version}, "
            f"this digestkit from {OLDEST_API_VERSION} on"
        )
    return None


def _texts(exporter: Exporter) -> str | None:
    info = exporter.info
    if not is_name(info.name):
        return f"name must be lower-case letters, digits and - . _ +, not {info.name!r}"
    if not isinstance(info.suffix, str) or not _SUFFIX.fullmatch(info.suffix):
        return f"suffix must be like '.txt', not {info.suffix!r}"
    if not isinstance(info.media_type, str) or not _MEDIA_TYPE.fullmatch(info.media_type):
        return f"media_type must be like 'text/plain', not {info.media_type!r}"
    if not isinstance(info.summary, str) or not info.summary.strip() or "\n" in info.summary:
        return f"summary must be one line that says what the format is, not {info.summary!r}"
    return None


def _flags(exporter: Exporter) -> str | None:
    for name in ("binary", "streams", "several"):
        value = getattr(exporter.info, name)
        if not isinstance(value, bool):
            return f"{name} must be True or False, not {value!r}"
    return None


def _several(exporter: Exporter) -> str | None:
    """Several files came with version 2; elsewhere than in a folder they are a zip."""
    info = exporter.info
    if not info.several:
        return None
    if info.api_version < 2:
        return "several=True needs api_version=2"
    if info.binary:
        return "several=True goes without binary: each file has chunks of either type"
    if (info.suffix, info.media_type) != (".zip", "application/zip"):
        return "suffix and media_type of several files must be '.zip' and 'application/zip'"
    return None


def _options(exporter: Exporter) -> str | None:
    if exporter.info.options is None:
        return None
    try:
        names = {option.name for option in options.describe(exporter.info.options)}
        # The defaults must satisfy the class's own validators: they are what a user gets without `-O`.
        exporter.info.options()
    except Exception as error:  # noqa: BLE001 - a plugin's class may raise anything
        return f"options: {_told(error)}"
    taken = sorted(names & options.reserved(exporter.info.api_version))
    return f"options: {taken[0]!r} is the command's own: it comes by the context" if taken else None


def _carries(exporter: Exporter) -> str | None:
    info = exporter.info
    try:
        loss.carried(info, info.options() if info.options is not None else None)
    except Exception as error:  # noqa: BLE001 - as above: `carries` may be a function
        return f"carries: {_told(error)}"
    return None


def _signature(exporter: Exporter) -> str | None:
    if not callable(exporter.export):
        return f"{_shown(exporter.export)} cannot be called"
    try:
        signature = inspect.signature(exporter.export)
    except (ValueError, TypeError):  # written in C, without a signature: only a call can tell
        return None
    try:
        signature.bind(None, None)
    except TypeError:
        return f"it must take (digests, context), not {signature}"
    return None


CHECKS: tuple[Callable[[Exporter], str | None], ...] = (
    _api_version,
    _texts,
    _flags,
    _several,
    _options,
    _carries,
    _signature,
)


def _shown(value: object) -> str:
    # A proxy, or a mock, answers to any attribute.
    name = getattr(value, "__qualname__", None)
    return name if isinstance(name, str) else type(value).__name__


def _told(error: Exception) -> str:
    # The TypeErrors are mostly our own, from `describe` and `carried`, and are sentences already.
    return str(error) if isinstance(error, TypeError) else told(error)
