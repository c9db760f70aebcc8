"""Catching what an exporter must not do while it runs.

It must not use the network, read or write files, start programs or threads, print, log, warn, or change what
the whole process shares.
"""

from __future__ import annotations

import functools
import io
import logging
import os
import site
import sys
import sysconfig
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import attrs

from digestkit.export import streams
from digestkit.testing import state

TEMPORARY_FILES, LOGGING, WARNINGS = "temporary files", "logging", "warnings"

# The event `open` comes with the flags of `os.open`, whoever opens the file.
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_NEVER = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.sendto",
    "urllib.Request",
    "os.chdir",
    "os.fork",
    "os.forkpty",
    "os.kill",
    "os.posix_spawn",
    "os.exec",
    "os.system",
    "os.startfile",
    "subprocess.Popen",
    "webbrowser.open",
)
_OF_FILES = (
    "os.chmod",
    "os.chown",
    "os.link",
    "os.listdir",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.scandir",
    "os.symlink",
    "os.truncate",
    "os.utime",
    "sqlite3.connect",
    "tempfile.mkdtemp",
    "tempfile.mkstemp",
)
"""Events of https://docs.python.org/3/library/audit_events.html that no exporter has a use for.

The first argument of the events of files is a path.
"""

_IMPORTING = ("<frozen importlib", "<frozen zipimport")
_READERS = ("linecache.py", "tokenize.py", "inspect.py", "traceback.py")
"""Modules of Python that read the sources of what they tell about."""


@attrs.define
class Watch:
    """Records forbidden deeds while it is on, and prevents them; an audit hook of this process."""

    on: bool = False
    hooked: bool = False
    temporary: str | None = None
    deeds: list[str] = attrs.field(factory=list)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Receive an audit event; raises PermissionError for a forbidden one, so that it does not happen."""
        if not self.on or (event != "open" and event not in _NEVER and event not in _OF_FILES):
            return
        self.on = False  # looking at paths has events too
        try:
            deed = self._deed(event, arguments)
        finally:
            self.on = True
        if deed is not None:
            self.deeds.append(deed)  # recorded, too: the exporter may swallow the exception
            raise PermissionError(f"an exporter may not do this: {deed}")

    def _deed(self, event: str, arguments: tuple[object, ...]) -> str | None:
        if event in _NEVER:
            return f"{event}({', '.join(map(repr, arguments[:2]))})"
        path = _path(arguments[0] if arguments else None)
        if path is None or (self.temporary and path.startswith(self.temporary)) or _is_of_python():
            return None
        if event == "open":
            flags = arguments[2]
            writes = isinstance(flags, int) and bool(flags & _WRITING)
            if not writes and (_is_installed(path) or _is_of_option()):
                return None
            return f"it {'writes' if writes else 'reads'} the file {path!r}"
        if event in ("os.listdir", "os.scandir") and _is_installed(path):
            return None
        return f"{event}({path!r})"


_WATCH = Watch()


@contextmanager
def watched(allows: frozenset[str] = frozenset()) -> Iterator[list[str]]:
    """Yield the list of forbidden deeds, which is complete when the block has ended.

    `allows` are exceptions: temporary files, logging, warnings. Audit hooks cannot be removed, so there is
    one for the whole process, which is switched on and off.
    """
    if not _WATCH.hooked:
        sys.addaudithook(_WATCH.hear)
        _WATCH.hooked = True
    deeds: list[str] = []
    threads = threading.enumerate()
    with _temporary(allows, deeds), _printing(deeds), _logging(allows, deeds), _warning(allows, deeds):
        before = state.snapshot()
        _WATCH.deeds = deeds
        # An exporter may import a module late; that Python writes its bytecode is not the exporter's doing.
        writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        _WATCH.on = True
        try:
            yield deeds
        finally:
            _WATCH.on = False
            sys.dont_write_bytecode = writes
            deeds += [f"it changes {name}" for name in state.changes(before)]
            deeds += [f"it leaves the thread {name!r} behind" for name in state.threads_beside(threads)]


@contextmanager
def _temporary(allows: frozenset[str], deeds: list[str]) -> Iterator[None]:
    """With that allowance, a folder of its own for temporary files, which must be empty in the end."""
    if TEMPORARY_FILES not in allows:
        _WATCH.temporary = None
        yield
        return
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = _WATCH.temporary = os.path.realpath(folder)
        try:
            yield
        finally:
            tempfile.tempdir, _WATCH.temporary = before, None
            deeds += [f"it leaves a temporary file behind: {name}" for name in _names(folder)]


def _names(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


@contextmanager
def _printing(deeds: list[str]) -> Iterator[None]:
    """Record what is written to standard output and standard error, also past `sys.stdout`."""
    printed = io.StringIO()
    with tempfile.TemporaryFile() as raw:
        with _descriptors(raw.fileno()), redirect_stdout(printed), redirect_stderr(printed):
            yield
        raw.seek(0)
        below = raw.read(200).decode("utf-8", "replace")
    if printed.closed:
        deeds.append("it closes standard output or standard error")
    elif printed.getvalue() or below:
        deeds.append(f"it prints {(printed.getvalue() or below)[:100]!r}")


@contextmanager
def _descriptors(target: int) -> Iterator[None]:
    """Point the descriptors of standard output and standard error elsewhere, and back."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        if stream is not None and not stream.closed:
            stream.flush()
    kept = [(number, os.dup(number)) for number in (1, 2)]
    try:
        for number, _ in kept:
            os.dup2(target, number)
        yield
    finally:
        for number, copy in kept:
            os.dup2(copy, number)
            os.close(copy)


@contextmanager
def _logging(allows: frozenset[str], deeds: list[str]) -> Iterator[None]:
    """Record what is logged, from INFO on: what is below is for those who look for it."""
    if LOGGING in allows:
        yield
        return
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign, assignment] # all that a handler of a list has to do
    level, root = logging.root.level, logging.root
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    deeds += [f"it logs {one.getMessage()[:100]!r} ({one.name}, {one.levelname})" for one in records[:1]]


@contextmanager
def _warning(allows: frozenset[str], deeds: list[str]) -> Iterator[None]:
    """Record warnings but those of deprecation, which depend on what else is installed."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    if WARNINGS in allows:
        return
    for warning in caught:
        if not issubclass(warning.category, (DeprecationWarning, PendingDeprecationWarning, ImportWarning)):
            deeds.append(f"it warns {str(warning.message)[:100]!r} ({warning.category.__name__})")
            break


def _path(given: object) -> str | None:
    """The absolute path that an event names; None for a descriptor, and for the null device."""
    if isinstance(given, bytes):
        given = os.fsdecode(given)
    if given is None or not isinstance(given, (str, os.PathLike)) or given in (os.devnull, ":memory:"):
        return None
    return os.path.realpath(given)


def _is_of_python() -> bool:
    """Whether Python itself is at work: it imports a module, or reads a source for a traceback."""
    frame = sys._getframe(2)  # noqa: SLF001 - the documented way to see who calls
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(_IMPORTING) or name.endswith(_READERS):
            return True
        frame = frame.f_back  # type: ignore[assignment] # None at the end
    return False


def _is_of_option() -> bool:
    """Whether the host opens a file that an option of the type `InputStream` names."""
    frame = sys._getframe(3)  # noqa: SLF001 - as above
    # Above `Path.open`: a plugin that opens a file itself is the caller there.
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] == "pathlib":
        frame = frame.f_back  # type: ignore[assignment] # as above
    return frame is not None and frame.f_code.co_filename == streams.__file__


def _is_installed(path: str) -> bool:
    """Whether a file is part of Python or of an installed or imported package: the same for each run."""
    return path.startswith((*_installed(), *_packages()))


@functools.cache
def _installed() -> tuple[str, ...]:
    keys = ("stdlib", "platstdlib", "purelib", "platlib")
    folders = {os.path.realpath(sysconfig.get_path(key)) for key in keys}
    folders |= {os.path.realpath(path) for path in [*site.getsitepackages(), site.getusersitepackages()]}
    folders |= {path for path in sysconfig.get_config_var("TZPATH").split(os.pathsep) if path}
    return tuple(f"{folder}{os.sep}" for folder in folders)


def _packages() -> Iterator[str]:
    """The folders of imported packages; modules beside tests are none."""
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and hasattr(module, "__path__"):
            yield f"{os.path.realpath(Path(file).parent)}{os.sep}"
