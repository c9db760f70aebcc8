"""Choosing digests and papers: filters, order, removal of duplicates, and division into periods.

A selection works on iterables of digests. What concerns the whole input (`of_input`: dates, the newest days,
duplicates, votes, terms, text) is separate from what concerns one output (`of_output`: the most voted,
order), so that one input can be divided between. Filters stream; `latest` holds the days that it keeps,
`top` as many digests as it keeps papers, `merge` and an order by date everything.

A digest that a filter has emptied is dropped; one that had no papers from the start stays.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, TypeVar, get_args

import attrs

from digestkit.diagnostics import Report
from digestkit.errors import UsageError
from digestkit.model import Digest, Paper

__all__ = [
    "Period",
    "Selection",
    "Sort",
    "in_period",
    "keep_papers",
    "latest",
    "merge",
    "sort",
    "split",
    "top",
]

Sort = Literal["votes", "date", "title"]
Period = Literal["day", "week", "month", "year"]


DatedT = TypeVar("DatedT")


def _date(value: datetime.date | str | None) -> datetime.date | None:
    if value is None or type(value) is datetime.date:
        return value
    # `fromisoformat` alone would also take `20240705` and `2024-W27-5`.
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise UsageError(f"{value!r} is not a date like 2024-07-05")


def _pattern(value: re.Pattern[str] | str | None) -> re.Pattern[str] | None:
    if value is None or isinstance(value, re.Pattern):
        return value
    try:
        return re.compile(value, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        raise UsageError(f"not a regular expression: {value!r}: {error}") from error


def _terms(value: Iterable[str] | str) -> tuple[str, ...]:
    """One or several terms, as they are compared."""
    terms = (value,) if isinstance(value, str) else tuple(value)
    for term in terms:
        if not isinstance(term, str) or not term.strip():
            raise UsageError(f"not a category, section or tag: {term!r}")
    return tuple([_folded(term) for term in terms])


def _folded(term: str) -> str:
    """Case and outer white space do not count."""
    return term.strip().casefold()


def _at_least(least: int) -> Callable[[object, attrs.Attribute[int | None], int | None], None]:
    def check(_selection: object, attribute: attrs.Attribute[int | None], value: int | None) -> None:
        # `type`, since True is an integer to `isinstance`.
        if value is not None and (type(value) is not int or value < least):
            raise UsageError(f"{attribute.name} must be a whole number from {least}, not {value!r}")

    return check


@attrs.frozen(kw_only=True)
class Selection:
    """What to keep, and in which order; the default keeps all as it is.

    `since` and `until` are inclusive days (a digest without a date is in no period). `latest` keeps the
    newest days of that period, whatever the other filters leave of them. `merge` makes one of the papers of
    these days that are the same, before anything else looks at them. `min_votes` and `top` go by votes,
    where unknown is less than zero. `category`, `section` and `tag` are one term or several, of which a paper
    has one; case does not count, and `cs` means all categories of `cs`. `match` is searched for in title,
    authors, abstract, TL;DR and summary, ignoring case (a compiled pattern keeps its own flags), for no
    longer than `matching.PATIENCE`. `dedupe` keeps the first of the papers with one `Paper.id` that the
    other filters let through. `sort` orders papers within each digest by votes (most first) or title, or
    digests by date; ties keep their order, and what is unknown goes last.

    Raises `UsageError` for a value without meaning, and later for a pattern that takes too long.
    """

    since: datetime.date | None = attrs.field(default=None, converter=_date)
    until: datetime.date | None = attrs.field(default=None, converter=_date)
    latest: int | None = attrs.field(default=None, validator=_at_least(1))
    min_votes: int | None = attrs.field(default=None, validator=_at_least(0))
    top: int | None = attrs.field(default=None, validator=_at_least(1))
    category: tuple[str, ...] = attrs.field(default=(), converter=_terms)
    section: tuple[str, ...] = attrs.field(default=(), converter=_terms)
    tag: tuple[str, ...] = attrs.field(default=(), converter=_terms)
    match: re.Pattern[str] | None = attrs.field(default=None, converter=_pattern)
    sort: Sort | None = None
    dedupe: bool = False
    merge: bool = False

    def __attrs_post_init__(self) -> None:
        if self.sort is not None and self.sort not in get_args(Sort):
            raise UsageError(f"sort must be one of {', '.join(get_args(Sort))}, not {self.sort!r}")
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"since {self.since} is after until {self.until}: no day is left")

    def apply(self, digests: Iterable[Digest], report: Report | None = None) -> Iterator[Digest]:
        """Yield what is kept of digests that are one input and become one output, in its order.

        `report` gets what `merge` has to say.
        """
        return of_output(of_input(digests, self, report=report), self)


def of_input(
    digests: Iterable[Digest],
    selection: Selection,
    *,
    seen: set[str] | None = None,
    report: Report | None = None,
    tell: Callable[[Sequence[Paper]], object] | None = None,
) -> Iterator[Digest]:
    """Filter by date, duplicates, votes, terms and text; all but `latest` and `merge` goes digest by digest.

    An input may come in parts, once its newest days are chosen and its papers merged: then `seen` holds the
    ids of papers in earlier parts, to which `dedupe` adds those of this one. `report` and `tell` are
    for `merge`.
    """
    kept = in_period(digests, selection.since, selection.until)
    if selection.latest is not None:
        kept = latest(kept, selection.latest)
    if selection.merge:
        kept = merge(kept, report, tell)
    # After the days, so that a day of which the rules leave nothing still counts among the newest.
    rules = _paper_rules(selection, set() if seen is None else seen)
    return keep_papers(kept, lambda paper: all(rule(paper) for rule in rules)) if rules else kept


def of_output(digests: Iterable[Digest], selection: Selection) -> Iterator[Digest]:
    """Keep the most voted papers of one output, and order them."""
    # In this order: `top` breaks ties by the order of the input.
    kept = iter(digests) if selection.top is None else top(digests, selection.top)
    return kept if selection.sort is None else sort(kept, selection.sort)


def in_period(
    digests: Iterable[Digest], since: datetime.date | None, until: datetime.date | None
) -> Iterator[Digest]:
    """Keep the digests between two days, both included; only where both are None, undated ones as well."""
    if since is None and until is None:
        return iter(digests)
    first, last = since or datetime.date.min, until or datetime.date.max
    return (digest for digest in digests if digest.date is not None and first <= digest.date <= last)


def latest(digests: Iterable[Digest], count: int) -> Iterator[Digest]:
    """Keep the digests of the `count` newest days, in the order of the input; undated ones are dropped."""
    return newest(((digest.date, digest) for digest in digests), count)


def newest(dated: Iterable[tuple[datetime.date | None, DatedT]], count: int) -> Iterator[DatedT]:
    """Keep what comes with one of the `count` newest days, in the order of the input; only that is held."""
    # By day, so that a day that drops out takes all that came with it along.
    days: dict[datetime.date, list[tuple[int, DatedT]]] = {}
    for place, (date, each) in enumerate(dated):
        if date is None:
            continue
        days.setdefault(date, []).append((place, each))
        if len(days) > count:
            del days[min(days)]
    places = sorted((found for day in days.values() for found in day), key=lambda found: found[0])
    yield from (each for _, each in places)


def merge(
    digests: Iterable[Digest],
    report: Report | None = None,
    tell: Callable[[Sequence[Paper]], object] | None = None,
) -> Iterator[Digest]:
    """Make one paper of those that are the same, with what each of them says; holds all digests.

    Papers are the same if they have the same `Paper.id`, or, where one of them is not from arXiv, the same
    DOI. The paper stands where it is met first, with its title there, and with the URL there unless a later
    one is arXiv's. What is missing is filled from the next paper that has it. The highest number of votes
    counts; of the authors, the fullest list, and of equally full ones one in order; an abstract that is cut
    off gives way to the whole one. Categories, tags, links and `extra` are united; the summary gets the
    items under new labels.

    `report` hears what was joined (DK508), every value that gave way (DK509), and how many papers it was
    (DK504); `tell` gets the papers themselves that become one. A digest that loses its last paper is dropped.
    """
    from digestkit import merging  # noqa: PLC0415 - few selections need it

    return merging.merge(digests, report, tell)


def keep_papers(digests: Iterable[Digest], keep: Callable[[Paper], bool]) -> Iterator[Digest]:
    """Keep the papers that pass a test; a digest that loses its last paper is dropped.

    A digest that keeps all of them is passed on as the same object.
    """
    for digest in digests:
        papers = tuple(filter(keep, digest.papers))
        if len(papers) == len(digest.papers):
            yield digest
        elif papers:
            yield attrs.evolve(digest, papers=papers)


def top(digests: Iterable[Digest], count: int) -> Iterator[Digest]:
    """Keep the `count` most voted papers of all digests, in their places; of equals, the earlier ones."""
    import heapq  # noqa: PLC0415 - few selections need it

    # A heap of votes, place of the digest and rank in it. The latter are negative, so that of papers with
    # equal votes the later one is less, and goes first.
    best: list[tuple[int, int, int]] = []
    held: dict[int, Digest] = {}
    most = 2 * count
    for place, digest in enumerate(digests):
        held[place] = digest
        for rank, paper in enumerate(digest.papers):
            found = (_votes(paper), -place, -rank)
            if len(best) < count:
                heapq.heappush(best, found)
            else:
                heapq.heappushpop(best, found)
        # Not after each digest: clearing away costs time in proportion to all that are held, so it waits
        # until they have doubled. Digests without papers are never cleared away.
        if len(held) > most:
            held = _needed(held, best)
            most = 2 * max(count, len(held))
    ranks = {(-place, -rank) for _, place, rank in best}
    for place, digest in _needed(held, best).items():
        papers = tuple(paper for rank, paper in enumerate(digest.papers) if (place, rank) in ranks)
        yield digest if len(papers) == len(digest.papers) else attrs.evolve(digest, papers=papers)


def sort(digests: Iterable[Digest], by: Sort) -> Iterator[Digest]:
    """Order digests by date, oldest first, or the papers in each by votes, most first, or by title."""
    if by == "date":  # the first of the pair puts undated digests last
        yield from sorted(digests, key=lambda digest: (digest.date is None, digest.date or datetime.date.min))
        return
    for digest in digests:
        yield attrs.evolve(digest, papers=sorted(digest.papers, key=_PAPER_ORDERS[by]))


def split(digests: Iterable[Digest], period: Period) -> dict[str, list[Digest]]:
    """Divide digests by day, ISO week, month or year: from the name of each, in order of first occurrence.

    The names are as in `PERIODS`. Digests without a date come under `undated`.
    """
    parts: dict[str, list[Digest]] = {}
    for digest in digests:
        name = PERIODS[period](digest.date) if digest.date is not None else UNDATED
        parts.setdefault(name, []).append(digest)
    return parts


def _week(date: datetime.date) -> str:
    # The year of the week, not of the day: 2024-12-30 is in 2025-W01.
    year, week, _ = date.isocalendar()
    return f"{year:04}-W{week:02}"


PERIODS: dict[Period, Callable[[datetime.date], str]] = {
    "day": datetime.date.isoformat,
    "week": _week,
    "month": lambda date: date.isoformat()[:7],
    "year": lambda date: date.isoformat()[:4],
}
"""How each period of `split` is named: `2024-07-05`, `2024-W27` (ISO 8601), `2024-07`, `2024`."""

UNDATED = "undated"
"""The name of the part that holds digests without a date."""

_PAPER_ORDERS: dict[str, Callable[[Paper], Any]] = {
    "votes": lambda paper: -_votes(paper),
    "title": lambda paper: paper.title.casefold(),
}


def _votes(paper: Paper) -> int:
    """Votes as a number for comparison: unknown is less than 0."""
    return -1 if paper.votes is None else paper.votes


def _needed(held: dict[int, Digest], best: list[tuple[int, int, int]]) -> dict[int, Digest]:
    """Of the digests that `top` holds, those that still have to be yielded: empty ones stay, too."""
    places = {-place for _, place, _ in best}
    return {place: digest for place, digest in held.items() if place in places or not digest.papers}


def _paper_rules(selection: Selection, seen: set[str]) -> list[Callable[[Paper], bool]]:
    """The tests that a paper must pass, in this order: `dedupe` sees only what the others let through."""
    rules: list[Callable[[Paper], bool]] = []
    if selection.min_votes is not None:
        least = selection.min_votes
        rules.append(lambda paper: _votes(paper) >= least)
    rules.extend(_term_rules(selection))
    if selection.match is not None:
        from digestkit.matching import matches  # noqa: PLC0415 - few selections look for words

        pattern = selection.match
        rules.append(lambda paper: matches(pattern, paper))
    if selection.dedupe:
        rules.append(lambda paper: _is_new(paper.id, seen))
    return rules


def _term_rules(selection: Selection) -> Iterator[Callable[[Paper], bool]]:
    """Each kind of term that is asked for: a paper must have one of each kind."""
    if selection.category:
        # With a dot at the end of both, what a term begins is it or what is below it.
        below = tuple([f"{term}." for term in selection.category])
        yield lambda paper: any(f"{_folded(term)}.".startswith(below) for term in paper.categories)
    if selection.section:
        sections = frozenset(selection.section)
        yield lambda paper: not sections.isdisjoint(map(_folded, _sections(paper)))
    if selection.tag:
        tags = frozenset(selection.tag)
        yield lambda paper: not tags.isdisjoint(map(_folded, paper.tags))


def _sections(paper: Paper) -> Iterator[str]:
    """The heading that a paper stands under, and those that `merge` found it under besides."""
    if paper.section is not None:
        yield paper.section
        yield from (text for name, text in paper.extra if name == "section")


def _is_new(paper_id: str, seen: set[str]) -> bool:
    """Whether an id was not seen before; adds it."""
    before = len(seen)
    seen.add(paper_id)
    return len(seen) > before
