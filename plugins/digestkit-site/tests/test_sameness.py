"""What makes a site the same again: one day more, another order of the inputs, several processes."""

import datetime
import json
import os

import pytest
from digestkit_site import addresses, exporter

import digestkit
from digestkit.testing import samples


def test_a_new_day_changes_what_it_touches_and_nothing_else(build):
    days = [
        samples.digest(
            samples.paper(at, authors=(f"Author {at % 9}",)),
            date=datetime.date(2024, 1 + at // 28, 1 + at % 28),
        )
        for at in range(140)
    ]
    before, after = build(*days[:-1]).files, build(*days).files
    changed = {name for name in after if before.get(name) != after[name]}
    assert set(before) <= set(after)
    assert changed == {
        "index.html", "about.html", "atom.xml", "rss.xml", "search/index.js", "search/2024-05.js",
        "years/2024.html", "months/2024-05.html",
        "days/2024-05-27.html",  # the day before it leads to it
        "days/2024-05-28.html", "days/2024-05-28.bib", "days/2024-05-28.json",
        "papers/2407.00139.html", "papers/2407.00139.bib", "papers/2407.00139.json",
        addresses.of_author("Author 4"), "authors/index.html",
    }  # fmt: skip


def test_the_same_bytes_whatever_the_order_of_the_inputs(build):
    days = [samples.digest(samples.paper(at), date=datetime.date(2024, 1, at)) for at in range(1, 9)]
    assert build(*days).files == build(*days[::-1]).files


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # that a process with threads forks
def test_the_same_bytes_whatever_the_number_of_processes(tmp_path, monkeypatch):
    days = []  # papers are listed again ten and twenty days later
    for at in range(20, 140):
        papers = [
            samples.paper(4 * number, authors=(f"Author {at % 5}",)) for number in (at, at - at % 3 * 10)
        ]
        days.append(samples.digest(*papers, date=datetime.date(2024, 1 + at // 28, 1 + at % 28)))
    given = tmp_path / "days.jsonl"
    given.write_text(digestkit.dumps(days, "jsonl"), encoding="utf-8")
    monkeypatch.setattr(exporter, "_MANY", len(days))
    seen = []
    for jobs in (1, 3):
        result = digestkit.convert(given, "site", f"{tmp_path}/{jobs}/", jobs=jobs)
        files = {path.relative_to(tmp_path / str(jobs)): path for path in result.written[0].files}
        seen.append({name: path.read_bytes() for name, path in files.items()})
    assert list(seen[0]) == list(seen[1])
    assert seen[0] == seen[1]
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "paper.html").write_text("{{ nothing }}")
    with pytest.raises(digestkit.UsageError, match=r"paper.html:1: 'nothing' is undefined"):
        digestkit.convert(given, "site", f"{tmp_path}/x/", jobs=2, templates=str(tmp_path / "theme"))


def test_where_a_paper_stood_in_a_file_is_not_said(tmp_path):
    """In a file that grows at its top, it would be another line each day."""
    given = tmp_path / "day.md"
    given.write_text("## Day (2024-07-05)\n\n### [T](https://arxiv.org/abs/2407.00001)\n", encoding="utf-8")
    digestkit.convert(given, "site", f"{tmp_path}/site/")
    for name in ("days/2024-07-05.json", "papers/2407.00001.json"):
        (record,) = json.loads((tmp_path / "site" / name).read_text(encoding="utf-8"))
        assert record["source"] is None
