"""What the host demands of a plugin before serving it: an ordered table of checks for each kind."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from typing import Any

from digestkit.checks.contract import LINT_API_VERSION, NODES, Lint, LintInfo
from digestkit.diagnostics import Severity
from digestkit.errors import told
from digestkit.export import loss, options
from digestkit.export.contract import API_VERSION, Exporter, ExporterInfo, reserved
from digestkit.export.once import staying
from digestkit.reading.contract import READER_API_VERSION, Reader, ReaderInfo
from digestkit.registry.claimants import is_name
from digestkit.registry.kinds import READER
from digestkit.transforms.contract import TRANSFORM_API_VERSION, Transform, TransformInfo

OLDEST_API_VERSION = 1
"""The oldest version of each contract that is still served."""

Check = Callable[[Any], str | None]
"""Says what is wrong with a plugin's object, in words for its author; None where nothing is."""

_SUFFIX = re.compile(r"(?:\.[A-Za-z0-9_+-]+)+")
_PREFIX = re.compile(r"[A-Z]{2,8}")
_CODE = re.compile(r"[A-Z]{2,8}[0-9]{3}")
# RFC 6838 §4.2: the names of types and subtypes; parameters are not looked into.
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?: *;.*)?")


def violation(exporter: object) -> str | None:
    """The first thing wrong with an exporter, in words for its author; None where all is well."""
    if not isinstance(exporter, Exporter) or not isinstance(exporter.info, ExporterInfo):
        return f"{_shown(exporter)} is no exporter: decorate it with @digestkit.exporter(...)"
    return _first(CHECKS, exporter)


def of_named(group: str, made: object, name: str) -> str | None:
    """The first thing wrong with what an entry point of readers or transforms names, as in `violation`.

    `name` is that of the entry point, which must be its own.
    """
    wrong = of_reader(made) if group == READER.group else of_transform(made)
    own: Any = made
    if wrong is None and own.info.name != name:
        return f"its name is {own.info.name!r}, but that of its entry point is {name!r}"
    return wrong


def of_reader(made: object) -> str | None:
    """The first thing wrong with a reader, as in `violation`."""
    if not isinstance(made, Reader) or not isinstance(made.info, ReaderInfo):
        return f"{_shown(made)} is no reader: decorate it with @digestkit.reader(...)"
    return _first(_READER, made)


def of_transform(made: object) -> str | None:
    """The first thing wrong with a transform, as in `violation`."""
    if not isinstance(made, Transform) or not isinstance(made.info, TransformInfo):
        return f"{_shown(made)} is no transform: decorate it with @digestkit.transform(...)"
    return _first(_TRANSFORM, made)


def of_lints(made: Sequence[object], prefix: str) -> str | None:
    """The first thing wrong with the lints of a plugin, whose codes must begin with a prefix."""
    if not _PREFIX.fullmatch(prefix) or prefix == "DK":
        return f"its entry point's name must be a prefix of capitals, and not DK, but is {prefix!r}"
    if not made:
        return "it registers nothing"
    codes: set[str] = set()
    for one in made:
        if not isinstance(one, Lint) or not isinstance(one.info, LintInfo):
            return f"{_shown(one)} is no lint: decorate it with @digestkit.lint(...)"
        wrong = _first(_LINT, one)
        if wrong is not None:
            return wrong
        code = one.info.code.id
        if code[:-3] != prefix or code in codes:
            return f"{code} " + ("is registered twice" if code in codes else f"does not begin with {prefix}")
        codes.add(code)
    return None


def _first(checks: Sequence[Check], made: object) -> str | None:
    with staying():  # classes of options and functions of strangers are called
        return next((reason for check in checks if (reason := check(made))), None)


def _speaks(newest: int) -> Check:
    """A check that the host speaks the contract's version: first, since whatever else is wrong may follow."""

    def check(made: Any) -> str | None:  # noqa: ANN401 - the host's own class, of any kind
        version = made.info.api_version
        if type(version) is not int:  # True would pass `isinstance` as version 1
            return f"api_version must be a number, not {version!r}"
        if version > newest:
            return (
                f"it needs a newer digestkit: it speaks plugin API {version}, this digestkit up to {newest}"
            )
        if version < OLDEST_API_VERSION:
            return (
                f"it needs an older digestkit: it speaks plugin API {version}, "
                f"this digestkit from {OLDEST_API_VERSION} on"
            )
        return None

    return check


def _name(made: Any) -> str | None:  # noqa: ANN401 - as above
    if not is_name(made.info.name):
        return f"name must be lower-case letters, digits and - . _ +, not {made.info.name!r}"
    return None


def _summary(made: Any) -> str | None:  # noqa: ANN401 - as above
    return _one_line(made.info.summary, "what it is")


def _one_line(summary: object, what: str) -> str | None:
    if not isinstance(summary, str) or not summary.strip() or "\n" in summary:
        return f"summary must be one line that says {what}, not {summary!r}"
    return None


def _output(exporter: Exporter) -> str | None:
    info = exporter.info
    if not isinstance(info.suffix, str) or not _SUFFIX.fullmatch(info.suffix):
        return f"suffix must be like '.txt', not {info.suffix!r}"
    if not isinstance(info.media_type, str) or not _MEDIA_TYPE.fullmatch(info.media_type):
        return f"media_type must be like 'text/plain', not {info.media_type!r}"
    return _one_line(info.summary, "what the format is")


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


def _input(reader: Reader) -> str | None:
    info = reader.info
    for suffix in info.suffixes:
        if not isinstance(suffix, str) or not _SUFFIX.fullmatch(suffix) or suffix != suffix.lower():
            return f"suffixes must be like '.txt', not {suffix!r}"
    for media_type in info.media_types:
        if not isinstance(media_type, str) or not _MEDIA_TYPE.fullmatch(media_type):
            return f"media_types must be like 'text/plain', not {media_type!r}"
    for name in ("detect", "choose"):
        given = getattr(reader, name)
        if given is not None and not callable(given):
            return f"{name} must be a function, not {given!r}"
    return None if info.suffixes else "suffixes must name one suffix at least"


def _flags(*names: str) -> Check:
    def check(made: Any) -> str | None:  # noqa: ANN401 - as above
        for name in names:
            value = getattr(made.info, name)
            if not isinstance(value, bool):
                return f"{name} must be True or False, not {value!r}"
        return None

    return check


def _described(made: Any) -> str | None:  # noqa: ANN401 - as above
    if made.info.options is None:
        return None
    try:
        options.describe(made.info.options)
        # The defaults must satisfy the class's own validators: they are what a user gets who gives none.
        made.info.options()
    except Exception as error:  # noqa: BLE001 - a plugin's class may raise anything
        return f"options: {_told(error)}"
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
        return f"carries: {_told(error)}"
    return None


def _takes(attribute: str, *arguments: str) -> Check:
    """A check that a function can be called with so many arguments."""

    def check(made: Any) -> str | None:  # noqa: ANN401 - as above
        function = getattr(made, attribute)
        if not callable(function):
            return f"{_shown(function)} cannot be called"
        try:
            signature = inspect.signature(function)
        except (ValueError, TypeError):  # written in C, without a signature: only a call can tell
            return None
        try:
            signature.bind(*(None for _ in arguments))
        except TypeError:
            return f"it must take ({', '.join(arguments)}), not {signature}"
        return None

    return check


def _code(lint: Lint) -> str | None:
    code = lint.info.code
    if not isinstance(code.id, str) or not _CODE.fullmatch(code.id):
        return f"a code must be like 'ACM101', not {code.id!r}"
    if code.severity not in tuple(Severity):
        return f"{code.id}: severity must be one of {', '.join(Severity)}, not {code.severity!r}"
    if lint.info.of not in NODES:
        return f"{code.id}: of must be one of {', '.join(NODES)}, not {lint.info.of!r}"
    wrong = _one_line(code.summary, "what it is about")
    return f"{code.id}: {wrong}" if wrong else None


CHECKS: tuple[Check, ...] = (
    _speaks(API_VERSION),
    _name,
    _output,
    _flags("binary", "streams"),
    _several,
    _deprecated,
    _described,
    _unreserved,
    _carries,
    _takes("export", "digests", "context"),
)
"""For exporters."""

_READER: tuple[Check, ...] = (
    _speaks(READER_API_VERSION),
    _name,
    _summary,
    _input,
    _flags("binary", "streams"),
    _described,
    _takes("read", "content", "context"),
)

_TRANSFORM: tuple[Check, ...] = (
    _speaks(TRANSFORM_API_VERSION),
    _name,
    _summary,
    _flags("streams"),
    _described,
    _takes("change", "digests", "context"),
)

_LINT: tuple[Check, ...] = (_speaks(LINT_API_VERSION), _code, _takes("look", "node"))


def _shown(value: object) -> str:
    # A proxy, or a mock, answers to any attribute.
    name = getattr(value, "__qualname__", None)
    return name if isinstance(name, str) else type(value).__name__


def _told(error: Exception) -> str:
    # The TypeErrors are mostly our own, from `describe` and `carried`, and are sentences already.
    return str(error) if isinstance(error, TypeError) else told(error)
