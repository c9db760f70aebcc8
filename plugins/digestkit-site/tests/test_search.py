"""The index of the search: which scripts there are, what stands in them, and what changes them."""

from __future__ import annotations

import json
import unicodedata

from digestkit_site import search
from digestkit_site.search import Indexed
from hypothesis import given
from hypothesis import strategies as st


def paper(number=1, day="2024-07-05", **changes) -> Indexed:
    made = Indexed(
        address=f"papers/2407.{number:05}.html",
        title=f"Paper {number}",
        names=("Ada Lovelace", "김철수"),
        text="확산 모델을 다룬다.",
        day=day,
        votes=12,
        categories=("cs.LG",),
        lang="ko",
        title_lang="",
    )
    return made._replace(**changes)


def shards(papers):
    """The scripts of papers."""
    return search.shards(map(search.entry, papers))


def arguments(script: str) -> list[object]:
    """What a script hands over: a call of one function with JSON arguments."""
    call, _, rest = script.partition("(")
    assert call in {"digestkitSearch.add", "digestkitSearch.open"}
    assert rest.endswith(");\n")
    return json.loads(f"[{rest[:-3]}]")


def test_a_paper_is_a_line():
    made = dict(shards([paper()]))
    row = (
        '["papers/2407.00001.html","Paper 1",["Ada Lovelace","김철수"],"확산 모델을 다룬다.",'
        '"2024-07-05",12,["cs.LG"],"ko"]'
    )
    assert made["search/2024-07.js"] == f'digestkitSearch.add("2024-07", [\n{row}\n]);\n'


def test_a_title_in_another_language_says_so():
    made = dict(shards([paper(title_lang="en"), paper(2)]))
    (_, rows) = arguments(made["search/2024-07.js"])
    assert [row[7:] for row in rows] == [["ko", "en"], ["ko"]]


def test_the_list_names_the_parts_newest_first():
    days = ["2023-12-31", "", "2024-07-05", "2024-07-06", "2024-01-01"]
    made = dict(shards(paper(number, day, votes=number) for number, day in enumerate(days)))
    parts, categories = arguments(made["search/index.js"])
    assert parts == [
        ["2024-07", "2024-07", 2, 3],
        ["2024-01", "2024-01", 1, 4],
        ["2023-12", "2023-12", 1, 0],
        ["undated", "", 1, 1],
    ]
    assert categories == ["cs.LG"]


def test_the_list_says_where_no_votes_are_known():
    (parts, _) = arguments(dict(shards([paper(votes=None)]))["search/index.js"])
    assert parts == [["2024-07", "2024-07", 1, None]]


def test_a_site_without_papers_has_a_list():
    assert list(shards([])) == [("search/index.js", "digestkitSearch.open([\n\n], []);\n")]


def test_a_new_day_changes_the_last_part_of_its_month(monkeypatch):
    monkeypatch.setattr(search, "PART_BYTES", 1000)
    papers = [paper(number, f"2024-{6 + number // 20:02}-{1 + number % 20:02}") for number in range(40)]
    before = dict(shards(papers))
    after = dict(shards([paper(99, "2024-07-30"), *papers]))
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    *_, last, _ = after
    assert changed == {last, "search/index.js"}


def test_no_part_is_larger_than_it_may_be(monkeypatch):
    monkeypatch.setattr(search, "PART_BYTES", 1000)
    made = dict(shards(paper(number, text="가" * number * 10) for number in range(30)))
    parts, _ = arguments(made.pop("search/index.js"))
    assert [name for name, *_ in parts] == [*(f"2024-07-{at}" for at in range(len(parts), 1, -1)), "2024-07"]
    assert all(len(script.encode()) < 1100 for script in made.values())
    held = [row for name, *_ in reversed(parts) for row in arguments(made[f"search/{name}.js"])[1]]
    assert [row[0] for row in held] == [paper(number).address for number in range(30)]


def test_a_paper_larger_than_a_part_is_whole():
    long = paper(text="가" * search.PART_BYTES)
    (_, (row,)) = arguments(dict(shards([long]))["search/2024-07.js"])
    assert row[3] == long.text


@given(st.text(), st.text())
def test_text_is_in_nfc_on_one_line_and_only_data(title, text):
    (name, (row,)) = arguments(dict(shards([paper(title=title, text=text)]))["search/2024-07.js"])
    assert name == "2024-07"
    for found, given_text in ((row[1], title), (row[3], text)):
        assert unicodedata.is_normalized("NFC", found)
        assert found.split() == unicodedata.normalize("NFC", given_text).split()
        assert "\n" not in found


def test_text_stays_data_whatever_it_says():
    hostile = '"]); alert(1); //</script><!--\\\u2028'
    (_, (row,)) = arguments(dict(shards([paper(title=hostile)]))["search/2024-07.js"])
    assert row[1] == hostile.rstrip("\u2028")


@given(st.permutations(range(12)))
def test_the_order_of_days_does_not_matter(order):
    papers = [paper(number, f"2024-{1 + number:02}-01") for number in range(12)]
    assert dict(shards(papers)) == dict(shards(papers[at] for at in order))
