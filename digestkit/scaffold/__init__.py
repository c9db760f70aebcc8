"""A package for an exporter of one's own, from templates: it installs, is found, and its tests pass."""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from digestkit.errors import OutputError, UsageError
from digestkit.registry import CORE
from digestkit.registry.demands import is_name

PREFIX = "digestkit-"
"""How the distributions of plugins are called by custom."""


def write(name: str, folder: Path) -> Path:
    """Write the package `digestkit-NAME` into a folder, and give the package's own folder.

    Raises `UsageError` for a name that no format may have, and `OutputError` where the package's own
    folder exists already or cannot be written.
    """
    names = _names(name)
    target = folder / names["distribution"]
    try:
        target.mkdir(parents=True)
        _fill(resources.files(__package__) / "templates", target, names)
    except FileExistsError:
        raise OutputError(f"{target} exists already") from None
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error}") from error
    return target


def _names(name: str) -> dict[str, str]:
    """What the templates call things; all of it follows from the name of the format."""
    form = name.removeprefix(PREFIX)
    word = re.sub(r"[^a-z0-9]+", "_", form).strip("_")
    if not is_name(form) or not word:
        raise UsageError(f"a format's name is lower-case letters, digits and - . _ +, not {form!r}")
    if form in CORE:
        raise UsageError(f"{form!r} is a core format, which no plugin can replace")
    return {
        "format": form,
        "suffix": word,
        "distribution": PREFIX + re.sub(r"[^a-z0-9]+", "-", form).strip("-"),
        "package": f"digestkit_{word}",
    }


def _fill(template: Traversable, target: Path, names: dict[str, str]) -> None:
    """Copy a folder of templates; the folder `package` takes the package's name."""
    for entry in template.iterdir():
        if entry.is_dir():
            place = target / (names["package"] if entry.name == "package" else entry.name)
            place.mkdir()
            _fill(entry, place, names)
        else:
            text = Template(entry.read_text(encoding="utf-8")).substitute(names)
            (target / entry.name.removesuffix(".template")).write_text(text, encoding="utf-8", newline="\n")
