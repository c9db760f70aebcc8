"""The pictures of digests, each fetched once into a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import attrs

from digestkit.diagnostics import Code, Diagnostic, Report, at
from digestkit.errors import UsageError
from digestkit.export import filenames
from digestkit.files import addresses, paths, sinks
from digestkit.images.names import file_name
from digestkit.images.rules import FailedError, Rules
from digestkit.model import Digest

if TYPE_CHECKING:
    from digestkit.images.client import Client

Progress = Callable[[int, int], None]
"""Called before each picture, and after the last, with how many are done and how many there are."""


class Picture(NamedTuple):
    """A picture that is wanted: what it is called in the folder, its URL, and what is said where it fails.

    The place is taken from the digest beforehand, since a node would keep the text of its file.
    """

    name: str
    url: str
    failure: Diagnostic


class Outcome(NamedTuple):
    """Names of fetched files, how many were there already, and URLs of pictures that cannot be fetched."""

    fetched: list[str]
    there: int
    failed: list[str]


Failed = Callable[[Picture, str], None]
"""Called with each picture that cannot be fetched, and the reason."""


def wanted(digests: Iterable[Digest], failed: Failed) -> Iterator[Picture]:
    """The pictures of digests, each once; `failed` hears of those that no file can be named after.

    So it does of a second picture of one name, or of one that some systems take for the same: who looks for
    it by that name would find the first.
    """
    urls: dict[str, str] = {}
    met: set[str] = set()
    for media in (paper.media for digest in digests for paper in digest.papers if paper.media is not None):
        if media.kind != "image" or media.href in met:
            continue
        met.add(media.href)
        picture = Picture("", media.href, at(media, Code.PICTURE_FAILED, addresses.shown(media.href)))
        try:
            picture = picture._replace(name=file_name(media.href))
        except FailedError as error:
            failed(picture, str(error))
            continue
        first = urls.setdefault(filenames.key(picture.name), media.href)
        if first == media.href:
            yield picture
        else:
            failed(picture, f"{addresses.shown(first)} has the same name")


def fetch(
    digests: Iterable[Digest], folder: Path, rules: Rules, report: Report, progress: Progress
) -> Outcome:
    """Fetch what the folder does not have yet. Each file is there whole, or not at all.

    Raises `OutputError` where the folder cannot be written to, and `UsageError` where there is something to
    fetch and nothing to fetch it with.
    """
    lost: list[str] = []

    def failed(picture: Picture, reason: str) -> None:
        shown = picture.failure.message
        lost.append(shown)
        report(attrs.evolve(picture.failure, message=f"{shown}: {reason}"))

    pictures = list(wanted(digests, failed))
    missing = [picture for picture in pictures if not paths.is_plain_file(folder / picture.name)]
    outcome = Outcome([], len(pictures) - len(missing), lost)
    if not missing:
        return outcome
    with _client(rules) as client:
        for place, picture in enumerate(missing):
            progress(place, len(missing))
            try:
                data = client.fetch(picture.url)
            except FailedError as error:
                failed(picture, str(error))
            else:
                _put(folder / picture.name, data)
                outcome.fetched.append(picture.name)
    progress(len(missing), len(missing))
    return outcome


def _client(rules: Rules) -> Client:
    try:
        from digestkit.images.client import Client  # noqa: PLC0415 - it needs an extra
    except ImportError:
        what = "pictures are fetched by httpx, which the extra brings"
        raise UsageError(f"{what}: pip install 'paper-digestkit[images]'") from None
    return Client(rules)


def _put(target: Path, data: bytes) -> None:
    with sinks.Files() as files:
        files.write(target, [data], _ignore)
        files.commit()


def _ignore(_diagnostic: Diagnostic) -> None:
    """Bytes are written as they are: there is nothing to report."""
