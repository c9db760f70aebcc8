"""`--transform enrich`: what metadata says of the papers, where the digests do not say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from digestkit.diagnostics import Code
from digestkit.enriching import sources
from digestkit.enriching.completion import completed
from digestkit.enriching.records import Record, Source, Wanted, keys_of
from digestkit.errors import UsageError
from digestkit.export.contract import InputStream
from digestkit.model import Digest, Paper
from digestkit.transforms.contract import TransformContext, transform


@attrs.frozen
class EnrichOptions:
    """Where the metadata is."""

    metadata: tuple[InputStream, ...] = attrs.field(
        default=(),
        metadata={
            "help": "A response of arXiv's API (Atom), its metadata snapshot, a .bib file, or CSL-JSON."
        },
    )


@transform(
    "enrich",
    summary="Complete papers from metadata: true author order, categories, abstracts.",
    options=EnrichOptions,
)
def enrich(digests: Iterable[Digest], context: TransformContext) -> Iterator[Digest]:
    """Yield the digests with what the metadata adds to their papers.

    All digests are held, since the ids of all papers must be known before the metadata is read: each file
    once, and kept of it what concerns these papers. Raises `UsageError` where there is no metadata, and
    `InputError` for a file that cannot be read or is none.
    """
    files = [stream for stream in context.options.metadata if stream is not None]
    if not files:
        raise UsageError("enrich: give metadata: enrich:metadata=FILE")
    held = list(digests)
    found = _Found(paper for digest in held for paper in digest.papers)
    for stream in files if found.wanted.keys else ():
        source = Source(str(stream), found.wanted, context.sink)
        for record in sources.records(stream, source):
            found.add(record)
        source.end()
    changes = _Changes(context)
    for digest in held:
        papers = [changes.made(paper, found.of(paper)) for paper in digest.papers]
        same = all(one is other for one, other in zip(papers, digest.papers, strict=True))
        yield digest if same else attrs.evolve(digest, papers=papers)
    changes.end()


class _Found:
    """What the files say of the papers that are asked for."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self.wanted = Wanted(papers)
        self._records: dict[str, list[Record]] = {}

    def add(self, record: Record) -> None:
        for key in set(record.keys) & self.wanted.keys:
            self._records.setdefault(key, []).append(record)

    def of(self, paper: Paper) -> list[Record]:
        """The records of a paper, those of the newest version first, and without those of older ones."""
        records = [record for key in keys_of(paper) for record in self._records.get(key, ())]
        once = list({id(record): record for record in records}.values())
        newest = max((record.version or 0 for record in once), default=0)
        kept = [record for record in once if record.version in (None, newest)]
        return sorted(kept, key=lambda record: -(record.version or 0))


class _Changes:
    """Completes papers, and counts what that adds to them."""

    def __init__(self, context: TransformContext) -> None:
        self._context = context
        self._papers = 0
        self._unknown = 0
        self._conflicts = 0
        self._added: Counter[str] = Counter()

    def made(self, paper: Paper, records: Sequence[Record]) -> Paper:
        """The paper with what the records add to it; contradictions are reported at its place."""
        self._papers += 1
        self._unknown += not records
        made, told = paper, dict[str, None]()
        waiting = list(records)
        # A record that was taken for another paper's is tried again when others have added the authors.
        while waiting:
            refused = []
            for record in waiting:
                noticed: list[str] = []
                better = completed(made, record, noticed.append)
                told |= dict.fromkeys(f"{what} ({record.place})" for what in noticed)
                if better is None:
                    refused.append(record)
                else:
                    made = better
            if len(refused) == len(waiting):
                break
            waiting = refused
        for what in told:
            self._context.report(f"{paper.id}: the metadata has {what}", paper, Code.METADATA_CONFLICT)
        self._conflicts += len(told)
        self._added.update(_gained(paper, made))
        return made

    def end(self) -> None:
        """Report how many papers the metadata knows, and what it added to how many of them."""
        if not self._papers:
            return
        gained = ", ".join(f"{name} {count}" for name, count in sorted(self._added.items())) or "nothing"
        known = f"the metadata has {self._papers - self._unknown} of {self._papers} papers"
        self._context.report(
            f"{known}; added: {gained}; contradictions: {self._conflicts}", None, Code.ENRICHED
        )


def _gained(before: Paper, after: Paper) -> list[str]:
    if before is after:
        return []
    fields = ("authors", "authors_ordered", "categories", "abstract", "submitted", "doi", "extra")
    return [name for name in fields if getattr(before, name) != getattr(after, name)]


TRANSFORM = enrich
