"""Which files in a folder, in an archive or below a URL are inputs, and in which order they are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from digestkit.diagnostics import Code, Diagnostic, Report
from digestkit.errors import InputError
from digestkit.files.inputs import Failed, Input, Reading
from digestkit.files.paths import PACKED

_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile("[\x01-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_LONGEST = 255
"""Bytes that a name of a file may have on most systems."""


def arranged(
    found: Iterable[Input], reading: Reading, where: str, report: Report, failed: Failed
) -> list[Input]:
    """The inputs found in a place in the order of their paths, without those that its reader passes over."""
    inputs = sorted(found, key=lambda given: PurePosixPath(given.source or given.name))
    if not inputs:
        wanted = ", ".join(f"*{suffix}" for suffix in reading.suffixes)
        report(Diagnostic(Code.NO_INPUT, f"no {wanted} in it", where))
    return _chosen(inputs, reading, where, report, failed)


def members(names: Iterable[str], reading: Reading, where: str, failed: Failed) -> Iterator[tuple[str, str]]:
    """Of the names in an archive or below a URL, those of inputs, each with its path within.

    Names that lead elsewhere, and those that several have, are passed to `failed`: what is written after
    such an input would lie anywhere, or in place of another.
    """
    wanted = [name for name in names if is_wanted(name, reading.suffixes)]
    # Bytes that are no text in any encoding known here become U+FFFD, as they do in the names of files here.
    paths = {name: _SURROGATE.sub("\ufffd", PurePosixPath(name).as_posix()) for name in wanted}
    times = Counter(paths[name] for name in wanted)
    for name, path in paths.items():
        if fault := _fault(name):
            failed(InputError(fault, f"{where}/{path}"))
        elif times[path] > 1:
            failed(InputError(f"{times[path]} files there have this name", f"{where}/{path}"))
            times[path] = 0  # told once
        elif times[path]:
            yield name, path


def is_wanted(name: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a search takes a file for an input, by its path: nothing in it is hidden."""
    low = name.lower()
    if low.endswith(PACKED):
        low = low.rpartition(".")[0]
    return low.endswith(suffixes) and not any(
        part.startswith(".") and part not in (".", "..") for part in name.split("/")
    )


def _fault(name: str) -> str | None:
    """Why no file in a folder can have a name; None where one can."""
    parts = name.split("/")
    odd = "\\" in name or "\0" in name or _DRIVE.match(name) is not None
    if odd or name.startswith("/") or ".." in parts:
        return "its name leads out of the folder or archive that it is in"
    if _CONTROL.search(name) is not None:
        return "its name has a control character or a line separator"
    if max(len(part.encode("utf-8", "replace")) for part in parts) > _LONGEST:
        return f"its name is longer than the {_LONGEST} bytes that a file's may have"
    return None


def _chosen(inputs: list[Input], reading: Reading, where: str, report: Report, failed: Failed) -> list[Input]:
    """Those inputs of a folder that a reader picks, where several files of one day say the same.

    A folder in which it fails to choose is left out as a whole.
    """
    reader = reading.named
    if reader is None or reader.choose is None:
        return inputs
    from digestkit.files import recognition  # noqa: PLC0415 - few readers choose

    try:
        found = [given.source or given.name for given in inputs]
        names = recognition.chosen(reader, reader.choose, found, reading.options)
    except InputError as error:
        failed(InputError(error.reason, where))
        return []
    kept = [given for given in inputs if given.source in names]
    if left := [given for given in inputs if given.source not in names]:
        what = (
            f"{len(left)} of {len(inputs)} files say the same as others, and are left out: {left[0].source} …"
        )
        report(Diagnostic(Code.NOT_CHOSEN, what, where))
    return kept
