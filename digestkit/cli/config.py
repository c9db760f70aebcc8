"""Defaults of options from `digestkit.toml`, or the table `tool.digestkit` of a `pyproject.toml`.

The file is looked for in the working directory and those above it, up to the root of a repository or the
home directory. It is for the command alone; the library never reads it. Since it comes along with whatever
folder one works in, it may only say what is harmless there: it names no code, no output and no file that an
export reads or adds to. What the command line says counts before it.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.core import ParameterSource

from digestkit.errors import UsageError

SHARED = ("inputs", "dialect", "encoding", "encoding-errors", "from")
"""Keys at the top, for all commands that have such an option."""

TABLES: Mapping[str, tuple[str, ...]] = {
    "check": ("all", "fail-on", "format", "ignore", "ignore-in", "select", "strict"),
    "convert": (
        "base-url", "dedupe", "fail-empty", "fail-on-loss", "lang", "latest", "match", "min-votes",
        "no-clobber", "since", "sort", "strict", "title", "top", "until",
    ),
    "fmt": ("style",),
    "stats": ("format", "top"),
}  # fmt: skip
"""Tables of commands, and the options that may stand in each."""

REFUSED: Mapping[str, str] = {
    **dict.fromkeys(("output", "o", "split"), "outputs are"),
    **dict.fromkeys(("write", "fix"), "that files are changed is"),
    **dict.fromkeys(("to", "t"), "formats, which may be a plugin's code, are"),
    **dict.fromkeys(("option", "options", "O"), "options of formats, which may be files, are"),
    **dict.fromkeys(("plugin", "plugins", "transform", "transforms"), "code is"),
    **dict.fromkeys(("append", "previous", "seen"), "files to add to are"),
}
"""Keys that no file may have, and what they would say."""

_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")


class Config(NamedTuple):
    """A file that was found, and its table."""

    path: Path
    table: Mapping[str, Any]
    prefix: tuple[str, ...]

    def fail(self, keys: tuple[str, ...], reason: str) -> UsageError:
        """The error about a key: file, line and key."""
        dotted = ".".join((*self.prefix, *keys))
        line = _line_of(self.path, (*self.prefix, *keys))
        return UsageError(f"{self.path}{f':{line}' if line else ''}: {dotted}: {reason}")


def configured(command: Callable[..., Any]) -> Callable[..., Any]:
    """Take from a file what the command line leaves out, once the command runs; adds `--no-config`."""

    @click.option("--no-config", is_flag=True, help="Read no digestkit.toml and no pyproject.toml.")
    @click.pass_context
    @functools.wraps(command)
    def wrapped(ctx: click.Context, /, *, no_config: bool, **given: object) -> None:
        found = None if no_config else find(Path.cwd())
        if found is not None:
            given |= _defaults(found, ctx)
        command(**given)

    return wrapped


def find(start: Path) -> Config | None:
    """The nearest file with a table for us, in a folder or those above it; it is checked as a whole."""
    for folder in _upwards(start):
        for name, prefix in (("digestkit.toml", ()), ("pyproject.toml", ("tool", "digestkit"))):
            path = folder / name
            table = _table(path, prefix) if path.is_file() else None
            if table is not None:
                config = Config(path, table, prefix)
                _check(config)
                return config
    return None


def _upwards(start: Path) -> Iterator[Path]:
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - `Path.home` raises where there is none
    for folder in (start, *start.parents):
        yield folder
        if folder == home or (folder / ".git").exists():
            return


def _table(path: Path, prefix: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The table of a file, or None where a `pyproject.toml` has none for us, as most have not."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; --no-config leaves it unread") from error
    if prefix and b"digestkit" not in data:
        return None
    import tomllib

    try:
        table: Any = tomllib.loads(data.decode())
    except ValueError as error:  # also UnicodeDecodeError
        raise UsageError(f"{path}: no TOML: {error}") from error
    for key in prefix:
        table = table.get(key) if isinstance(table, dict) else None
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{path}: {'.'.join(prefix)}: must be a table")
    return table


def _check(config: Config) -> None:
    """Raise `UsageError` for a key that no command has, or that no file may have."""
    for key, value in config.table.items():
        if key not in TABLES:
            _check_key(config, (), key, (*SHARED, *TABLES))
            continue
        if not isinstance(value, dict):
            raise config.fail((key,), "must be a table")
        for option in value:
            _check_key(config, (key,), option, TABLES[key])


def _check_key(config: Config, above: tuple[str, ...], key: str, known: tuple[str, ...]) -> None:
    if key in known:
        return
    if key in REFUSED:
        raise config.fail((*above, key), f"{REFUSED[key]} named on the command line only")
    import difflib

    near = difflib.get_close_matches(key, known, n=1)
    raise config.fail((*above, key), f"unknown key{f'; did you mean {near[0]}?' if near else ''}")


def _defaults(config: Config, ctx: click.Context) -> dict[str, object]:
    """The values of parameters that the command line leaves out."""
    own = config.table.get(ctx.command.name or "", {})
    values: dict[tuple[str, ...], Any] = {(key,): config.table[key] for key in SHARED if key in config.table}
    values |= {(ctx.command.name or "", key): value for key, value in own.items()}
    parameters = {_key_of(parameter): parameter for parameter in ctx.command.params}
    found: dict[str, object] = {}
    for keys, value in values.items():
        parameter = parameters.get(keys[-1])
        if parameter is None or parameter.name is None:
            continue
        if ctx.get_parameter_source(parameter.name) is ParameterSource.DEFAULT:
            found[parameter.name] = _value(config, keys, value, parameter, ctx)
    return found


def _key_of(parameter: click.Parameter) -> str:
    """`fail-on` for `--fail-on`, `inputs` for the argument."""
    longest = max(parameter.opts, key=len)
    return longest.lstrip("-")


def _value(
    config: Config, keys: tuple[str, ...], value: object, parameter: click.Parameter, ctx: click.Context
) -> object:
    """A value as the command line would give it."""
    is_flag = isinstance(parameter, click.Option) and parameter.is_flag
    if is_flag != isinstance(value, bool):
        raise config.fail(keys, f"must be {'true or false' if is_flag else 'no true or false'}")
    if parameter.multiple or parameter.nargs == -1:
        value = _listed(config, keys, value)
    elif isinstance(value, (list, dict)):
        raise config.fail(keys, "must be a single value")
    elif not is_flag:
        value = str(value)
    try:
        converted = parameter.process_value(ctx, value)
    except click.UsageError as error:
        raise config.fail(keys, error.message) from error
    if keys == ("inputs",):
        if "-" in converted:
            raise config.fail(keys, "standard input is named on the command line only")
        return tuple(os.path.relpath(config.path.parent / each) for each in converted)
    return converted


def _listed(config: Config, keys: tuple[str, ...], value: object) -> tuple[str, ...]:
    """A list of texts; the table of `ignore-in` as `GLOB=CODE,CODE`."""
    if isinstance(value, dict) and keys[-1] == "ignore-in":
        return tuple(
            f"{glob}={','.join(_listed(config, (*keys, glob), codes))}" for glob, codes in value.items()
        )
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise config.fail(keys, "must be a list of texts")
    return tuple(value)


def _line_of(path: Path, keys: tuple[str, ...]) -> int | None:
    """The line of a key, as far as it can be told without a parser that remembers lines."""
    above: tuple[str, ...] = ()
    for number, line in enumerate(path.read_text("utf-8", "replace").split("\n"), 1):
        header = _TABLE.fullmatch(line)
        if header is not None:
            above = _parts(header[1])
            if above == keys:
                return number
        elif "=" in line and (*above, *_parts(line.partition("=")[0]))[: len(keys)] == keys:
            return number
    return None


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
