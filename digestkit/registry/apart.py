"""Loading a plugin in a process of its own, where it can loop, exit or crash without taking ours along."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from digestkit.registry.discovery import Found, Owner
from digestkit.registry.guard import Quarantined

_SCRIPT = """
import json, sys
request = json.loads(sys.argv[1])
sys.path[:] = request["path"]
from digestkit.registry import apart
apart.answer(request)
"""
"""What the other process runs: it finds modules where this one does."""

_LOADED, _WRONG = b"loaded", b"wrong: "
"""What the other process answers; behind the second stands the reason."""


def load(found: Found, seconds: float) -> None:
    """Load a plugin in another process, and throw away whatever it prints.

    Raises `Quarantined` where it cannot be loaded, ends its process, or takes longer than `seconds`.
    """
    request = json.dumps({"path": sys.path, "found": found[:-1], "owner": found.owner})
    # A file, not a pipe: a process that the plugin started would keep a pipe open.
    with tempfile.TemporaryFile() as target, _run(request, target.fileno()) as process:
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Quarantined(f"it is still not loaded after {seconds:g} seconds") from None
        target.seek(0)
        answer = target.read()
    if answer == _LOADED:
        return
    if not answer:
        raise Quarantined(_ended(code))
    if not answer.startswith(_WRONG):
        raise Quarantined("it disturbs the process that loads it, which gives no clear answer")
    raise Quarantined(answer.removeprefix(_WRONG).decode("utf-8", "replace"))


def answer(request: Mapping[str, Any]) -> None:
    """Load the plugin of a request, in the other process, and write what is wrong with it, if anything."""
    from digestkit.registry.loading import LOADERS  # noqa: PLC0415 - only the other process loads anything

    # What answers is taken beforehand: a plugin may put something of its own in the place of any function.
    target, write, leave = os.dup(1), os.write, os._exit
    _be_silent()
    group, name, value = request["found"]
    found = Found(group, name, value, Owner(*request["owner"]))
    said = _LOADED
    try:
        LOADERS[found.group](found)
    except Quarantined as error:
        said = _WRONG + str(error).encode("utf-8", "replace")
    except MemoryError:
        said = _WRONG + b"MemoryError"
    write(target, said)
    # Threads that the plugin left behind are waited for when it is used, not here.
    leave(0)


def _be_silent() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    with contextlib.suppress(ImportError, OSError, ValueError):  # no such module on Windows
        import resource  # noqa: PLC0415 - as said above

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


@contextmanager
def _run(request: str, output: int) -> Iterator[subprocess.Popen[bytes]]:
    """The other process; it is gone when the block ends, with all that it started, where that is possible."""
    process = subprocess.Popen(  # noqa: S603 - this very Python
        [sys.executable, "-P", "-c", _SCRIPT, request],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(OSError):  # all have ended
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()


def _ended(code: int) -> str:
    if code >= 0:
        return f"it ends the process that loads it, with exit code {code}"
    try:
        return f"it crashes the process that loads it: {signal.Signals(-code).name}"
    except ValueError:
        return f"it crashes the process that loads it: signal {-code}"
