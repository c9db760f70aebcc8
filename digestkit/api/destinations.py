"""Where a conversion writes, and what it reads from there first."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import attrs

from digestkit import registry
from digestkit.api.arguments import Report, StrPath
from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import OutputError, UsageError
from digestkit.files import outputs
from digestkit.files.limits import TIMEOUT
from digestkit.files.paths import PACKED
from digestkit.select import PERIODS, Period, Selection

if TYPE_CHECKING:
    from digestkit.files.claims import Claim


def destination(output: StrPath | BinaryIO, timeout: float = TIMEOUT) -> outputs.Output:
    """The output that a path or a stream names; `-` is standard output.

    Raises `UsageError` for a stream of text, and `OutputError` where there is no standard output.
    """
    if isinstance(output, io.TextIOBase) or not (
        isinstance(output, (str, os.PathLike)) or hasattr(output, "write")
    ):
        raise UsageError("convert() writes to a path, or to a file that is open in binary mode")
    if not isinstance(output, (str, os.PathLike)):
        return outputs.Stream(output)
    if output != outputs.STDOUT:
        return outputs.at(output, timeout)
    # None in a program without a console; a text stream without bytes in some tests and notebooks.
    if not hasattr(sys.stdout, "buffer"):
        raise OutputError("standard output is closed")
    return outputs.Stream(sys.stdout.buffer)


def format_of(output: outputs.Output) -> str:
    """The name of the format that the suffix of a file says. Raises `UsageError` where none does."""
    path = output.path if isinstance(output, (outputs.File, outputs.Elsewhere)) else None
    if path is not None and path.suffix.lower() in PACKED:
        path = path.with_suffix("")
    found = registry.format_for_path(path) if path is not None else None
    if found is None:
        if path is not None:
            shown = path.name
        else:
            shown = f"{output.path}, a folder," if isinstance(output, outputs.Folder) else "the output"
        names = ", ".join(registry.format_names())
        raise UsageError(f"{shown} does not say which format to write: name one (to, --to) of {names}")
    return found


def of_several(where: outputs.Output, name: str, split: Period | None, *, to_stdout: bool) -> outputs.Output:
    """The folder or zip of a format of several files. Raises `UsageError` where it cannot be one."""
    if to_stdout:
        raise UsageError(f"{name} is several files: write them to a folder with -o DIR/, or to a .zip file")
    if split is not None:
        raise UsageError(f"{name} divides its papers among files by itself: leave out split")
    return outputs.of_several(where, name)


def check_split(split: str, output: outputs.Output) -> None:
    """Raise `UsageError` for a period that there is not, or an output that is no folder."""
    if split not in PERIODS:
        raise UsageError(f"split must be one of {', '.join(PERIODS)}, not {split!r}")
    if not isinstance(output, outputs.Folder):
        raise UsageError("split needs a folder as output: a name that ends in a slash")


def check_jobs(
    jobs: int | None,
    output: outputs.Output,
    selection: Selection,
    split: Period | None,
    *,
    has_seen: bool,
    several: bool,
) -> None:
    """Raise `UsageError` where several jobs could not give what one gives.

    Those of a format of `several` files make parts of its one output.
    """
    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs must be 1 or more, not {jobs}")
    if jobs is None or jobs == 1:
        return
    _check_fork()
    if several:
        return
    if not isinstance(output, outputs.Folder):
        raise UsageError(
            "jobs (--jobs) need one file per input: write to a folder with -o DIR/, in a format of one file;"
            " or a format of several files"
        )
    whole = {
        "split": split is not None,
        "latest": selection.latest is not None,
        "dedupe": selection.dedupe,
        "merge": selection.merge,
        "seen": has_seen,
    }
    if asked := [name for name, is_asked in whole.items() if is_asked]:
        verb = "needs" if len(asked) == 1 else "need"
        both = f"jobs (--jobs) convert each input by itself, but {', '.join(asked)} {verb} all of them"
        raise UsageError(f"{both}: leave out one or the other")


def _check_fork() -> None:
    from digestkit import parallel  # noqa: PLC0415 - few conversions need it

    if not parallel.can_fork():
        raise UsageError(
            "jobs (--jobs) need a system that can fork processes, which Windows cannot: leave them out"
        )


def expecting(output: outputs.Output, report: Report) -> Report:
    """Report a missing option file only as a note where it is the output itself: a first run has none."""
    if not isinstance(output, outputs.File):
        return report
    path = output.path

    # The host reports with the path as the option has it, so paths are compared as they were spelled.
    def tell(diagnostic: Diagnostic) -> None:
        if diagnostic.code is Code.MISSING_FILE and path == Path(str(diagnostic.source)):
            diagnostic = attrs.evolve(diagnostic, code=Code.EXPORT_NOTE)
        report(diagnostic)

    return tell


@contextlib.contextmanager
def claimed(output: outputs.Output, read: list[Path]) -> Iterator[list[Claim]]:
    """Claim, before they are read, those files named by options that the output will replace."""
    with contextlib.ExitStack() as stack:
        updated = outputs.updated(output, read) if read else []
        if updated and isinstance(output, outputs.File) and output.path.suffix.lower() in PACKED:
            raise UsageError(
                f"{output.path}: a compressed file cannot be added to: name it without .gz or .zst"
            )
        if updated:
            from digestkit.files.claims import claim  # noqa: PLC0415 - few outputs are read before

            yield [stack.enter_context(claim(path)) for path in updated]
        else:
            yield []
