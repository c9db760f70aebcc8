"""The files of a format of several files: a stream of a `File`, then its text, then the next `File`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

import attrs

from digestkit.export import filenames
from digestkit.export.once import plain

Keep = Literal["existing", "outside"]

_XML = ("<!-- ", " -->")
_HASH = ("# ", "")
_SLASHES = ("// ", "")
_COMMENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "text/markdown": _XML,
        "text/html": _XML,
        "text/xml": _XML,
        "application/xml": _XML,
        "text/css": ("/* ", " */"),
        "text/javascript": _SLASHES,
        "text/x-tex": ("% ", ""),
        "application/x-tex": ("% ", ""),
        "text/x-bibtex": ("% ", ""),
        "text/plain": _HASH,
        "text/x-python": _HASH,
        "text/yaml": _HASH,
        "application/yaml": _HASH,
        "application/toml": _HASH,
    }
)
"""What opens and closes a comment on a line of its own, by media type."""


@attrs.frozen
class File:
    """A file of a tree; the chunks that follow are what it holds.

    `path` is relative to the tree, with `/` between its parts. `keep` says what becomes of a file that is
    there already: None replaces what digestkit wrote, and refuses to touch what somebody else did;
    `"existing"` leaves it alone; `"outside"` replaces only what stands between the lines `begin` and `end`,
    which the exporter has to yield once each, at the start of a line.

    Raises ValueError for a path that some platform cannot store, and for a file with marks whose media type
    has no comments, and so no marks.
    """

    path: str
    media_type: str
    keep: Keep | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.path, str) or (reason := filenames.fault(self.path)):
            why = reason if isinstance(self.path, str) else "it is not text"
            raise ValueError(f"a file cannot be called {self.path!r}: {why}")
        if not isinstance(self.media_type, str) or "/" not in self.media_type:
            raise ValueError(
                f"the media type of {self.path!r} must be like 'text/html', not {self.media_type!r}"
            )
        if self.keep not in (None, "existing", "outside"):
            raise ValueError(f"keep must be 'existing', 'outside' or None, not {self.keep!r}")
        if self.keep == "outside":
            self._comment()

    @property
    def begin(self) -> str:
        """The line before what is replaced, with its line end: in Markdown `<!-- digestkit:begin -->`."""
        return self._mark("begin")

    @property
    def end(self) -> str:
        """The line behind what is replaced, with its line end: in Markdown `<!-- digestkit:end -->`."""
        return self._mark("end")

    def _mark(self, word: str) -> str:
        before, after = self._comment()
        return f"{before}digestkit:{word}{after}\n"

    def _comment(self) -> tuple[str, str]:
        plain = self.media_type.partition(";")[0].strip().lower()
        found = _XML if plain.endswith("+xml") else _COMMENTS.get(plain)
        if found is None:
            raise ValueError(f"{self.path!r} has no marks: digestkit knows no comments of {plain}")
        return found


Part = File | str | bytes


class Block(NamedTuple):
    """A file with marks in three pieces, which rejoin to it; the marks themselves are not in `inside`."""

    before: bytes
    inside: bytes
    after: bytes


def block(data: bytes, file: File) -> Block | None:
    """The pieces of a file with marks; None where not each of them stands once, or in the wrong order.

    A mark is a line of its own; blanks behind it, and CR LF at its end, do not matter.
    """
    begin, end = (_places(data, mark) for mark in (file.begin, file.end))
    if len(begin) != 1 or len(end) != 1 or begin[0].end() > end[0].start():
        return None
    # A mark that ends the file without a line end has nothing behind it, so it is not the first one.
    return Block(data[: begin[0].end()], data[begin[0].end() : end[0].start()], data[end[0].start() :])


def _places(data: bytes, mark: str) -> list[re.Match[bytes]]:
    line = re.escape(mark.rstrip().encode("utf-8"))
    return list(re.finditer(rb"^(?:\xef\xbb\xbf)?" + line + rb"[ \t]*(?:\r?\n|\Z)", data, re.MULTILINE))


def checked(parts: Iterable[object]) -> Iterator[Part]:
    """Pass on a stream; what a file with marks holds comes in one piece.

    Raises ValueError where the stream is none: text before the first file, two files of one name, names that
    some system takes for one, a chunk of another type, or marks that are not both there once.
    """
    names = filenames.Names()
    file: File | None = None
    held: list[str] = []
    for part in parts:
        if isinstance(part, File):
            yield from _whole(file, held)
            file, held = part, []
            clash = names.clash(part.path)
            if clash is not None:
                raise ValueError(f"files that cannot stand together: {clash}")
            yield part
        elif not isinstance(part, (str, bytes)):
            raise ValueError(f"a chunk is a File, str or bytes, not {type(part).__name__}")  # noqa: TRY004 - as all
        elif file is None:
            raise ValueError("a chunk comes before the first File")
        elif file.keep != "outside":
            yield plain(part)
        elif isinstance(part, str):
            held.append(part)
        else:
            raise ValueError(f"{file.path!r} has marks, so its chunks must be str")
    yield from _whole(file, held)


def _whole(file: File | None, held: list[str]) -> Iterator[str]:
    """What a file with marks holds, if it is one and its marks are in order."""
    if file is None or file.keep != "outside":
        return
    text = "".join((*held, ""))  # an exact `str`, whatever the pieces are
    if block(text.encode("utf-8", "surrogatepass"), file) is None:
        raise ValueError(
            f"{file.path!r} must have the lines {file.begin!r} and {file.end!r} once, in this order"
        )
    yield text
