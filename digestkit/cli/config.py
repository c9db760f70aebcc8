"""Defaults of options from `digestkit.toml`, or the table `tool.digestkit` of a `pyproject.toml`.

The file is looked for in the working directory and its parents, up to the root of a repository or the home
directory. It is for the command alone; the library never reads it. Since a folder from anywhere may bring
such a file along, it may set only what is harmless: it names no code, no output and no file that an export
reads or adds to. The command line takes precedence over it.
"""

from __future__ import annotations

import contextlib
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
        "base-url", "category", "dedupe", "fail-empty", "fail-on-loss", "lang", "latest", "match",
        "merge", "min-votes", "no-clobber", "rights", "section", "since", "sort", "strict", "tag", "title",
        "top", "until",
    ),
    "fmt": ("style",),
    "stats": ("format", "top"),
}  # fmt: skip
"""Tables of commands, and the options that may stand in each."""

PREFER = "prefer"
"""The table of distributions by the names of plugins: whose is meant where several have one of that name.

It chooses among what is installed, and only where a name alone would be an error.
"""

REFUSED: Mapping[str, str] = {
    **dict.fromkeys(("output", "o", "split"), "outputs are"),
    **dict.fromkeys(("write", "fix"), "that files are changed is"),
    **dict.fromkeys(("to", "t"), "formats, which may be a plugin's code, are"),
    **dict.fromkeys(("option", "options", "O"), "options of formats, which may be files, are"),
    **dict.fromkeys(("plugin", "plugins", "transform", "transforms", "observe", "observers"), "code is"),
    **dict.fromkeys(("append", "previous", "seen"), "files to add to are"),
}
"""Keys that are not allowed in a file, and the subject of the sentence that says so."""

_Values = dict[str, tuple[tuple[str, ...], object]]
"""By the name of a parameter: the keys that lead to its value in a file, and the value."""

_TOOL = rb"""tool[^\n]*digestkit|^[ \t]*\[[ \t]*["']?tool["']?[ \t]*\]"""
"""What a `pyproject.toml` with a table for us has: both names in a line, or the table that ours is in."""


class Config(NamedTuple):
    """A file that was found, its table, and the keys that lead to that table."""

    path: Path
    table: Mapping[str, Any]
    prefix: tuple[str, ...]

    def fail(self, keys: tuple[str, ...], reason: str) -> UsageError:
        """An error about a key, to be raised by the caller: file, line, key and reason."""
        from digestkit.cli import toml  # only for a mistake

        dotted = ".".join((*self.prefix, *keys))
        line = toml.line_of(self.path, (*self.prefix, *keys))
        return UsageError(f"{self.path}{f':{line}' if line else ''}: {dotted}: {reason}")


def configured(command: Callable[..., Any]) -> Callable[..., Any]:
    """Fill in from a file what the command line leaves out, when the command runs; adds `--no-config`.

    Raises `UsageError` for a file that cannot be read, and for unknown or unsuitable keys and values.
    """

    @click.option("--no-config", is_flag=True, help="Read no digestkit.toml and no pyproject.toml.")
    @click.pass_context
    @functools.wraps(command)
    def wrapped(ctx: click.Context, /, *, no_config: bool, **given: object) -> None:
        found = None if no_config else find(Path.cwd())
        if found is None:
            command(**given)
            return
        values = _defaults(found, ctx)
        with _preferring(found.table.get(PREFER)), _blaming(found, values):
            command(**given | {name: value for name, (_, value) in values.items()})

    return wrapped


def find(start: Path) -> Config | None:
    """The nearest file with a table for us, in a folder or above it.

    All of it is checked, other commands' tables too, so that a typo shows at once. Raises `UsageError`.
    """
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
        # In a worktree or submodule, `.git` is a file.
        if folder == home or (folder / ".git").exists():
            return


def _table(path: Path, prefix: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The table of a file, or None if a `pyproject.toml` has none for us, as most of them do not."""
    from digestkit.cli import toml  # there is a file, which hardly any folder has

    data = toml.read(path)
    # Before TOML is parsed: most are other projects' files, and broken ones are not ours to complain about.
    if prefix and (b"digestkit" not in data or re.search(_TOOL, data, re.MULTILINE) is None):
        return None
    table: Any = toml.parse(data, path)
    for key in prefix:
        table = table.get(key) if isinstance(table, dict) else None
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{path}: {'.'.join(prefix)}: must be a table")
    return table


def _check(config: Config) -> None:
    """Raise `UsageError` for a key that no command has, or that is not allowed in a file."""
    for key, value in config.table.items():
        if key == PREFER:
            _check_preferred(config, value)
            continue
        if key not in TABLES:  # then it is a key for all commands, or a mistake
            _check_key(config, (), key, (*SHARED, PREFER, *TABLES))
            continue
        if not isinstance(value, dict):
            raise config.fail((key,), "must be a table")
        for option in value:
            _check_key(config, (key,), option, TABLES[key])


def _check_preferred(config: Config, table: object) -> None:
    from digestkit.registry.core import CORE, SUFFIXES

    if not isinstance(table, dict):
        raise config.fail((PREFER,), "must be a table")
    for name, distribution in table.items():
        if name in CORE or name in SUFFIXES:
            raise config.fail((PREFER, name), "means a core format, which no plugin replaces")
        if not isinstance(distribution, str) or not distribution:
            raise config.fail((PREFER, name), "must be the name of a distribution")


@contextlib.contextmanager
def _preferring(table: Mapping[str, str] | None) -> Iterator[None]:
    if not table:
        yield
        return
    from digestkit.registry.claimants import PREFERRED

    before = PREFERRED.set(table)
    try:
        yield
    finally:
        PREFERRED.reset(before)


def _check_key(config: Config, above: tuple[str, ...], key: str, known: tuple[str, ...]) -> None:
    if key in known:
        return
    if key in REFUSED:
        raise config.fail((*above, key), f"{REFUSED[key]} named on the command line only")
    from digestkit.hints import did_you_mean  # only for a mistake: every command passes here as it starts

    hint = did_you_mean(key, known)
    raise config.fail((*above, key), f"unknown key;{hint}" if hint else "unknown key")


@contextlib.contextmanager
def _blaming(config: Config, values: _Values) -> Iterator[None]:
    """Name the file and the line where an error quotes a value that was taken from there."""
    try:
        yield
    except UsageError as error:
        for keys, value in values.values():
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, str) and repr(each) in str(error):
                    raise config.fail(keys, str(error)) from error
        raise


def _defaults(config: Config, ctx: click.Context) -> _Values:
    """The values of parameters that the command line leaves out, with their keys in the file."""
    own = config.table.get(ctx.command.name or "", {})
    values: dict[tuple[str, ...], Any] = {(key,): config.table[key] for key in SHARED if key in config.table}
    values |= {(ctx.command.name or "", key): value for key, value in own.items()}
    parameters = {_key_of(parameter): parameter for parameter in ctx.command.params}
    found: _Values = {}
    for keys, value in values.items():
        parameter = parameters.get(keys[-1])
        if parameter is None or parameter.name is None:
            continue
        # The source, not the value: `--top 10` on the command line counts although 10 is the default.
        if ctx.get_parameter_source(parameter.name) is ParameterSource.DEFAULT:
            found[parameter.name] = keys, _value(config, keys, value, parameter, ctx)
    return found


def _key_of(parameter: click.Parameter) -> str:
    """`fail-on` for `--fail-on`, `inputs` for the argument."""
    longest = max(parameter.opts, key=len)
    return longest.lstrip("-")


def _value(
    config: Config, keys: tuple[str, ...], value: object, parameter: click.Parameter, ctx: click.Context
) -> object:
    """A value as the command line would give it: converted and checked by the parameter itself."""
    is_flag = isinstance(parameter, click.Option) and parameter.is_flag
    # TOML tells `true` from `"true"`, the command line cannot: so this is checked before click converts.
    if is_flag != isinstance(value, bool):
        raise config.fail(keys, f"must {'be' if is_flag else 'not be'} true or false")
    if parameter.multiple or parameter.nargs == -1:
        value = _listed(config, keys, value)
    elif isinstance(value, (list, dict)):
        raise config.fail(keys, "must be a single value")
    elif not is_flag:
        value = str(value)  # TOML has dates and numbers of its own: `since = 2024-07-05`
    try:
        converted = parameter.process_value(ctx, value)
    except click.UsageError as error:
        raise config.fail(keys, error.message) from error
    if keys == ("from",):
        from digestkit.registry.core import readers_taken

        # As with `to`: a name of another kind may be a plugin's, which is code.
        if converted not in readers_taken():
            from digestkit.hints import did_you_mean

            hint = did_you_mean(converted, readers_taken())
            told = "readers of plugins are named on the command line only"
            raise config.fail(keys, f"{told};{hint}" if hint else told)
    if keys == ("inputs",):
        return _inputs(config, keys, converted)
    if keys == ("dialect",) and converted.endswith(".toml"):
        return _beside(config, converted)
    return converted


def _inputs(config: Config, keys: tuple[str, ...], given: tuple[str, ...]) -> tuple[str, ...]:
    """Inputs are relative to the file that names them, wherever below it the command runs."""
    from digestkit.files.paths import is_url

    if "-" in given:
        raise config.fail(keys, "standard input is named on the command line only")
    if any(map(is_url, given)):  # a folder from anywhere is not to send its reader to any server
        raise config.fail(keys, "URLs are named on the command line only")
    return tuple(_beside(config, each) for each in given)


def _beside(config: Config, path: str) -> str:
    """A path that the file names, as it is seen from the working directory."""
    there = config.path.parent / path
    try:
        return os.path.relpath(there)
    except ValueError:  # on another drive of Windows
        return str(there)


def _listed(config: Config, keys: tuple[str, ...], value: object) -> tuple[str, ...]:
    """A list of strings; a table, which only `ignore-in` may have, as `GLOB=CODE,CODE`."""
    if isinstance(value, dict) and keys[-1] == "ignore-in":
        return tuple(
            f"{glob}={','.join(_listed(config, (*keys, glob), codes))}" for glob, codes in value.items()
        )
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise config.fail(keys, "must be a list of strings")
    return tuple(value)
