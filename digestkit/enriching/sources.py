"""A file of metadata, whichever of four kinds it is: told apart by how it begins."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any

from digestkit.enriching import atom, bib, csl, snapshot
from digestkit.enriching.records import Record, Source
from digestkit.errors import InputError
from digestkit.text.bib import entries

MOST = 64 << 20
"""Bytes of a file that has to be held whole: CSL-JSON or BibTeX."""

_MOST_BLANK = 1 << 20
"""Bytes of blanks after which nothing else is expected."""

_PACKED = {b"\x1f\x8b": "gzip -dc", b"PK": "unzip -p", b"BZ": "bzip2 -dc", b"\xfd7": "xz -dc"}


def records(chunks: Iterable[bytes], source: Source) -> Iterator[Record]:
    """Yield what a file says of the papers that are wanted.

    Atom begins with `<`, the snapshot with `{`, CSL-JSON with `[`; all else is BibTeX. A blank file says
    nothing. Raises `InputError` for a packed file, and for one that is none of these.
    """
    beginning, rest = _begun(chunks)
    tool = _PACKED.get(beginning[:2])
    if tool is not None:
        raise InputError(f"it is compressed; unpack it: <({tool} {source.name})", source.name)
    first, whole = beginning.lstrip()[:1], itertools.chain([beginning], rest)
    if first == b"{" and beginning.lstrip()[1:20].lstrip().startswith(b'"schema"'):
        raise InputError("it holds digests, not metadata", source.name)
    if first == b"<":
        return atom.records(whole, source)
    if first == b"{":
        return snapshot.records(whole, source)
    if first == b"[":
        return csl.records(_list(_all(whole, source.name), source), source)
    if first:
        return _bib(_all(whole, source.name), source)
    return iter(())


def _begun(chunks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The chunks up to the first that is not blank, without a byte order mark, and the others."""
    rest = iter(chunks)
    beginning = b""
    for chunk in rest:
        beginning += chunk
        is_blank = beginning.removeprefix(b"\xef\xbb\xbf").isspace()
        if len(beginning) > (_MOST_BLANK if is_blank else 3):
            break
    return beginning.removeprefix(b"\xef\xbb\xbf"), rest


def _all(chunks: Iterable[bytes], name: str) -> bytes:
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > MOST:
            raise InputError(f"it is larger than {MOST >> 20} MiB, and no snapshot of arXiv", name)
    return bytes(data)


def _list(data: bytes, source: Source) -> list[Any]:
    try:
        found = json.loads(data)
    except json.JSONDecodeError as error:
        source.damaged(f"no JSON: {error.msg}", error.lineno, error.colno)
    except (ValueError, RecursionError):
        source.damaged("no JSON that can be read: not UTF-8, or nested too deeply")
    else:
        return found if isinstance(found, list) else []
    return []


def _bib(data: bytes, source: Source) -> Iterator[Record]:
    text = data.decode("utf-8", "replace")
    if next(entries(text), None) is None:
        kinds = "an Atom response of arXiv's API, its snapshot as JSON Lines, CSL-JSON, or BibTeX"
        raise InputError(f"it is not metadata: {kinds}", source.name)
    return bib.records(text, source)
