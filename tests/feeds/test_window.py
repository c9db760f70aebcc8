"""What a feed holds of a long stream: the newest items, each once, and no more than twice as many."""

import datetime
import gc

import pytest

import digestkit
from digestkit import Digest, Paper
from digestkit.diagnostics import Code
from digestkit.export.contract import ExportContext
from digestkit.formats.feeds.options import FeedOptions, Items
from digestkit.formats.feeds.rss import rss
from digestkit.formats.feeds.window import Slot, Window, days, papers, watched
from digestkit.source import SourceText

JULY = [datetime.date(2024, 7, number) for number in range(1, 32)]


def slot(key, day, rank=0, *, value=None, guessed=False):
    return Slot(key, JULY[day - 1], rank, value or key, guessed)


def window(size, *slots, join=lambda known, _met: known):
    made = Window(size, join)
    for each in slots:
        made.add(each)
    return made


def keys(made):
    return [each.key for each in made.take()]


def test_the_newest_come_first_and_those_of_a_day_in_their_order():
    made = window(0, slot("b", 1, 1), slot("a", 1, 0), slot("d", 3, 1), slot("c", 3, 0), slot("e", 2))
    assert keys(made) == ["c", "d", "e", "a", "b"]
    assert made.cut == 0


def test_a_slot_met_again_is_joined_to_the_one_before():
    joined = []

    def join(known, met):
        joined.append((known.value, met.value))
        return met

    made = window(0, slot("a", 1, value="first"), slot("a", 2, value="second"), join=join)
    assert joined == [("first", "second")]
    assert [each.value for each in made.take()] == ["second"]


def test_the_window_keeps_its_size_and_counts_what_it_let_go():
    made = window(2, *(slot(str(day), day) for day in range(1, 10)))
    assert keys(made) == ["9", "8"]
    assert made.cut == 7


def test_a_full_window_is_whole_and_one_more_is_cut():
    assert window(3, *(slot(str(day), day) for day in (1, 2, 3))).cut == 0
    made = window(3, *(slot(str(day), day) for day in (1, 2, 3)))
    assert keys(made) == ["3", "2", "1"]
    assert made.cut == 0


def test_what_was_let_go_does_not_come_back():
    made = window(1, slot("a", 1), slot("b", 2), slot("c", 3), slot("a", 9))
    assert keys(made) == ["c"]
    assert made.cut == 2


def test_what_was_let_go_on_a_guess_may_come_back_on_its_own_day():
    made = window(1, slot("a", 1, guessed=True), slot("b", 2), slot("c", 3), slot("a", 9))
    assert keys(made) == ["a"]


@pytest.mark.parametrize("size", [1, 2, 3, 10])
def test_at_most_twice_as_many_are_held(size):
    joined = []

    def join(known, _met):
        joined.append(known.key)
        return known

    made = Window(size, join)
    for number in range(2 * size):
        made.add(slot(f"k{number}", 1 + number % 28, number))
    for number in range(2 * size):
        made.add(slot(f"k{number}", 1 + number % 28, number))
    assert len(joined) == 2 * size
    made.add(slot("one more", 31))
    joined.clear()
    for number in range(2 * size):
        made.add(slot(f"k{number}", 1 + number % 28, number))
    assert len(joined) == size + size // 2 - 1


def paper(number, title="T"):
    return Paper(title, f"https://arxiv.org/abs/2407.{number:05}")


def told():
    notes = []
    return notes, ExportContext(sink=notes.append)


def test_a_paper_counts_where_it_is_met_earliest_as_it_is_told_there():
    notes, context = told()
    digests = [
        Digest(JULY[4], "", [paper(1, "later"), paper(2)]),
        Digest(JULY[2], "", [paper(1, "earlier")]),
        Digest(JULY[3], "", [paper(1, "between")]),
    ]
    made = papers(digests, 0, context).take()
    assert [(each.value.paper.title, each.day, each.rank) for each in made] == [
        ("T", JULY[4], 1),
        ("earlier", JULY[2], 0),
    ]
    assert [note.code for note in notes] == [Code.MERGED] * 2
    assert all(note.message.endswith(", dated 2024-07-03") for note in notes)


def test_ranks_go_on_over_the_digests_of_a_day():
    _, context = told()
    digests = [Digest(JULY[0], "", [paper(1), paper(2)]), Digest(JULY[0], "", [paper(3)])]
    assert [(each.rank, each.guessed) for each in papers(digests, 0, context).take()] == [
        (0, False),
        (1, False),
        (2, False),
    ]


@pytest.mark.parametrize("own_first", [True, False])
def test_a_day_of_a_digest_counts_before_the_month_of_an_id(own_first):
    notes, context = told()
    digests = [Digest(JULY[8], "", [paper(1, "own")]), Digest(None, "", [paper(1, "guessed")])]
    (made,) = papers(digests if own_first else digests[::-1], 0, context).take()
    assert (made.value.paper.title, made.day, made.guessed) == ("own", JULY[8], False)
    assert sorted(note.code.id for note in notes) == [Code.MERGED.id, Code.EXPORT_WARNING.id]


def test_a_paper_under_no_date_has_the_first_day_of_its_ids_month_or_none():
    notes, context = told()
    undated = Digest(None, "Someday", [paper(1), Paper("elsewhere", "https://example.org/a")])
    (made,) = papers([undated], 0, context).take()
    assert (made.day, made.guessed, made.title) == (JULY[0], True, "Someday")
    assert [(note.code, note.message) for note in notes] == [
        (Code.EXPORT_WARNING, f"no digest dates {made.value.id}; its arXiv id does: 2024-07-01"),
        (Code.DROPPED, "a paper under no date has no place in a feed"),
    ]


def test_digests_of_a_day_are_one_with_each_paper_once():
    notes, context = told()
    digests = [
        Digest(JULY[0], "", [paper(1, "first"), paper(2), paper(1, "again")]),
        Digest(JULY[1], "B", [paper(4)]),
        Digest(JULY[0], "A", [paper(3), paper(2, "again")]),
        Digest(JULY[0], "C", [paper(5)]),
        Digest(JULY[6], "Empty"),
    ]
    later, day = days(digests, 0, context).take()
    assert (later.key, later.value.digest) == ("2024-07-02", digests[1])
    assert (day.key, day.day, day.rank, day.value.digest.title) == ("2024-07-01", JULY[0], 0, "A")
    assert [each.paper.title for each in day.value.references] == ["first", "T", "T", "T"]
    assert day.value.digest.papers == tuple(each.paper for each in day.value.references)
    assert [note.code for note in notes] == [Code.MERGED, Code.MERGED, Code.DROPPED]
    assert all("it is one entry" in note.message for note in notes if note.code is Code.MERGED)
    assert notes[2].message == "the title 'C' gives way to 'A' of the same day"


def test_papers_under_no_date_are_dropped_from_a_feed_of_days():
    notes, context = told()
    assert days([Digest(None, "", [paper(1)])], 0, context).take() == []
    assert [(note.code, note.message) for note in notes] == [
        (Code.DROPPED, "papers under no date have no place in a feed of days")
    ]


def test_who_watches_sees_each_digest_before_it_is_handed_on():
    seen = []
    digests = [Digest(day, "") for day in JULY[:3]]
    stream = watched(digests, seen.append)
    assert next(stream) is seen[0] is digests[0]
    assert list(stream) == digests[1:]
    assert seen == digests


@pytest.mark.parametrize("items", ["paper", "digest"])
def test_a_feed_of_all_items_lets_the_texts_of_files_go(items):
    """They are larger than what is kept of them: a character takes four bytes where one is an emoji."""

    def days_read():
        for number in range(1, 4):
            text = f"## D (2024-07-{number:02})\n\n### [T](https://arxiv.org/abs/2407.0000{number})\n- 🎉\n"
            yield from digestkit.parse(text, "let-go.md").digests

    options = FeedOptions(max_items=0, items=Items(items), feed_url="https://a.example/f")
    chunks = rss(days_read(), ExportContext(options=options))
    first = next(chunks)
    held = [one for one in gc.get_objects() if isinstance(one, SourceText) and one.name == "let-go.md"]
    assert held == []
    assert "".join([first, *chunks]).count("<item>") == 3
