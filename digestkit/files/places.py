"""What lies behind URLs: `fsspec` finds, reads and writes it; the extra `[remote]` brings that.

Nothing is asked of any server but for a URL that the user gave. How files are listed, what is tried again,
who the user is and what is cached is fsspec's. Messages name URLs without what may be secret in them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from digestkit.errors import InputError, OutputError, UsageError
from digestkit.files import addresses

WHOLE = ("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "memory")
"""The protocols of stores in which an object is there whole or not at all, as an output has to be."""

_SHOWN = 30
"""Characters of what a server says that are shown."""

_WEB = ("http", "https")
_INSTALL = "pip install 'paper-digestkit[remote]'"


class Place(NamedTuple):
    """Something behind a URL: fsspec's file system, the path in it, and the URL with and without secrets."""

    system: Any
    path: str
    url: str
    name: str
    timeout: float
    process: int

    def here(self) -> Place:
        """The place for this process: file systems with connections do not go along when one is forked."""
        if self.process == os.getpid():
            return self
        return located(self.url, self.timeout)._replace(path=self.path, name=self.name)

    @property
    def is_web(self) -> bool:
        """Whether it is a page, of which nobody knows what lies below it."""
        return _protocol(self.url) in _WEB

    def error(self, error: BaseException) -> str:
        """What is wrong with it, in words that no secret stands in."""
        return _reason(error, self)


def located(url: str, timeout: float) -> Place:
    """What a URL stands for. Raises `UsageError` where nothing here knows such URLs."""
    name = addresses.shown(url)
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - few inputs lie elsewhere
    except ImportError:
        raise UsageError(f"{name}: URLs are read by fsspec, which the extra brings: {_INSTALL}") from None
    draft = Place(None, "", url, name, timeout, os.getpid())
    try:
        system, path = url_to_fs(url, **_patience(url, timeout))
    except ImportError as error:
        told = addresses.cleaned(str(error), url)
        raise UsageError(f"{name}: {told}; for http, github and s3: {_INSTALL}") from None
    except Exception as error:  # noqa: BLE001 - some protocols ask their server at once
        if isinstance(error, ValueError) and "rotocol not known" in str(error):
            raise UsageError(f"{name}: {addresses.cleaned(str(error), url)}") from None
        raise InputError(draft.error(error), name) from None
    return draft._replace(system=system, path=path)


def _patience(url: str, timeout: float) -> dict[str, object]:
    """How long to wait for servers, as each protocol in a URL wants to be told."""
    made: dict[str, object] = {}
    for protocol in map(_protocol, url.split("::")):
        if protocol in _WEB:
            from digestkit.files import web  # noqa: PLC0415 - as above

            made[protocol] = {"client_kwargs": web.client(timeout)}
        elif protocol == "github":
            made[protocol] = {"timeout": (timeout, timeout)}
        elif protocol in ("s3", "s3a"):
            # s3fs tries five times itself; for each, botocore would do so as well.
            once = {"total_max_attempts": 1}
            wait = {"connect_timeout": timeout, "read_timeout": timeout, "retries": once}
            made[protocol] = {"config_kwargs": wait}
    return made


# Outputs.


def target(url: str, timeout: float) -> Place:
    """The place of an output. Raises `UsageError` where it is a folder, or no store of whole objects."""
    name = addresses.shown(url)
    if _protocol(url) not in WHOLE or "::" in url:
        stores = ", ".join(f"{protocol}://" for protocol in WHOLE)
        raise UsageError(
            f"{name}: an output is there whole or not at all, as {stores} have it: write to a file"
        )
    if url.endswith("/"):
        raise UsageError(f"{name}: files of a folder do not appear together there: write to a folder here")
    try:
        return located(url, timeout)
    except InputError as error:
        raise OutputError(f"{name}: cannot be written: {error.reason}") from None


def check_output(place: Place, *, clobber: bool) -> None:
    """Raise `OutputError` where something is there already that must not be replaced."""
    try:
        there = not clobber and place.system.exists(place.path)
    except Exception as error:  # noqa: BLE001 - as in listings
        raise OutputError(f"{place.name}: cannot be written: {place.error(error)}") from None
    if there:
        raise OutputError(f"{place.name}: exists already, and --no-clobber (clobber=False) keeps it")


def deliver(file: Path, place: Place) -> None:
    """Put a file where a URL says, in one step: the object there is the old one until the new one is whole.

    Raises `OutputError` where that fails; the old one, or none, is there then.
    """
    try:
        place.system.put_file(str(file), place.path)
    except Exception as error:  # noqa: BLE001 - as above
        raise OutputError(f"{place.name}: cannot be written: {place.error(error)}") from None


# What went wrong.


@contextlib.contextmanager
def told(place: Place) -> Iterator[None]:
    """Raise what any protocol raises as `InputError`, without its cause: tracebacks show URLs as they are."""
    try:
        yield
    except (InputError, UsageError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - each protocol has its own
        raise InputError(place.error(error), place.name) from None


def _reason(error: BaseException, place: Place) -> str:
    if type(error).__name__ == "TooManyRedirects":
        return "the server redirects from page to page"
    status = getattr(error, "status", None) or getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return f"the server said nothing for {place.timeout:g} s; timeout (--timeout) makes that longer"
    if isinstance(status, int):
        return _answer(status, error)
    if type(error).__name__ in ("ClientPayloadError", "IncompleteRead", "ServerDisconnectedError"):
        return "the connection was cut off"
    said = addresses.cleaned(str(error), place.url)
    return said if type(error) is OSError and said else f"{type(error).__name__}: {said}".rstrip(": ")


def _answer(status: int, error: BaseException) -> str:
    """What a server answers, and how long it asks to be left alone (RFC 9110, section 10.2.3)."""
    # For what it cannot read, aiohttp tells of a 400 that no server has sent.
    if "HttpProcessingError" in (kind.__name__ for kind in type(error.__cause__).__mro__):
        return "what the server answers is not HTTP"
    after = str((getattr(error, "headers", None) or {}).get("Retry-After", ""))[:_SHOWN]
    return f"the server answers {status}{f' (Retry-After: {after})' if after else ''}"


def _protocol(url: str) -> str:
    return url.partition("://")[0].lower()
