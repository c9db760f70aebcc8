"""Large inputs: long texts, many names, many papers, each with a change near the end or in the middle."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator
from functools import partial

import attrs

from digestkit.model import Digest, Item, Paper
from digestkit.testing.changes import Digests, Element, day, elements, usual, whole, without
from digestkit.testing.structure import PAPERS

TEXT = 70_000
"""How many characters a long text has: more than 64 Ki."""
ADDRESS = 2_500
"""How many characters a long address has: more than browsers of old took."""
AUTHORS = 10_000
PAPERS_OF_MANY_DAYS = 600
ENTRIES = 1_000

_WORD = "word "


@attrs.frozen
class Growth:
    """A series of inputs that grow: `make(size, change)` is the one of a size, changed or not.

    `size` is the largest; `unit` is what it counts. `without(size)` is the input with the field emptied.
    """

    place: str
    what: str
    field: str
    unit: str
    size: int
    make: Callable[[int, bool], Digests]
    without: Callable[[int], Digests]
    least: int = 3


def growths() -> Iterator[Growth]:
    """All series, those of one paper first."""
    for element in elements():
        if not element.kind.startswith("other ") and element.kind != "doi":
            yield from _texts(element)
    yield from _entries()
    yield from _papers()


def long_text(size: int, at: int | None = None) -> str:
    """A text of so many characters, with a sign in place of one of them, counted from 0."""
    made = (_WORD * (size // len(_WORD) + 1))[: size - 1] + "."
    return made if at is None else f"{made[:at]}!{made[at + 1 :]}"


def _texts(element: Element) -> Iterator[Growth]:
    size = ADDRESS if element.kind == "address" else TEXT
    for what, where in (("its middle", 2), ("its last character", 1)):

        def make(size: int, change: bool, where: int = where) -> Digests:
            text = long_text(size)
            if element.kind == "address":
                text = "https://long.example/" + text[:-1].replace(" ", "/") + "."
            at = len(text) // where - 1
            return element.put(f"{text[:at]}!{text[at + 1 :]}" if change else text)

        yield Growth(element.place, what, element.field, "characters", size, make, lambda _: element.bare())


def _entries() -> Iterator[Growth]:
    yield from _list("authors", AUTHORS, usual, lambda at: f"Ada Number{at}", ("first", "middle", "last"))
    yield from _list("summary", ENTRIES, usual, lambda at: Item(f"Label {at}", f"Text {at}."))
    for field in ("categories", "tags"):
        yield from _list(field, ENTRIES, whole, lambda at: f"term {at}")
    yield from _list("links", ENTRIES, whole, lambda at: ("code", f"https://code.example/{at}"))
    yield from _list("extra", ENTRIES, whole, lambda at: (f"Name {at}", f"Text {at}."))


def _list(
    field: str,
    size: int,
    paper: Callable[..., Paper],
    entry: Callable[[int], object],
    places: tuple[str, ...] = ("middle", "last"),
) -> Iterator[Growth]:
    for where in places:
        make = partial(_of_list, field, paper, entry, where)
        yield Growth(
            f"digests[0].papers[0].{field}", f"the {where}", field, "entries", size, make,
            lambda _, make=make: without(field, make(3, False)),  # type: ignore[misc]
        )  # fmt: skip


def _of_list(
    field: str,
    paper: Callable[..., Paper],
    entry: Callable[[int], object],
    where: str,
    size: int,
    change: bool,
) -> Digests:
    entries = [entry(at) for at in range(size)]
    if change:
        at = {"first": 0, "middle": size // 2, "last": size - 1}[where]
        entries[at] = entry(size + at)
    return (day(paper(**{field: tuple(entries)})),)


def many_papers(size: int, at: int | None = None, **changes: object) -> Digests:
    """Papers over many days, the first of which has most; `changes` are made to the one at a place."""
    made = [
        Paper(
            f"Title {number}", f"https://arxiv.org/abs/2407.{number:05d}", votes=number,
            authors=(f"Ada Number{number}",), summary=(Item(None, f"Text {number}."),),
        )
        for number in range(size)
    ]  # fmt: skip
    if at is not None:
        made[at] = attrs.evolve(made[at], **changes)  # type: ignore[arg-type] # any fields of the paper
    first = size * 2 // 3
    # From the newest to the oldest, as feeds have them.
    newest = datetime.date(2024, 7, 5)
    rest = (
        day(paper, date=newest - datetime.timedelta(days=at + 1)) for at, paper in enumerate(made[first:])
    )
    return (Digest(newest, "Daily", tuple(made[:first])), *rest)


_CHANGES: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("", PAPERS, {"title": "Another", "votes": 9_999}),
    ("the authors of ", "authors", {"authors": ("Another One",)}),
    ("the summary of ", "summary", {"summary": (Item(None, "Another."),)}),
)
"""What is changed of a paper among many: a beginning of words for it, a field, and values."""


def _papers() -> Iterator[Growth]:
    ends = (("a paper of the first day", (2, 3)), ("the last paper", (1, 1)))
    asked = [*itertools.product(ends, _CHANGES), (("a paper", (1, 2)), _CHANGES[0])]
    for (whose, part), (what, field, changes) in asked:

        def make(
            size: int, change: bool, part: tuple[int, int] = part, changes: dict[str, object] = changes
        ) -> Digests:
            at = max(size * part[0] // part[1] - 1, 0)
            return many_papers(size, at, **changes) if change else many_papers(size)

        yield Growth(
            "digests[…].papers[…]", f"{what}{whose}", field, "papers", PAPERS_OF_MANY_DAYS, make,
            lambda _: many_papers(1), least=3,
        )  # fmt: skip
