"""The loss report: what the digests hold that the format has no place for.

The host computes it from the model and the exporter's declaration, so that no exporter has to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from digestkit.diagnostics import Code, Diagnostic
from digestkit.export.contract import FIELDS, ExporterInfo
from digestkit.model import FURTHER, Digest, Paper


def _says(name: str) -> Callable[[Paper], bool]:
    """Whether a paper says something in a field that only some dialects have."""
    return lambda paper: getattr(paper, name) not in (None, ())


_OF_DIGEST: dict[str, Callable[[Digest], bool]] = {
    "date": lambda digest: digest.date is not None,
    "digest": lambda digest: bool(digest.title),
}
_OF_PAPER: dict[str, Callable[[Paper], bool]] = {
    "title": lambda paper: bool(paper.title),
    "url": lambda paper: bool(paper.url),
    "media": lambda paper: paper.media is not None,
    "votes": lambda paper: paper.votes is not None,
    "authors": lambda paper: bool(paper.authors),
    "authors_truncated": lambda paper: paper.authors_truncated,
    "summary": lambda paper: bool(paper.summary),
    **{name: _says(name) for name in FURTHER},
}


def carried(info: ExporterInfo, options: object) -> frozenset[str]:
    """The fields that reach the output with these options.

    Raises TypeError for a declaration that is no collection of names, or names fields beyond `FIELDS`.
    """
    names = info.carries(options) if callable(info.carries) else info.carries
    # A text is a collection too, of its letters: forgetting the comma of `("title",)` is easy.
    if isinstance(names, str):
        raise TypeError(f"must be a collection of names, not the text {names!r}")
    fields = frozenset(names)
    unknown = sorted(map(str, fields.difference(FIELDS)))
    if unknown:
        raise TypeError(f"{', '.join(unknown)}: no such field; there are {', '.join(FIELDS)}")
    return fields


def count(number: int, unit: str) -> str:
    """`1 paper`, `48 papers`."""
    return f"{number} {unit}{'' if number == 1 else 's'}"


class Tally:
    """Counts, while digests stream through, the fields that are present but not carried."""

    def __init__(self, carried: Iterable[str]) -> None:
        kept = frozenset(carried)
        # Only what is lost is looked at: a format that carries everything pays nothing for each paper.
        self._of_digest = {name: has for name, has in _OF_DIGEST.items() if name not in kept}
        self._of_paper = {name: has for name, has in _OF_PAPER.items() if name not in kept}
        self._counts: Counter[str] = Counter()

    def watch(self, digests: Iterable[Digest]) -> Iterator[Digest]:
        """Yield the digests as they come, counting each one before it is passed on."""
        for digest in digests:
            self._count(digest)
            yield digest

    def take(self) -> Mapping[str, int]:
        """What was counted so far, by field, to be added to another tally; this one begins again."""
        counts, self._counts = self._counts, Counter()
        return counts

    def add(self, counts: Mapping[str, int]) -> None:
        """Count what another tally has counted."""
        self._counts.update(counts)

    def diagnostic(self, format_name: str) -> Diagnostic | None:
        """Everything not carried so far, in one diagnostic; None where nothing was lost."""
        if not self._counts:
            return None
        lost = [
            *self._counted(_OF_DIGEST, "digest"),
            *self._counted(_OF_PAPER, "paper"),
        ]
        return Diagnostic(Code.NOT_CARRIED, f"{format_name} does not carry: {', '.join(lost)}")

    def _count(self, digest: Digest) -> None:
        counts = self._counts
        for name, has in self._of_digest.items():
            if has(digest):
                counts[name] += 1
        for name, of_paper in self._of_paper.items():
            number = sum(map(of_paper, digest.papers))
            if number:
                counts[name] += number

    def _counted(self, names: Iterable[str], unit: str) -> Iterator[str]:
        """`votes (48 papers)`, then without the unit: `media (47)`."""
        for at, name in enumerate(name for name in names if name in self._counts):
            number = self._counts[name]
            shown = count(number, unit) if at == 0 else str(number)
            yield f"{name} ({shown})"
