"""Fetching the pictures of papers."""

from __future__ import annotations

import os
from pathlib import Path

import attrs

from digestkit._version import __version__
from digestkit.api.arguments import Paths, Report, StrPath, ignored
from digestkit.api.loading import iter_digests
from digestkit.conversion import Progress
from digestkit.diagnostics import Code, Diagnostic
from digestkit.errors import UsageError
from digestkit.files import sinks
from digestkit.files.limits import MB, TIMEOUT


@attrs.frozen
class FetchResult:
    """What came of fetching pictures.

    `fetched` are the new files, `there` counts those that were in the folder, `failed` are the URLs of
    pictures that cannot be fetched, and the names of inputs that cannot be read. `diagnostics` has all that
    was reported.
    """

    fetched: tuple[Path, ...]
    there: int
    failed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def fetch_images(  # noqa: PLR0913 - keywords, one for each option of the command
    folder: StrPath,
    paths: Paths,
    *,
    format: str | None = None,  # noqa: A002 - the public name
    dialect: str | None = None,
    encoding: str = "utf-8",
    encoding_errors: str = "strict",
    max_mb: float | None = None,
    timeout: float = TIMEOUT,
    max_image_mb: float = 20,
    pause: float = 0.5,
    user_agent: str = f"paper-digestkit/{__version__}",
    allow_private: bool = False,
    allow_http: bool = False,
    report: Report | None = None,
    progress: Progress | None = None,
) -> FetchResult:
    """Fetch the pictures of digests into a folder, where `images=` of EPUB finds them by their names.

    A picture that is there is not fetched again. Each host is asked for one picture at a time, `pause`
    seconds apart, and left alone for as long as it asks. Only pictures of at most `max_image_mb` are kept,
    only from public addresses (unless `allow_private`), and only by https (unless `allow_http`). A picture
    that cannot be fetched is reported, and the others are fetched.

    Raises `UsageError` where httpx is missing, which the extra `[images]` brings, and `OutputError` where
    the folder cannot be written to.
    """
    from digestkit.images import fetching  # noqa: PLC0415 - few programs need it
    from digestkit.images.rules import Rules  # noqa: PLC0415 - as above

    if not (max_image_mb > 0 and pause >= 0 and timeout > 0):
        raise UsageError("max_image_mb and timeout must be above 0, and pause at least 0")
    noticed: list[Diagnostic] = []

    def tell(diagnostic: Diagnostic) -> None:
        noticed.append(diagnostic)
        (report or ignored)(diagnostic)

    place = _folder(folder)
    sinks.clean_up(place, tell)
    rules = Rules(int(max_image_mb * MB), timeout, pause, allow_private, allow_http, user_agent)
    read = {"format": format, "dialect": dialect, "encoding": encoding, "encoding_errors": encoding_errors}
    digests = iter_digests(paths, tell, **read, max_mb=max_mb, timeout=timeout)  # type: ignore[arg-type]
    made = fetching.fetch(digests, place, rules, tell, progress or _no_progress)
    unread = [one.source or one.message for one in noticed if one.code is Code.INPUT_FAILED]
    fetched = tuple(place / name for name in made.fetched)
    return FetchResult(fetched, made.there, (*made.failed, *unread), tuple(noticed))


def _folder(given: StrPath) -> Path:
    """The folder, made if it is not there."""
    if not os.fspath(given):
        raise UsageError("the folder's name is empty")
    place = Path(given)
    with sinks.output_errors(str(place)):
        place.mkdir(parents=True, exist_ok=True)
    return place


def _no_progress(_done: int, _total: int) -> None:
    """Show progress to nobody."""
