"""Which reader reads an input: by name, or by suffix; each is imported when it is first needed."""

from __future__ import annotations

import contextlib
import functools
import importlib
from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING

import attrs

from digestkit.reading.contract import Reader
from digestkit.registry.core import CORE_OWNER, CORE_READERS, INSTALL_READERS, meant, readers_taken

if TYPE_CHECKING:
    from digestkit.registry.claimants import Listed

MARKDOWN = "markdown"
"""The reader of what no other reader claims."""

JSONL = "jsonl"
"""The reader of this project's own JSON Lines. Others have their files end alike."""


def reader(name: str) -> Reader:
    """The reader of a name: `name` or `distribution:name`.

    Raises `UnknownFormatError`, with the nearest, where there is none, and `PluginError` for one whose plugin
    is broken or that two plugins claim.
    """
    owner, _, own = name.rpartition(":")
    if own in CORE_READERS and (not owner or CORE_OWNER in meant(owner)):
        return _core(own)
    from digestkit.registry import claimants, installed, kinds  # noqa: PLC0415 - the core's readers need none

    found: Reader = installed.load(claimants.one(kinds.READER, name, _unknown))
    return found


def for_suffix(path: PurePath | str) -> tuple[str, ...]:
    """The names of the readers for a file, by its suffix in any case; Markdown's where no reader has it.

    Imports no reader; only for a suffix that the core does not know, what is installed is looked at.
    """
    suffixes = _suffixes(path)
    own = tuple(name for name, core in CORE_READERS.items() if suffixes and suffixes[-1] in core.suffixes)
    return own or _installed(suffixes) or (MARKDOWN,)


def listed() -> tuple[Listed, ...]:
    """All readers, the core's first, with the suffixes that they declare; imports none."""
    from digestkit.registry import claimants, discovery, kinds  # noqa: PLC0415 - as above

    core = (
        claimants.Listed(name, ", ".join(one.suffixes), one.summary, CORE_OWNER)
        for name, one in CORE_READERS.items()
    )
    declared = discovery.suffixes()
    installed = (
        row._replace(suffix=declared[row.owner, row.name.rpartition(":")[2]])
        for row in claimants.listed(kinds.READER, readers_taken())
    )
    return (*core, *installed)


def for_text(path: PurePath | str) -> list[Reader]:
    """The installed readers of text that have a file's suffix, and that can tell what is theirs.

    All installed readers are imported for it: this is for a text that nothing of the core recognises. Where
    its name has no suffix, as that of standard input, all readers of text are meant. One that is broken is
    left out.
    """
    from digestkit.errors import PluginError  # noqa: PLC0415 - as above
    from digestkit.registry import claimants, discovery, installed, kinds  # noqa: PLC0415 - as above

    suffixes, made = _suffixes(path), []
    for found in discovery.of(kinds.READER):
        if claimants.off(found) is None:
            with contextlib.suppress(PluginError):
                one: Reader = installed.load(found)
                fits = not suffixes or not set(suffixes).isdisjoint(one.info.suffixes)
                if one.detect is not None and not one.info.binary and fits:
                    made.append(one)
    return made


def is_markdown(reader: Reader) -> bool:
    """Whether it is the core's reader of Markdown, for whose texts dialects are recognised."""
    return reader.info.name == MARKDOWN and reader.owner == CORE_OWNER


@functools.cache
def _core(name: str) -> Reader:
    made: Reader = importlib.import_module(CORE_READERS[name].module).READER
    return attrs.evolve(made, owner=CORE_OWNER)


def _suffixes(path: PurePath | str) -> tuple[str, ...]:
    """What may count as the suffix of a file, in lower case, the longest first: `.daily.json`, `.json`."""
    parts = PurePath(path).suffixes
    return tuple("".join(parts[at:]).lower() for at in range(len(parts)))


def _installed(suffixes: Iterable[str]) -> tuple[str, ...]:
    """The readers that declare the longest of some suffixes."""
    from digestkit.registry import claimants, discovery  # noqa: PLC0415 - as above

    for suffix in suffixes:
        found = discovery.for_suffix(suffix[1:])
        if names := tuple(one.qualified for one in found if claimants.off(one) is None):
            return names
    return ()


def _unknown(name: str) -> str:
    from digestkit.hints import did_you_mean  # noqa: PLC0415 - only a mistake needs it

    available = [one.name for one in listed()]
    if name in INSTALL_READERS:
        return f"reader {name!r} is not installed: pip install {INSTALL_READERS[name]}"
    hint = did_you_mean(name, [*available, *readers_taken(), *INSTALL_READERS])
    return f"unknown input format {name!r};{hint} available: {', '.join(available)}, or a dialect"
