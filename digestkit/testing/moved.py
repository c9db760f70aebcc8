"""Whether what a reader, a transform or checks make depends on the place and the time."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from digestkit.testing import places
from digestkit.testing.findings import first_difference

_SCRIPT = Path(__file__).with_name("beside.py")

VARIATIONS = tuple(name for name in places.VARIATIONS if name != "where its files are")
"""What differs there: all that differs for exporters but the folder of the package."""


def difference(subject: type[Any], outputs: Sequence[tuple[str, bytes]], folder: Path) -> str | None:
    """What another process makes otherwise, and what it depends on; None where all is the same.

    `subject` is a conformance class at the top level of a module, `outputs` are its own.
    """
    if "<locals>" in subject.__qualname__:
        return f"{subject.__qualname__} must be defined at module level, where another process can find it"
    there = _run(subject, folder, VARIATIONS)
    if isinstance(there, str):
        return f"it fails in another process:\n{there.strip()}"
    hashes: list[str] = json.loads(there)
    for number, (what, data) in enumerate(outputs):
        if number >= len(hashes) or hashes[number] != places.hashed(data):
            return _told(subject, folder, number, what, data)
    return None


def _told(subject: type[Any], folder: Path, number: int, what: str, here: bytes) -> str:
    """The first variation that matters, each tried alone after none at all, and where the outputs part."""
    name = None
    if _run(subject, folder, (), number) == here:
        tried = ((name, _run(subject, folder, [name], number)) for name in VARIATIONS)
        name = next((name for name, there in tried if there != here), None)
    there = _run(subject, folder, [name] if name else VARIATIONS, number)
    shown = first_difference(here, there if isinstance(there, bytes) else b"", ("here", "elsewhere"))
    return f"it depends on {name or 'the process, or its place and time'}: {what} differs\n{shown}"


def _run(subject: type[Any], folder: Path, varied: Sequence[str], wanted: int | None = None) -> bytes | str:
    """What the other process writes: all hashes, or the output that is wanted; text where it fails."""
    target = folder / "outputs"
    target.unlink(missing_ok=True)
    request = {
        "varied": list(varied),
        "wanted": wanted,
        "target": str(target),
        "module": subject.__module__,
        "path": inspect.getfile(subject),
        "qualname": subject.__qualname__,
        "roots": [root for module in subject().modules() for root in places.roots(module)],
        "sys_path": [str(Path(entry).absolute()) for entry in sys.path],
    }
    done = subprocess.run(  # noqa: S603 - this very Python on this very package
        [sys.executable, "-P", str(_SCRIPT), json.dumps(request)],
        env=places.environment(varied, folder),
        cwd=folder if "the working directory" in varied else None,
        capture_output=True,
        check=False,
    )
    return target.read_bytes() if target.exists() else done.stderr.decode("utf-8", "replace")
