"""A new package for a plugin, made from templates: it installs, is found, and its tests pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from digestkit.errors import OutputError, UsageError
from digestkit.registry import CORE
from digestkit.registry.claimants import is_name
from digestkit.registry.core import CORE_TRANSFORMS, readers_taken
from digestkit.testing.version import KIT_VERSION

PREFIX = "digestkit-"
"""What the names of plugins' distributions begin with, by convention."""

Kind = Literal["exporter", "tree", "reader", "transform", "check", "observer"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_CODES = re.compile(r"[A-Z]{2,8}")


class _Plan(NamedTuple):
    """What differs between the kinds, beside a folder of templates each.

    `about`, `points` and `commands` have the placeholders of templates; `taken` are names of the core's.
    """

    noun: str
    about: str
    points: str
    commands: str
    taken: Callable[[], Collection[str]]


_EXPORTER = """\
# The name is the format's; the value is the module that registers it.
[project.entry-points."digestkit.exporters"]
"${name}" = "${package}"\
"""

_PLANS: Mapping[Kind, _Plan] = MappingProxyType(
    {
        "exporter": _Plan(
            "format",
            "The format ${name}",
            _EXPORTER,
            "$$ digestkit convert digests/ --to ${name} -o digests.${suffix}\n$$ digestkit formats ${name}",
            lambda: CORE,
        ),
        "tree": _Plan(
            "format",
            "The format ${name}",
            _EXPORTER,
            "$$ digestkit convert digests/ --to ${name} -o ${name}/\n$$ digestkit formats ${name}",
            lambda: CORE,
        ),
        "reader": _Plan(
            "reader",
            "The reader ${name}",
            "# The name is the reader's; the value is the object itself.\n"
            '[project.entry-points."digestkit.readers"]\n"${name}" = "${package}:read"\n\n'
            "# The suffixes of its files, without the dot, so that it is found without being imported.\n"
            '[project.entry-points."digestkit.suffixes"]\n"${suffix}" = "${package}:read"',
            "$$ digestkit convert july.${suffix} --to bibtex\n$$ digestkit readers ${name}",
            readers_taken,
        ),
        "transform": _Plan(
            "transform",
            "The transform ${name}",
            "# The name is the transform's; the value is the object itself.\n"
            '[project.entry-points."digestkit.transforms"]\n"${name}" = "${package}:change"',
            "$$ digestkit convert digests/ --to rss --transform ${name}\n$$ digestkit transforms ${name}",
            lambda: CORE_TRANSFORMS,
        ),
        "check": _Plan(
            "prefix of codes",
            "The checks ${prefix}",
            "# The name is what all codes begin with; the value is the module that registers the lints.\n"
            '[project.entry-points."digestkit.checks"]\n"${prefix}" = "${package}"',
            "$$ digestkit check digests/ --select ${prefix}\n$$ digestkit explain ${prefix}101",
            lambda: ("dk",),
        ),
        "observer": _Plan(
            "observer",
            "The observer ${name}",
            "# The name is the observer's; the value is the module that has the hooks.\n"
            '[project.entry-points."digestkit.observers"]\n"${name}" = "${package}"',
            "$$ digestkit convert digests/ --to bibtex --observe ${name}",
            lambda: (),
        ),
    }
)


def write(name: str, folder: Path, kind: Kind = "exporter") -> Path:
    """Write the package `digestkit-NAME` into a folder, and return the package's own folder.

    A failure half-way leaves the files written so far. Raises `UsageError` for a name that no plugin of this
    kind may have, and `OutputError` if the package's own folder exists already or cannot be written.
    """
    names = _names(name, kind)
    target = folder / names["distribution"]
    templates = resources.files(__package__) / "templates"
    try:
        target.mkdir(parents=True)  # an existing folder is an error: nothing is ever overwritten
        for part in ("shared", kind):
            _fill(templates / part, target, names)
    except FileExistsError:
        raise OutputError(f"{target} exists already") from None
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error}") from error
    return target


def _names(name: str, kind: Kind) -> dict[str, str]:
    """The values of the templates' placeholders, all derived from the name of the plugin."""
    plan, own = _PLANS[kind], name.removeprefix(PREFIX)
    if kind == "check":
        own = own.lower()  # the codes are in capitals, whatever the user typed
    word = re.sub(r"[^a-z0-9]+", "_", own).strip("_")
    # A name such as `+` is legal for a plugin, but leaves nothing to name a module by.
    if not is_name(own) or not word:
        raise UsageError(
            f"a {plan.noun}'s name consists of lower-case letters, digits and - . _ +, not {own!r}"
        )
    if own in plan.taken():
        raise UsageError(f"{own!r} is a core {plan.noun}, which no plugin can replace")
    if kind == "check" and not _CODES.fullmatch(own.upper()):
        raise UsageError(f"a {plan.noun} consists of two to eight letters, not {own!r}")
    names = {
        "name": own,
        "prefix": own.upper(),
        "suffix": word,
        "distribution": PREFIX + re.sub(r"[^a-z0-9]+", "-", own).strip("-"),
        "package": f"digestkit_{word}",
        "kit": str(KIT_VERSION),
    }
    for part in ("about", "points", "commands"):
        names[part] = Template(getattr(plan, part)).substitute(names)
    return names


def _fill(template: Traversable, target: Path, names: dict[str, str]) -> None:
    """Copy a folder of templates; the folder `package` takes the package's name."""
    for entry in template.iterdir():
        if entry.is_dir():
            place = target / (names["package"] if entry.name == "package" else entry.name)
            place.mkdir(exist_ok=True)
            _fill(entry, place, names)
        else:
            # The suffix `.template` keeps linters, test runners and packagers away from the templates.
            text = Template(entry.read_text(encoding="utf-8")).substitute(names)
            (target / entry.name.removesuffix(".template")).write_text(text, encoding="utf-8", newline="\n")
