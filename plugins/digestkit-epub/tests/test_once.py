"""What costs is done once: each text of a paper, and the book.

Counted, not timed: a second call of the same function for the same paper is a second time its work.
"""

import sys
from collections import Counter

import books
import pictures
import pytest
from digestkit_epub.exporter import Video

from digestkit import Media

COUNT = 40
WATCHED = {
    f"digestkit.{name}": name
    for name in (
        "text.bylines.shown",
        "text.cleaning.clean",
        "text.cleaning.is_clean",
        "text.inline.summary_html",
        "text.languages._language",
        "text.links.link_target",
    )
} | {"digestkit_epub.plan.make": "plan.make"}
"""Functions by their modules."""


def calls(function, *names):
    """How often each watched function, and each other one of these names in the plugin, runs meanwhile."""
    found = Counter()

    def watch(frame, event, _argument):
        if event == "call":
            module, name = frame.f_globals.get("__name__", ""), frame.f_code.co_name
            if f"{module}.{name}" in WATCHED:
                found[WATCHED[f"{module}.{name}"]] += 1
            elif name in names and "digestkit_epub" in module:
                found[name] += 1

    sys.setprofile(watch)
    try:
        function()
    finally:
        sys.setprofile(None)
    return found


def papers(count, sign="", **fields):
    """Papers of so many authors that some are cut, with a sign in their titles and names."""
    return [
        books.paper(
            f"Paper {number}{sign}",
            f"https://arxiv.org/abs/2407.{number:05}v2",
            votes=number,
            authors=tuple(f"Author {name}{sign}" for name in range(12)),
            summary=(books.korean(), books.korean()),
            **fields,
        )
        for number in range(count)
    ]


def per_paper(sign="", **options):
    """Calls for each of many papers: the difference of two books, in which what a book costs cancels."""
    film = Media("video", "https://example.org/a.mp4")
    small, large = (
        calls(lambda count=count: books.make(books.digest(*papers(count, sign, media=film)), **options))
        for count in (COUNT, 2 * COUNT)
    )
    return {name: (large[name] - small[name]) / COUNT for name in WATCHED.values()}


@pytest.mark.parametrize("options", [{}, {"video": Video.REMOTE, "max_authors": 3}, {"language": "en"}])
def test_each_text_of_a_paper_is_read_once(options):
    found = per_paper(**options)
    assert found["text.bylines.shown"] == 1
    assert found["text.inline.summary_html"] == 1
    assert found["text.links.link_target"] == 2, "the paper's URL, and its video's"
    assert found["text.languages._language"] <= 4, "title, names shown and in full, summary"


def test_texts_that_can_be_printed_are_not_looked_at_again():
    found = per_paper()
    assert found["text.cleaning.clean"] == found["text.cleaning.is_clean"] == 0


def test_other_texts_are_cleaned_where_they_enter_and_looked_at_once_more_to_report_them():
    found = per_paper("\N{ZERO WIDTH JOINER}")
    assert 2 <= found["text.cleaning.clean"] <= 8, "title and authors, and what is made of them"
    assert found["text.cleaning.is_clean"] <= found["text.cleaning.clean"] + 8


def illustrated(tmp_path, size, **options):
    for number in range(3):
        beside = pictures.chunk(b"prVt", bytes(size))
        (tmp_path / f"{number}.png").write_bytes(pictures.png(1, number + 1, beside=beside))
    shown = [books.paper(media=Media("image", f"/{number}.png")) for number in (0, 1, 2, 0)]
    return calls(
        lambda: books.make(books.digest(*shown), images=tmp_path, **options),
        *("_page", "bind", "pack", "describe", "png", "_read", "illustrated"),
    )


def test_a_book_with_pictures_is_made_once(tmp_path):
    found = illustrated(tmp_path, 400_000)
    assert found["plan.make"] == found["_page"] == found["bind"] == found["pack"] == found["describe"] == 1
    assert found["png"] == 1
    assert found["_read"] == 3, "each file"


def test_a_book_with_too_many_pictures_is_bound_again_of_the_same_pages(tmp_path):
    found = illustrated(tmp_path, 332_000, max_total_mb=1)
    assert found["bind"] == found["pack"] == 2
    assert found["plan.make"] == found["_page"] == 1
    assert found["png"] == 1
    assert found["_read"] == 3
