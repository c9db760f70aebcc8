"""Options of an exporter: from `-O key=value` or Python values to an instance of its attrs class.

The class is the only declaration: the types of its fields decide what a value may look like, its defaults
apply where nothing is given, its validators state what else must hold, and the `help` in a field's metadata
is what `digestkit formats NAME` prints.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, get_type_hints

import attrs

from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import InputError, UsageError
from digestkit.export import contract, values
from digestkit.export.contract import API_VERSION, ExporterInfo, reserved
from digestkit.export.once import staying

MOST = 64 << 20
"""The most bytes an `InputFile` may have: it is held in memory whole, and a device may never end."""

_PAIR = re.compile(r":(?=[A-Za-z_][A-Za-z0-9_-]*=)")
"""The colon before `key=`: not that of a drive, of a URL or of `distribution:name`."""

Report = Callable[[Diagnostic], None]


class Flag(str):
    """The value of a bare `-O note`: it means true, and no option but a flag accepts it."""

    __slots__ = ()


class Option(NamedTuple):
    """One option as an exporter declares it; `help` is empty where its author wrote none.

    `aliases` are earlier names, which are still understood. `may_be_missing` says that the file of an
    `InputStream` need not exist.
    """

    name: str
    shape: values.Shape
    default: Any
    help: str
    aliases: tuple[str, ...] = ()
    may_be_missing: bool = False

    @property
    def type(self) -> str:
        """The kind of value, or the choices, as help shows them."""
        return self.shape.name

    @property
    def choices(self) -> tuple[str, ...]:
        """The spellings that are accepted, where they can be listed; empty for numbers, text and the like."""
        return self.shape.kind.choices

    @property
    def default_text(self) -> str:
        """The default as it would be written after `-O key=`; empty for none."""
        given = self.default if isinstance(self.default, (list, tuple)) else [self.default]
        return ", ".join(values.spell(value) for value in given)


def parse_pairs(pairs: Iterable[str]) -> dict[str, list[str]]:
    """Read what stood after each `-O`: `key=value`, or a bare `key` for true; keys may be repeated.

    Each value keeps everything after its first `=`. Raises `UsageError` for a pair without a key.
    """
    given: dict[str, list[str]] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        name = _name(key.strip())
        if not name:
            raise UsageError(f"-O {pair!r} has no key; write -O key=value")
        given.setdefault(name, []).append(value if equals else Flag("true"))
    return given


def parse_named(text: str) -> tuple[str, dict[str, list[str]]]:
    """Read what names a plugin together with its options: `NAME[:key=value]…`.

    A value goes up to the next `:key=`, so that paths and URLs may have colons. Raises `UsageError` where
    there is no name.
    """
    name, *pairs = _PAIR.split(text)
    if not name:
        raise UsageError(f"no name in {text!r}; write NAME or NAME:key=value")
    return name, parse_pairs(pairs)


@functools.cache
def describe(options: type | None) -> tuple[Option, ...]:
    """The options of a class in the order of its fields.

    Raises TypeError where the class is no attrs class, or has a field that is no option: one without a
    default, or of a type that cannot be read from text.
    """
    if options is None:
        return ()
    if not attrs.has(options):
        raise TypeError(f"the class must be made with attrs; {options!r} is not")
    # Annotations may be strings (PEP 563), and `Annotated` is where `InputFile` and `OneOf` are noted.
    hints = get_type_hints(options, include_extras=True)
    found = tuple(_option(field, hints.get(field.name)) for field in attrs.fields(options) if field.init)
    names = [name for option in found for name in (option.name, *option.aliases)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise TypeError(f"option {twice!r}: two options have this name, or alias")
    return found


def check_keys(
    given: Iterable[str], known: Collection[str], format_name: str, keywords: Collection[str] = ()
) -> None:
    """Raise `UsageError` for a key that is not a known option, naming the nearest one.

    `keywords` are what else could have been meant: the arguments of the function that was called. `-` and
    `_` are alike in keys.
    """
    for key in given:
        if _name(key) not in known:
            _refuse_key(_name(key), known, keywords, format_name)


def build(
    options: type | None, given: Mapping[str, object], report: Report, *, format_name: str = "this format"
) -> Any:  # noqa: ANN401 - an instance of the exporter's own class
    """Make the instance of an options class, or None where there is no class.

    Values may be Python values, or text as the command gives it. Files named for `InputFile` options are
    read here; one that does not exist becomes None and is reported.

    Raises `UsageError` for an unknown option or a value of the wrong kind, naming what is accepted, and
    `InputError` for a file that cannot be read or is larger than `MOST`.
    """
    if not given:  # as mostly; then nobody asks what the options are
        return _construct(options, {}, format_name) if options is not None else None
    known = {option.name: option for option in describe(options)}
    given = _renamed(given, known.values(), report, format_name)
    check_keys(given, known, format_name)
    chosen: dict[str, object] = {}
    for key, value in given.items():
        option = known[_name(key)]
        try:
            chosen[option.name] = _convert(option, value, report)
        except ValueError as error:
            raise UsageError(f"option {option.name} of {format_name}: {error}") from error
    if options is None:
        return None
    return _construct(options, chosen, format_name)


def files(options: type | None, given: Mapping[str, object]) -> list[Path]:
    """The files named for options that take files, in the order given; none of them is opened."""
    names = _of_files(options) if given else ()
    found: list[Path] = []
    for key, value in given.items():
        if key.replace("-", "_") in names:
            parts = value if isinstance(value, (list, tuple)) else (value,)
            found += [Path(part) for part in parts if isinstance(part, (str, os.PathLike))]
    return found


def _of_files(options: type | None) -> set[str]:
    """The names of those options that take files, earlier ones too."""
    kinds = (values.FILE, values.STREAM)
    read = [one for one in describe(options) if one.shape.kind in kinds]
    return {name for one in read for name in (one.name, *one.aliases)}


def is_several(info: ExporterInfo, given: Mapping[str, object]) -> bool:
    """Whether an exporter makes several files with these options, of which no file is read to know it."""
    if not callable(info.several):
        return info.several
    read = _of_files(info.options)
    plain = {key: value for key, value in given.items() if _name(key) not in read}
    return contract.is_several(
        info, build(info.options, plain, lambda _diagnostic: None, format_name=info.name)
    )


def current(options: type | None, given: Iterable[str]) -> list[str]:
    """The keys that are no aliases of an option."""
    old = {alias for option in describe(options) for alias in option.aliases}
    return [key for key in given if _name(key) not in old]


def _renamed(
    given: Mapping[str, object], known: Iterable[Option], report: Report, format_name: str
) -> Mapping[str, object]:
    """The options by their present names; earlier ones are reported. `UsageError` where both are given."""
    names = {alias: option.name for option in known for alias in option.aliases}
    if names.keys().isdisjoint(map(_name, given)):
        return given
    renamed: dict[str, object] = {}
    for key, value in given.items():
        name = names.get(_name(key), key)
        if name in renamed:
            raise UsageError(f"option {name} of {format_name} is given twice, once by an earlier name")
        renamed[name] = value
        if name != key:
            report(Diagnostic(Code.DEPRECATED, f"option {key!r} of {format_name} is now called {name!r}"))
    return renamed


def _option(field: attrs.Attribute[Any], annotation: object) -> Option:
    name = field.alias or field.name  # attrs drops the underscore of a private field in its alias
    if field.default is attrs.NOTHING:
        raise TypeError(f"option {name!r} has no default")
    try:
        shape = values.shape(annotation)
    except TypeError as error:
        raise TypeError(f"option {name!r}: {error}") from None
    about = str(field.metadata.get("help", ""))
    missing = field.metadata.get("may_be_missing", False) is True
    return Option(name, shape, _default(field), about, _aliases(name, field), missing)


def _aliases(name: str, field: attrs.Attribute[Any]) -> tuple[str, ...]:
    aliases = field.metadata.get("aliases", ())
    if not isinstance(aliases, (list, tuple)) or not all(
        isinstance(alias, str) and alias.isidentifier() for alias in aliases
    ):
        raise TypeError(f"option {name!r}: aliases must be a tuple of names, not {aliases!r}")
    return tuple(aliases)


def _default(field: attrs.Attribute[Any]) -> object:
    default: Any = field.default  # attrs types its factories as the values that they make
    if not hasattr(default, "factory"):
        return default
    # A factory that takes the instance has nothing to show before there is one.
    return None if default.takes_self else default.factory()


def _construct(options: type, chosen: Mapping[str, object], format_name: str) -> object:
    """Call the class; what its validators raise becomes a message to the user."""
    try:
        with staying():
            return options(**chosen)
    except (ValueError, TypeError, attrs.exceptions.FrozenInstanceError) as error:
        # Some validators of attrs raise with four arguments, of which only the first is for people.
        reason = error.args[0] if error.args and isinstance(error.args[0], str) else str(error)
        raise UsageError(f"options of {format_name}: {reason}") from error


def _convert(option: Option, value: object, report: Report) -> object:
    """The value in the option's shape; raises ValueError with the reason where it does not fit."""
    shape = option.shape
    if shape.container is not None:
        parts = value if isinstance(value, (list, tuple)) else (value,)
        return shape.container(_convert_one(option, part, report) for part in parts)
    # The command hands over a list for every key, since any of them may be repeated.
    if isinstance(value, (list, tuple)):
        if len(value) != 1:
            raise ValueError(f"takes one value, not {len(value)}")
        value = value[0]
    if value is None and (shape.nullable or option.default is None):
        return None
    return _convert_one(option, value, report)


def _convert_one(option: Option, value: object, report: Report) -> object:
    kind = option.shape.kind
    if isinstance(value, Flag) and kind is not values.BOOL:
        raise ValueError(f"needs a value: -O {option.name}=…")
    if kind is values.FILE:
        return _read_file(option, value, report)
    if kind is values.STREAM:
        from digestkit.export import streams  # noqa: PLC0415 - few options are files of any size

        if option.may_be_missing and streams.is_missing(value):
            _tell_missing(option, str(value), report)
            return None
        return streams.opened(option.name, value)
    if kind.fits(value):
        return value
    if isinstance(value, str):
        try:
            return kind.read(value)
        except (ValueError, OverflowError):
            # Reading comes first, so that a text option can be set to "none" or to nothing.
            if option.shape.nullable and value.lower() in ("", "none"):
                return None
    hint = _nearest(str(value), kind.choices)
    raise ValueError(f"{value!r} is not {_wanted(kind)}{hint}")


def _read_file(option: Option, value: object, report: Report) -> bytes | None:
    if isinstance(value, bytes):
        return value
    if not isinstance(value, (str, os.PathLike)) or not str(value):
        raise ValueError(f"{value!r} does not name a file")
    path = Path(value)
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST + 1)  # one byte more tells "too large" from "just fits"
    except FileNotFoundError:
        _tell_missing(option, str(path), report)
        return None
    except (OSError, ValueError) as error:
        raise InputError(f"option {option.name}: {path} cannot be read: {error}") from error
    if len(data) > MOST:
        raise InputError(f"option {option.name}: {path} is larger than {MOST >> 20} MiB")
    return data


def _tell_missing(option: Option, path: str, report: Report) -> None:
    report(Diagnostic(Code.MISSING_FILE, f"the file for {option.name} does not exist", path))


def _wanted(kind: values.Kind) -> str:
    if kind.choices:
        return f"one of {', '.join(kind.choices)}"
    return f"a {kind.name}" if kind is not values.BOOL else "true or false"


def _nearest(word: str, known: Iterable[str]) -> str:
    from digestkit.hints import did_you_mean  # noqa: PLC0415 - only a mistake needs it

    hint = did_you_mean(word, known)
    return f";{hint}" if hint else ""


def _name(key: str) -> str:
    return key.replace("-", "_")


def _refuse_key(key: str, known: Collection[str], keywords: Collection[str], format_name: str) -> NoReturn:
    if key in reserved(API_VERSION):
        raise UsageError(f"{key!r} is an option of the command: write --{key.replace('_', '-')}")
    near = _nearest(key, [*known, *keywords])
    if not known:
        raise UsageError(f"{format_name} has no options; {key!r} was given{near.rstrip()}")
    raise UsageError(f"{format_name} has no option {key!r}{near or ';'} its options are {', '.join(known)}")
