"""What earlier runs wrote: a file of paper ids, so that a daily mail, feed or book repeats nothing.

Its first line says what it is, and the version of its form; each other line is an id. They are sorted, so
that two versions of the file can be merged line by line:

    # digestkit: papers seen, version 1
    arxiv:2407.01906
    url:0123456789abcdef

A file that is anything else is never overwritten. Blank lines, a byte order mark and CR LF are read, and not
written again; an empty file counts as one that is not there yet.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from digestkit.diagnostics import Code, Diagnostic, Report
from digestkit.errors import InputError, UsageError
from digestkit.files.claims import Claim, claim
from digestkit.files.outputs import Output, check_unlike, folder_of
from digestkit.files.paths import is_plain_file
from digestkit.files.sinks import clean_up
from digestkit.model import Paper

VERSION = 1

_HEAD = "# digestkit: papers seen, version "
_LONGEST = 200
"""Bytes of the first line: what has none that is so short is no such file, however large it is."""

_ID = re.compile(r"arxiv:(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})|url:[0-9a-f]{16}")
"""All ids that papers have: of what is shorter, a line was cut off."""
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


class Seen:
    """The papers of earlier runs, and those of this one.

    `name` is what the user calls the file, `path` is it with all links followed, and `claim` keeps
    other runs from it. `is_new` says that there was no file. What this run remembers counts for the next run
    only: a paper that it meets twice is new both times.
    """

    def __init__(self, name: str, path: Path, held: Claim, before: frozenset[str] | None) -> None:
        self.name = name
        self.path = path
        self.claim = held
        self.is_new = before is None
        self._before = before or frozenset()
        self._left_out: set[str] = set()
        self._shown: set[str] = set()
        self._same: dict[str, frozenset[str]] = {}
        self._others: set[str] = set()

    def join(self, papers: Sequence[Paper]) -> None:
        """Take note of papers that are one: earlier runs may have met it, and later ones may, by any id."""
        ids = frozenset([paper.id for paper in papers])
        if len(ids) > 1:
            self._same.update(dict.fromkeys(ids, ids))

    def wants(self, paper: Paper) -> bool:
        """Whether no earlier run wrote a paper; one that it did counts as left out."""
        ids = self._same.get(paper.id)
        if paper.id not in self._before and (ids is None or self._before.isdisjoint(ids)):
            return True
        self._left_out.add(paper.id)
        self._others.update(ids or ())
        return False

    def remember(self, paper: Paper) -> None:
        """Take note of a paper that is written."""
        self._shown.add(paper.id)
        self._others.update(self._same.get(paper.id, ()))

    @property
    def text(self) -> str | None:
        """The new content of the file; None where it stays as it is."""
        known = self._before | self._shown | self._others
        if not self.is_new and len(known) == len(self._before):
            return None
        return "".join([f"{_HEAD}{VERSION}\n", *(f"{each}\n" for each in sorted(known))])

    def summary(self) -> Diagnostic:
        """What came of it (DK608), once the file is in its place."""
        remembered = _count(len(self._shown - self._before))
        if self.is_new:
            message = f"it is new; {remembered} remembered"
        else:
            left_out = _count(len(self._left_out))
            message = f"{left_out} left out that earlier runs had; {remembered} remembered"
        return Diagnostic(Code.REMEMBERED, message, self.name)


@contextlib.contextmanager
def opened(
    path: str | os.PathLike[str], output: Output, read: Iterable[Path], report: Report
) -> Iterator[Seen]:
    """Claim the file, which need not be there yet, and read it.

    Before that, what a run that was killed left here or at the output is cleaned up: it may have put one in
    its place without the other. Raises `UsageError` for what cannot be such a file or is none, or is among
    the files that options `read`; `OutputError` where another run has it or its folder cannot be written to;
    and `InputError` where it cannot be read.
    """
    name = os.fspath(path)
    place = _place(name)
    for each in read:
        check_unlike(each, place)
    for folder in dict.fromkeys((folder_of(output), place.parent)):
        if folder is not None:
            clean_up(folder, report)
    with claim(place) as held:
        yield Seen(name, place, held, _read(place, name))


def _place(shown: str) -> Path:
    if shown in ("", "-"):
        raise UsageError(f"papers are remembered in a file, not in {shown!r}")
    try:
        place = Path(shown).resolve()
        place.lstat()
    except FileNotFoundError:
        return place
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links that form a loop
        raise InputError(getattr(error, "strerror", None) or str(error), shown) from error
    if not is_plain_file(place):
        raise UsageError(f"{shown}: is not a regular file, so papers cannot be remembered in it")
    return place


def _read(path: Path, shown: str) -> frozenset[str] | None:
    """The ids in a file; None where there is none, or an empty one."""
    try:
        with path.open("rb") as stream:
            head = stream.readline(_LONGEST).removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
            if not head:
                return None
            _check_head(head.strip(), shown)
            lines = stream.read().decode("utf-8", "replace").split("\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(error.strerror or str(error), shown) from error
    ids = frozenset(map(str.strip, lines)) - {""}
    if not all(map(_ID.fullmatch, ids)):
        raise _wrong_line(lines, shown)
    return ids


def _check_head(head: str, shown: str) -> None:
    version = head.removeprefix(_HEAD)
    if version == head or not version.isdecimal():
        raise UsageError(f"{shown}: is not a file of papers seen, so it is left as it is: name another file")
    if int(version) != VERSION:
        raise UsageError(
            f"{shown}: is of version {version}, and this digestkit writes version {VERSION}: update it"
        )


def _wrong_line(lines: list[str], shown: str) -> UsageError:
    for number, line in enumerate(map(str.strip, lines), 2):
        if line.startswith(_CONFLICT):
            return UsageError(f"{shown}:{number}: a merge that was not finished: keep the ids of both sides")
        if line and not _ID.fullmatch(line):
            break
    return UsageError(
        f"{shown}:{number}: is not the id of a paper, so the file is left as it is: mend or remove the line"
    )


def _count(papers: int) -> str:
    return f"{papers} paper{'' if papers == 1 else 's'}"
