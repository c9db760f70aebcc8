"""Changes of more than a text: numbers, days, order, what belongs to whom, and what is there at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import attrs

from digestkit.export.contract import FIELDS_1
from digestkit.model import FURTHER, Digest, Item, Media, Paper
from digestkit.testing.changes import Change, Digests, day, usual, whole, without

ORDER_OF_DAYS = "order of days"
"""What a class that allows it need not keep: it puts days into the order of their dates."""

PAPERS = "papers"
"""Stands for the fields of papers: a change of papers must show if any of them is carried."""

_FIRST = "digests[0].papers[0]"
_OF_SOME = ("date", "submitted")
"""What a bibliography says of a page elsewhere, while arXiv's papers are dated by their ids."""
_ELSEWHERE = "https://blog.example/post"


def structural_changes() -> Iterator[Change]:
    """All of them, smallest first."""
    yield from _alone()
    yield from _values()
    yield from _lists()
    yield from _exchanges()
    yield from _likenesses()
    yield from _papers()
    yield from _days()
    yield from _repetitions()


def _of_paper(field: str, what: str, old: Paper, new: Paper, place: str = "") -> Change:
    before = (day(old),)
    return Change(f"{_FIRST}.{place or field}", what, before, (day(new),), (field,), without(field, before))


def _alone() -> Iterator[Change]:
    """Each field of a paper that has nothing else, against none."""
    bare = Paper("Bare", "https://arxiv.org/abs/2407.00001")
    elsewhere = Paper("Bare", _ELSEWHERE)
    full = whole()
    for field in (*FIELDS_1[4:], *FURTHER):
        value = getattr(full, field)
        for paper in (elsewhere,) if field in _OF_SOME else (bare, elsewhere):
            yield _of_paper(field, "that it is there", attrs.evolve(paper, **{field: value}), paper)
    yield _of_paper("votes", "that there are none, not 0", bare, attrs.evolve(bare, votes=0))


def _values() -> Iterator[Change]:
    many = 10**17 + 1
    for old, new in ((None, 0), (0, 1), (1, 2), (18, 81), (999, 1000), (many, many + 1)):
        yield _of_paper("votes", f"{old} into {new}", usual(votes=old), usual(votes=new))
    image, video = (Media(kind, "https://media.example/one") for kind in ("image", "video"))
    yield _of_paper("media", "its kind", usual(media=image), usual(media=video))
    yield _of_paper("media", "that a video is there", usual(media=video), usual(media=None))
    moved = attrs.evolve(video, url="https://media.example/two")
    yield _of_paper("media", "the address of a video", usual(media=video), usual(media=moved), "media.url")
    names = tuple(f"Ada Number{at}" for at in range(12))
    yield _of_paper(
        "authors_truncated", "that there are more than many",
        usual(authors=names), usual(authors=names, authors_truncated=False),
    )  # fmt: skip
    truncated = "that there are more"
    yield _of_paper("authors_truncated", truncated, usual(), usual(authors_truncated=False))
    # Of the day, bibliographies name month and year.
    for other in (datetime.date(2024, 8, 2), datetime.date(2023, 7, 2)):
        yield _of_paper(
            "submitted", f"2024-07-02 into {other}",
            whole(url=_ELSEWHERE), whole(url=_ELSEWHERE, submitted=other),
        )  # fmt: skip
    unlabelled = (Item(None, "One."), Item("B", "Two."))
    labelled = (Item("A", "One."), Item("B", "Two."))
    yield _of_paper("summary", "its label, against none", usual(summary=labelled), usual(summary=unlabelled))
    turned = (Item("One", "A"), Item("B", "Two."))
    yield _of_paper(
        "summary", "what is label and what is text",
        usual(summary=(Item("A", "One"), Item("B", "Two."))), usual(summary=turned), "summary[0]",
    )  # fmt: skip


def _with(paper: Paper, field: str, *entries: object) -> Paper:
    return attrs.evolve(paper, **{field: entries})  # type: ignore[arg-type] # any field that is a list


def _lists() -> Iterator[Change]:
    """Entries of lists: left out, and in another order."""
    full = whole(summary=tuple(Item(name, f"{name} it is.") for name in ("Charlie", "Alpha", "Bravo")))
    for field in ("authors", "summary", "categories", "tags", "links", "extra"):
        make = usual if field in FIELDS_1 else whole
        first, second, third = getattr(full, field)
        old = _with(make(), field, first, second, third)
        for name, rest in (
            ("[0]", (second, third)),
            ("[1]", (first, third)),
            ("[2]", (first, second)),
        ):
            yield _of_paper(field, "that it is there", old, _with(old, field, *rest), f"{field}{name}")
        for what, turned in (
            ("the order of the first two", (second, first, third)),
            ("the order of the last two", (first, third, second)),
        ):
            yield _of_paper(field, what, old, _with(old, field, *turned))
    yield from _entries()


def _entries() -> Iterator[Change]:
    """Entries that come again, that are half empty, and what in them belongs together."""
    again = usual(authors=("Grace Hopper", "Ada Lovelace", "Grace Hopper"))
    yield _of_paper(
        "authors", "a name that comes again", again, usual(authors=again.authors[:2]), "authors[2]"
    )
    item = Item("Same", "The same.")
    twice = usual(summary=(item, Item("Other", "Another."), item))
    yield _of_paper(
        "summary", "an item that comes again", twice, usual(summary=twice.summary[:2]), "summary[2]"
    )
    empty = usual(summary=(Item("Label", "Text."), Item("Label alone", "")))
    yield _of_paper(
        "summary", "a label without a text", empty, usual(summary=empty.summary[:1]), "summary[1].label"
    )
    apart, together = ("A", "B", "A"), ("A", "A", "B")
    texts = {"A": ["One.", "Two."], "B": ["Three."]}
    ordered = [
        tuple(Item(label, texts[label][names[:at].count(label)]) for at, label in enumerate(names))
        for names in (apart, together)
    ]
    yield _of_paper(
        "summary", "where a label comes again", usual(summary=ordered[0]), usual(summary=ordered[1])
    )
    for field in ("links", "extra"):
        entries = (("code", "https://a.example/"), ("code", "https://b.example/"))
        twice = _with(whole(), field, *entries)
        yield _of_paper(field, "a name that comes again", twice, _with(twice, field, entries[1]))
    labels = (Item("A", "One."), Item("B", "Two."))
    other = (Item("B", "One."), Item("A", "Two."))
    yield _of_paper("summary", "whose labels they are", usual(summary=labels), usual(summary=other))
    links = (("code", "https://a.example/"), ("demo", "https://b.example/"))
    kinds = (("demo", "https://a.example/"), ("code", "https://b.example/"))
    yield _of_paper("links", "whose kinds they are", whole(links=links), whole(links=kinds))
    pairs, names = (("A", "1"), ("B", "2")), (("B", "1"), ("A", "2"))
    yield _of_paper("extra", "whose names they are", whole(extra=pairs), whole(extra=names))


def _exchanges() -> Iterator[Change]:
    """Which of two papers a value belongs to."""
    one = whole(1, votes=11, authors_truncated=True, categories=("cs.LG",), tags=("a",))
    two = whole(
        2, votes=22, authors_truncated=False, categories=("cs.CL",), tags=("b",),
        submitted=datetime.date(2024, 6, 1),
    )  # fmt: skip
    one, two = attrs.evolve(one, url=_ELSEWHERE), attrs.evolve(two, url=f"{_ELSEWHERE}/2")
    for field in (*FIELDS_1[2:], *FURTHER):
        mine, yours = {field: getattr(one, field)}, {field: getattr(two, field)}
        before = (day(one, two),)
        after = (day(attrs.evolve(one, **yours), attrs.evolve(two, **mine)),)
        yield Change(
            f"digests[0].papers[0].{field}", "exchanged with that of papers[1]",
            before, after, (field,), without(field, before),
        )  # fmt: skip


def _likenesses() -> Iterator[Change]:
    """A value that is as that of the paper before, against none; and labels below those of another paper."""
    second = usual(2, summary=[Item(None, item.text) for item in usual(2).summary])
    before = (day(usual(1), usual(2)),)
    yield Change(
        "digests[0].papers[1].summary[0].label", "its labels, against none",
        before, (day(usual(1), second),), ("summary",), without("summary", before), main=False,
    )  # fmt: skip
    one = whole(1, url=_ELSEWHERE)
    for field in (*FIELDS_1[4:], *FURTHER):
        two = whole(2, url=f"{_ELSEWHERE}/2", **{field: getattr(one, field)})
        before, without_any = (day(one, two),), without(field, (day(two),))[0].papers[0]
        yield Change(
            f"digests[0].papers[1].{field}", "that it is there, as in papers[0]",
            before, (day(one, without_any),), (field,), without(field, before), main=False,
        )  # fmt: skip


def _papers() -> Iterator[Change]:
    """Which papers a day has, and in which order."""
    one, two, three = usual(30), usual(10), usual(20)
    before = (day(one, two, three),)
    for at, rest in enumerate(((two, three), (one, three), (one, two))):
        yield Change(
            f"digests[0].papers[{at}]", "that it is there", before, (day(*rest),), (PAPERS,), (day(*rest),)
        )
    other = usual(40)
    for at, turned in enumerate(((other, two, three), (one, other, three), (one, two, other))):
        known = day(*(paper for paper in turned if paper != other))
        yield Change(
            f"digests[0].papers[{at}]", "which paper it is", before, (day(*turned),), (PAPERS,), (known,)
        )
    for what, papers in (
        ("the order of the first two", (two, one, three)),
        ("the order of the last two", (one, three, two)),
    ):
        yield Change("digests[0].papers", what, before, (day(*papers),), (PAPERS,), (day(),))


def _days() -> Iterator[Change]:
    """Days and their digests: undated ones, a day twice, order, and which paper is of which day."""
    dates = [datetime.date(2024, 7, 5)]
    dates += [datetime.date(2024, 7, 6), datetime.date(2024, 8, 5), datetime.date(2023, 7, 5)]
    dates += [datetime.date(1924, 7, 5)]
    elsewhere = usual(url=_ELSEWHERE)
    for other in dates[1:]:
        before = (day(elsewhere),)
        yield Change(
            "digests[0].date", f"{dates[0]} into {other}",
            before, (day(elsewhere, date=other),), ("date",), without("date", before),
        )  # fmt: skip
    undated = day(elsewhere, date=None)
    yield Change("digests[0].date", "that there is one", (day(elsewhere),), (undated,), ("date",), (undated,))
    one, two = usual(30), usual(10)
    cases: tuple[tuple[str, Digest, Digest], ...] = (
        ("a digest without a date", day(one), day(two, date=None, title="Someday")),
        ("a second digest of a day", day(one), day(two)),
        ("an older day after a newer one", day(one), day(two, date=datetime.date(2024, 7, 4))),
        ("a newer day after an older one", day(one), day(two, date=datetime.date(2024, 7, 8))),
        ("a day after one without papers", day(title="Empty"), day(two, date=datetime.date(2024, 7, 8))),
    )
    for what, first, second in cases:
        changed = attrs.evolve(second, papers=(attrs.evolve(two, title="Another Title"),))
        yield Change(
            "digests[1].papers[0].title", f"the title of its paper ({what})",
            (first, second), (first, changed), ("title",), (first,),
        )  # fmt: skip
        replaced = attrs.evolve(first, papers=tuple(attrs.evolve(one, title="Another") for _ in first.papers))
        if replaced != first:
            yield Change(
                "digests[0].papers[0].title", f"the title of the paper before {what}",
                (first, second), (replaced, second), ("title",), (second,),
            )  # fmt: skip
        entitled = attrs.evolve(second, title="Other")
        yield Change(
            "digests[1].title", f"its title ({what})",
            (first, second), (first, entitled), ("digest",), (first,),
        )  # fmt: skip
    one, two = attrs.evolve(one, url=_ELSEWHERE), attrs.evolve(two, url=f"{_ELSEWHERE}/2")
    first, second = day(one), day(two, date=datetime.date(2024, 7, 6))
    yield Change(
        "digests", "their order", (first, second), (second, first), (PAPERS,), (), allowance=ORDER_OF_DAYS
    )
    turned = (attrs.evolve(first, papers=second.papers), attrs.evolve(second, papers=first.papers))
    yield Change(
        "digests[0].papers[0]", "exchanged with that of digests[1]",
        (first, second), turned, ("date", PAPERS), (),
    )  # fmt: skip


def _repetitions() -> Iterator[Change]:
    """A paper that occurs twice, in a day or on two: shown twice, or reported as merged."""
    one, two = usual(30), usual(10)
    later = datetime.date(2024, 7, 6)
    cases: tuple[tuple[str, Digests, Digests], ...] = (
        ("digests[0].papers[2]", (day(one, two, one),), (day(one, two),)),
        ("digests[1].papers[0]", (day(one), day(one, two, date=later)), (day(one), day(two, date=later))),
    )
    for place, before, after in cases:
        yield Change(place, "a paper that comes again", before, after, (PAPERS,), after, repeats=True)
    other = attrs.evolve(one, summary=(Item("Novelty", "Something else."),), votes=81)
    less = attrs.evolve(other, summary=(Item("Novelty", "Something else!"),))
    yield Change(
        "digests[1].papers[0].summary", "of a paper that comes again with another summary",
        (day(one), day(other, date=later)), (day(one), day(less, date=later)),
        ("summary",), (day(one),), repeats=True,
    )  # fmt: skip
