"""A new package for an exporter, made from templates: it installs, is found, and its tests pass."""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from digestkit.errors import OutputError, UsageError
from digestkit.registry import CORE
from digestkit.registry.demands import is_name
from digestkit.testing.version import KIT_VERSION

PREFIX = "digestkit-"
"""What the names of plugins' distributions begin with, by convention."""


def write(name: str, folder: Path) -> Path:
    """Write the package `digestkit-NAME` into a folder, and return the package's own folder.

    A failure half-way leaves the files written so far. Raises `UsageError` for a name that no format may
    have, and `OutputError` if the package's own folder exists already or cannot be written.
    """
    names = _names(name)
    target = folder / names["distribution"]
    try:
        target.mkdir(parents=True)  # an existing folder is an error: nothing is ever overwritten
        _fill(resources.files(__package__) / "templates", target, names)
    except FileExistsError:
        raise OutputError(f"{target} exists already") from None
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error}") from error
    return target


def _names(name: str) -> dict[str, str]:
    """The values of the templates' placeholders, all derived from the name of the format."""
    form = name.removeprefix(PREFIX)
    word = re.sub(r"[^a-z0-9]+", "_", form).strip("_")
    # A name such as `+` is legal for a format, but leaves nothing to name a module by.
    if not is_name(form) or not word:
        raise UsageError(f"a format's name consists of lower-case letters, digits and - . _ +, not {form!r}")
    if form in CORE:
        raise UsageError(f"{form!r} is a core format, which no plugin can replace")
    return {
        "format": form,
        "suffix": word,
        "distribution": PREFIX + re.sub(r"[^a-z0-9]+", "-", form).strip("-"),
        "package": f"digestkit_{word}",
        "kit": str(KIT_VERSION),
    }


def _fill(template: Traversable, target: Path, names: dict[str, str]) -> None:
    """Copy a folder of templates; the folder `package` takes the package's name."""
    for entry in template.iterdir():
        if entry.is_dir():
            place = target / (names["package"] if entry.name == "package" else entry.name)
            place.mkdir()
            _fill(entry, place, names)
        else:
            # The suffix `.template` keeps linters, test runners and packagers away from the templates.
            text = Template(entry.read_text(encoding="utf-8")).substitute(names)
            (target / entry.name.removesuffix(".template")).write_text(text, encoding="utf-8", newline="\n")
