"""The newest items of a stream of digests, in memory that depends on the feed's size, not on the input's."""

from __future__ import annotations

import datetime
import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

import attrs

from digestkit.diagnostics import Code
from digestkit.export import alterations
from digestkit.export.contract import ExportContext
from digestkit.formats.feeds.addresses import guid, site_of
from digestkit.model import Digest
from digestkit.reference import Reference, met_again
from digestkit.source import Site
from digestkit.text.cleaning import is_clean

T = TypeVar("T")


class Slot(NamedTuple, Generic[T]):
    """Something for the feed, with its day and its rank, from 0, among those of the day.

    `guessed` says that no digest gives the day; `site` and `title` are those of the digest, where known.
    """

    key: str
    day: datetime.date
    rank: int
    value: T
    guessed: bool = False
    site: Site | None = None
    title: str = ""


class Window(Generic[T]):
    """Keeps the newest slots, `size` of them (0: all), one for each key.

    Holds at most twice as many slots, and the keys of those it has let go, so that a paper whose earliest
    day lies outside the window does not come back when it is met again. `cut` counts what was let go.
    """

    def __init__(self, size: int, join: Callable[[Slot[T], Slot[T]], Slot[T]]) -> None:
        self._size = size
        self._join = join
        self._slots: dict[str, Slot[T]] = {}
        self._gone: set[str] = set()
        self.cut = 0

    def add(self, slot: Slot[T]) -> None:
        """Take a slot in; it is joined to one with the same key, and ignored if that was let go."""
        if slot.key in self._gone:
            return
        known = self._slots.get(slot.key)
        self._slots[slot.key] = slot if known is None else self._join(known, slot)
        if self._size and len(self._slots) > 2 * self._size:
            # Half as many again are kept in reserve, since a paper in the window may yet turn out to be
            # older; and cutting only now and then keeps the time linear, but for a logarithm.
            self._keep_newest(self._size + self._size // 2)

    def take(self) -> list[Slot[T]]:
        """Empty the window: the newest slots, newest first; those of a day in the order of their digest."""
        if self._size and len(self._slots) > self._size:
            self._keep_newest(self._size)
        slots = sorted(self._slots.values(), key=_newest_first)
        self._slots.clear()
        return slots

    def _keep_newest(self, count: int) -> None:
        kept = {slot.key for slot in heapq.nsmallest(count, self._slots.values(), key=_newest_first)}
        old = [slot for slot in self._slots.values() if slot.key not in kept]
        # A guessed day is no reason to stay away: a digest may still give the paper a newer one.
        self._gone.update(slot.key for slot in old if not slot.guessed)
        self._slots = {slot.key: slot for slot in self._slots.values() if slot.key in kept}
        self.cut += len(old)


def _newest_first(slot: Slot[T]) -> tuple[int, int]:
    return -slot.day.toordinal(), slot.rank


def papers(digests: Iterable[Digest], size: int, context: ExportContext) -> Window[Reference]:
    """The newest papers. One that is met again counts where it was met earliest, with what is said there.

    Reports papers met again, papers under no date, which are dated by their arXiv ids or left out, and titles
    of digests that XML cannot hold.
    """

    def join(known: Slot[Reference], again: Slot[Reference]) -> Slot[Reference]:
        # A day that a digest gives comes before any guess.
        first = min(known, again, key=lambda slot: (slot.guessed, slot.day))
        context.report(met_again(again.value, first.day), again.value.paper, Code.MERGED)
        return first

    window = Window(size, join)
    met: Counter[datetime.date] = Counter()
    for digest in digests:
        guessed, site = digest.date is None, site_of(digest)
        if digest.papers and not is_clean(digest.title):
            report_altered(alterations.of_digest(attrs.evolve(digest, papers=())), context)
        for paper in digest.papers:
            reference = Reference(paper, digest.date)
            day = digest.date or _guessed_day(reference, context)
            if day is not None:
                # The rank counts on over all digests of the day, so that their papers keep their order.
                window.add(Slot(guid(reference), day, met[day], reference, guessed, site, digest.title))
                met[day] += 1
    return window


class Day(NamedTuple):
    """All digests of a day as one, and references to its papers, in the same order."""

    digest: Digest
    references: tuple[Reference, ...]


def days(digests: Iterable[Digest], size: int, context: ExportContext) -> Window[Day]:
    """The newest days; digests of the same day become one, with each paper once.

    Papers under no date are lost, and reported; so are digests without papers, but silently.
    """

    def join(known: Slot[Day], met: Slot[Day]) -> Slot[Day]:
        first, other = known.value.digest.title, met.value.digest.title
        title = first or other
        if other not in ("", title):
            message = f"the title {other!r} gives way to {title!r} of the same day"
            context.report(message, met.value.digest, Code.DROPPED)
        references = (*known.value.references, *met.value.references)
        day = _day(attrs.evolve(known.value.digest, title=title), references, context)
        return known._replace(value=day, site=known.site if known.site == met.site else None)

    window = Window(size, join)
    for digest in digests:
        if digest.date is None:
            context.report("papers under no date have no place in a feed of days", digest, Code.DROPPED)
        elif digest.papers:
            references = (Reference(paper, digest.date) for paper in digest.papers)
            day = _day(digest, references, context)
            window.add(Slot(digest.date.isoformat(), digest.date, 0, day, site=site_of(digest)))
    return window


def _day(digest: Digest, references: Iterable[Reference], context: ExportContext) -> Day:
    """A day with each of these papers once."""
    first: dict[str, Reference] = {}
    for reference in references:
        if first.setdefault(guid(reference), reference) is not reference:
            context.report(met_again(reference, digest.date), reference.paper, Code.MERGED)
    papers = [reference.paper for reference in first.values()]
    return Day(attrs.evolve(digest, papers=papers), tuple(first.values()))


def _guessed_day(reference: Reference, context: ExportContext) -> datetime.date | None:
    """The first day of the month in a paper's arXiv id; None for other papers. Reports either."""
    month = reference.published
    if month is None:
        context.report("a paper under no date has no place in a feed", reference.paper, Code.DROPPED)
        return None
    day = datetime.date(month.year, month.month, 1)
    message = f"no digest dates {reference.id}; its arXiv id does: {day}"
    context.report(message, reference.paper, Code.EXPORT_WARNING)
    return day


def report_altered(found: Iterable[alterations.Alteration], context: ExportContext) -> None:
    """Report text that XML cannot hold, where it stands."""
    for node, message in found:
        context.report(message, node, Code.ALTERED)


def watched(digests: Iterable[Digest], watch: Callable[[Digest], None]) -> Iterator[Digest]:
    """Yield the digests unchanged, calling `watch` with each before it is passed on."""
    for digest in digests:
        watch(digest)
        yield digest
