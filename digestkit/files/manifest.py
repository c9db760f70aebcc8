"""What digestkit wrote into a folder: a file of JSON in it, by which a later run knows its own files.

    {
     "digestkit-manifest": 1,
     "formats": {
      "notes": {
       "2024-07-05.md": {"block": …, "sha256": …},
       …

A file is named by its path within the folder; a line is a file, so that a version control system shows what
changed. `sha256` is that of what the exporter made. `block` is there for a file with marks: the hash of what
was last written between them, with LF at its line ends. `left` says that the file is no longer made, and was
left since somebody had changed it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from digestkit.errors import OutputError
from digestkit.export import filenames
from digestkit.files.journal import PREFIX

NAME = f"{PREFIX}manifest.json"

_KEY = "digestkit-manifest"
_VERSION = 1


class Entry(NamedTuple):
    """A file that digestkit wrote: hashes in hexadecimal, as the module says."""

    sha256: str
    block: str | None = None
    left: bool = False


Entries = dict[str, Entry]


def sha256(data: bytes) -> str:
    """The hash of some bytes."""
    return hashlib.sha256(data).hexdigest()


def read(path: Path) -> dict[str, Entries]:
    """The files of each format; none where there is no manifest.

    Raises `OutputError` for one that is damaged or of a later version: nobody could tell whose the files are.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: cannot be read: {error}") from error
    try:
        return _formats(json.loads(text))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(
            f"{path}: is damaged, or of a later digestkit ({error}): restore it; or remove it, and files that"
            " differ from what is written are then taken for somebody else's"
        ) from error


def dump(formats: Mapping[str, Entries]) -> str:
    """The text of a manifest: the same for the same files, in whatever order they come."""
    kept = sorted(name for name, entries in formats.items() if entries)
    blocks = ",\n".join(f"  {json.dumps(name)}: {{\n{_files(formats[name])}\n  }}" for name in kept)
    return f'{{\n "{_KEY}": {_VERSION},\n "formats": {{\n{blocks}\n }}\n}}\n'


def _files(entries: Entries) -> str:
    return ",\n".join([f"   {_encoded(path)}: {_record(entries[path])}" for path in sorted(entries)])


def _record(entry: Entry) -> str:
    if entry.block is None and not entry.left:  # nearly all of the thousands of a site
        return f'{{"sha256": "{entry.sha256}"}}'
    record: dict[str, object] = {"sha256": entry.sha256}
    if entry.block is not None:
        record["block"] = entry.block
    if entry.left:
        record["left"] = True
    return _encoded(record)


_encoded = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def _formats(value: object) -> dict[str, Entries]:
    match value:
        case {"digestkit-manifest": 1, "formats": dict(formats)}:
            return {str(name): dict(_entries(files)) for name, files in formats.items()}
        case {"digestkit-manifest": int(version)}:
            raise ValueError(f"it is version {version}")
    raise ValueError("it is no manifest")


def _entries(files: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, Entry]]:
    for path, record in files.items():
        # Whoever unpacks somebody's folder must not have files removed outside it by what a manifest says.
        if reason := filenames.fault(path):
            raise ValueError(f"{path!r}: {reason}")
        match record:
            case {"sha256": str(sha256)}:
                block = record.get("block")
                yield (
                    path,
                    Entry(sha256, block if isinstance(block, str) else None, record.get("left") is True),
                )
            case _:
                raise ValueError(f"{path!r} has no hash")
