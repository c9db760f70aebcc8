"""Digests in other spellings: a table a dialect, read by one engine into the model.

`NAME.toml` beside this module is a dialect; `known` names them, `named` reads one, and a path to a table of
one's own is as good as a name. None is read before it is asked for.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from digestkit.dialects.table import Table, read
from digestkit.errors import InputError, UsageError

SUFFIX = ".toml"


@cache
def known() -> tuple[str, ...]:
    """The names of the dialects that digestkit has tables for, in alphabetical order."""
    files = (file.name for file in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in files if name.endswith(SUFFIX)))


def named(name: str) -> Table:
    """The table of a dialect, or of a file whose name ends in `.toml`.

    Raises `UsageError` for a name that no dialect has, `InputError` for a file that cannot be read, and
    `TableError`, with the line, for a table that says something impossible.
    """
    if name.endswith(SUFFIX):
        return _from_file(Path(name))
    if name not in known():
        from digestkit.hints import did_you_mean  # noqa: PLC0415 - only a mistake needs it

        hint = did_you_mean(name, known())
        raise UsageError(f"unknown dialect {name!r};{hint} there are {', '.join(known())}, or a file.toml")
    return _shipped(name)


@cache
def _shipped(name: str) -> Table:
    file = resources.files(__name__) / f"{name}{SUFFIX}"
    return read(file.read_text(encoding="utf-8"), file.name)


def _from_file(path: Path) -> Table:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(error.strerror or str(error), str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}", str(path)) from error
    return read(text, str(path))
