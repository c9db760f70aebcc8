"""Metadata fills in what digests do not say; what it contradicts stays, and each contradiction is told."""

from __future__ import annotations

import datetime
import gzip
import io
import itertools
import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from durations import linear
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Paper
from digestkit.cli import main
from digestkit.enriching import snapshot
from digestkit.registry import transforms
from digestkit.testing import TransformConformance, strategies
from digestkit.transforms.run import step

METADATA = Path(__file__).parent / "metadata"
KINDS = ("api.atom", "snapshot.jsonl", "references.bib", "references.json")
TITLE = (
    "Let the Expert Stick to His Last: Expert-Specialized Fine-Tuning for Sparse Architectural Large "
    "Language Models"
)
URL = "https://arxiv.org/abs/2407.01906"
SHUFFLED = Paper(TITLE, URL, votes=18, authors=("Jose Nunez", "Zihan Wang", "D. Chen"), authors_ordered=False)
DAY = datetime.date(2024, 7, 5)
IN_ORDER = ("Zihan Wang", "Deli Chen", "José Núñez")


class TestConformance(TransformConformance):
    transform = "enrich"
    needs_options = True
    changes = ("authors", "authors_truncated", "categories", "abstract", "submitted", "doi", "extra")
    settings = tuple({"metadata": METADATA / kind} for kind in KINDS)


def run(metadata, *papers, days=None):
    """The papers afterwards, and what was reported."""
    noticed = []
    made = step(transforms.transform("enrich"), {"metadata": metadata}, noticed.append)
    digests = list(made.run([Digest(DAY, "Daily Papers", papers)] if days is None else days, noticed.append))
    if days is not None:
        return digests, noticed
    return digests[0].papers, noticed


def record(**changes):
    """A line of the snapshot about the paper, as bytes."""
    said = json.loads((METADATA / "snapshot.jsonl").read_text("utf-8").splitlines()[1])
    return json.dumps({**said, **changes}).encode() + b"\n"


def entry(**changes):
    """The same with other text in place of some, in a feed of Atom."""
    text = (METADATA / "api.atom").read_text("utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def told(noticed, code=Code.METADATA_CONFLICT):
    return [one.message for one in noticed if one.code is code]


# Each kind of metadata.


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_puts_the_authors_in_order_and_fills_in_the_rest(kind):
    [paper], noticed = run([METADATA / kind], SHUFFLED)
    assert (paper.authors, paper.authors_ordered) == (IN_ORDER, True)
    assert paper.categories == ("cs.CL", "cs.AI")
    assert " ".join(paper.abstract.split()) == "Only the experts that a task calls for are trained."
    assert paper.doi == "10.1000/182"
    assert dict(paper.extra)["journal"] == "J. Experts 1 (2024) 1-9"
    assert (paper.title, paper.url, paper.votes) == (TITLE, URL, 18)
    assert told(noticed) == []
    assert [one.code for one in noticed] == [Code.ENRICHED]
    assert "the metadata has 1 of 1 papers; added: abstract 1, authors 1," in noticed[0].message


@pytest.mark.parametrize(
    ("kind", "submitted", "versions"), list(zip(KINDS, (2, 2, None, 2), (2, 2, 0, 0), strict=True))
)
def test_dates_are_those_that_the_metadata_has(kind, submitted, versions):
    [paper], _ = run([METADATA / kind], SHUFFLED)
    assert paper.submitted == (datetime.date(2024, 7, submitted) if submitted else None)
    days = {name: text for name, text in paper.extra if name != "journal"}
    assert days == dict([("v1", "2024-07-02"), ("v2", "2024-07-05")][:versions])


def test_all_kinds_agree_and_add_nothing_to_one_another():
    [first], _ = run([METADATA / "snapshot.jsonl"], SHUFFLED)
    [paper], noticed = run([METADATA / kind for kind in KINDS], SHUFFLED)
    assert (paper, paper.authors_ordered, told(noticed)) == (first, True, [])


def test_a_paper_from_elsewhere_is_known_by_its_doi():
    elsewhere = Paper("Another Title of It", "https://doi.org/10.1000/9")
    line = record(id="2401.00009", doi="10.1000/9", title="Another Title of It")
    [paper, other], _ = run(
        [iter([line])], elsewhere, Paper("", "https://arxiv.org/abs/2401.00008", doi="10.1000/9")
    )
    assert paper.authors == IN_ORDER
    assert other.authors == ()  # two papers of arXiv are never one


def test_an_old_id_is_known_with_and_without_its_subject_class():
    papers = [Paper("", f"https://arxiv.org/abs/{ident}") for ident in ("math.GT/0309136", "math/0309136")]
    found, _ = run([iter([record(id="math/0309136")])], *papers)
    assert [paper.authors for paper in found] == [IN_ORDER, IN_ORDER]


def test_a_paper_that_occurs_twice_is_completed_twice():
    found, noticed = run([METADATA / "api.atom"], SHUFFLED, attrs.evolve(SHUFFLED, url=f"{URL}v1"))
    assert [paper.authors for paper in found] == [IN_ORDER, IN_ORDER]
    assert "has 2 of 2 papers" in noticed[-1].message


def test_accents_of_tex_are_read():
    line = record(authors_parsed=[["N\\'u\\~nez", "Jos\\'e", ""]], abstract="By Erd\\H{o}s; $\\alpha$.")
    [paper], _ = run([iter([line])], Paper(TITLE, URL))
    assert (paper.authors, paper.abstract) == (("José Núñez",), "By Erdős; $\\alpha$.")


# Authors.


@pytest.mark.parametrize(
    ("authors", "truncated", "after", "conflict"),
    [
        ((), False, IN_ORDER, None),
        ((), True, IN_ORDER, None),
        (("Deli Chen", "José Núñez", "Zihan Wang"), False, IN_ORDER, None),
        (("Chen, Deli", "Núñez, José", "Wang, Zihan"), False, IN_ORDER, None),
        (("D. Chen", "J. Núñez", "Z. Wang"), False, IN_ORDER, None),
        (("Deli B. Chen", "J. Núñez", "Z. Wang"), False, ("Zihan Wang", "Deli B. Chen", "José Núñez"), None),
        (("Zihan Wang", "Zihan Wang", "Deli Chen", "José Núñez"), False, IN_ORDER, None),
        (("Zihan Wang",), True, IN_ORDER, None),
        (("José Núñez", "Zihan Wang"), True, IN_ORDER, None),
        (("Zihan Wang",), False, None, "other authors: Zihan Wang, Deli Chen, José Núñez"),
        (("Ada Lovelace",), True, None, "other authors"),
        (("Zihan Wang", "Deli Chen", "Ada Lovelace"), False, None, "other authors"),
        (("Zihan Wang", "Deli Chen", "José Núñez", "Ada Lovelace"), False, None, "other authors"),
        (("Zihan Wang", "Deli Chen", "Deli Chen", "José Núñez", "Deli Chen"), False, None, "other authors"),
    ],
)
def test_names_are_put_in_order_only_where_they_are_the_same_people(authors, truncated, after, conflict):
    mine = attrs.evolve(SHUFFLED, authors=authors, authors_truncated=truncated)
    [paper], noticed = run([METADATA / "api.atom"], mine)
    if conflict is None:
        assert (paper.authors, paper.authors_truncated, paper.authors_ordered) == (after, False, True)
        assert told(noticed) == []
    else:
        assert (paper.authors, paper.authors_truncated, paper.authors_ordered) == (authors, truncated, False)
        [message] = told(noticed)
        assert message.startswith(f"arxiv:2407.01906: the metadata has {conflict}")
        assert message.endswith("api.atom:5)")
    assert paper.abstract is not None


def test_an_order_that_the_digest_has_published_stays():
    mine = attrs.evolve(SHUFFLED, authors=("Deli Chen", "Zihan Wang", "José Núñez"), authors_ordered=True)
    [paper], noticed = run([METADATA / "api.atom"], mine)
    assert paper.authors == mine.authors
    assert "its authors stand in another order" in told(noticed)[0]
    same = attrs.evolve(SHUFFLED, authors=("Z. Wang", "D. Chen", "J. Nunez"), authors_ordered=True)
    [paper], noticed = run([METADATA / "api.atom"], same)
    assert (paper.authors, told(noticed)) == (same.authors, [])


@pytest.mark.parametrize(
    ("authors", "conflict"),
    [(("Ada Lovelace", "Zihan Wang"), False), (("Emmy Noether", "Ada Lovelace"), True)],
)
def test_a_list_that_the_metadata_cuts_off_replaces_none(authors, conflict):
    bib = b"@misc{a, eprint={2407.01906}, author={Wang, Zihan and others}}"
    mine = attrs.evolve(SHUFFLED, authors=authors)
    [paper], noticed = run([iter([bib])], mine)
    assert (paper.authors, paper.authors_ordered, bool(told(noticed))) == (authors, False, conflict)
    [paper], _ = run([iter([bib])], attrs.evolve(SHUFFLED, authors=()))
    assert (paper.authors, paper.authors_truncated, paper.authors_ordered) == (("Zihan Wang",), True, True)


def test_names_of_a_bib_file_come_in_spoken_order():
    author = "van der Maaten, Laurens and {The Team of X and Y} and Downey, Jr., Robert and Ada Lovelace"
    bib = f"@misc{{a, eprint={{2407.01906}}, author={{{author}}}}}".encode()
    [paper], _ = run([iter([bib])], Paper(TITLE, URL))
    assert paper.authors == (
        "Laurens van der Maaten", "The Team of X and Y", "Robert Downey Jr.", "Ada Lovelace",
    )  # fmt: skip


# The other fields.


@pytest.mark.parametrize(
    ("field", "mine", "after", "conflict"),
    [
        ("categories", ("cs.AI",), ("cs.CL", "cs.AI"), None),
        ("categories", ("cs.AI", "cs.CL"), ("cs.AI", "cs.CL"), None),
        ("categories", ("cs.AI", "cs.CL", "NLP"), ("cs.AI", "cs.CL", "NLP"), None),
        ("categories", ("cs.LG",), ("cs.LG",), "other categories: cs.CL, cs.AI"),
        ("abstract", "Only the experts …", "Only the experts that a task\ncalls for are trained.", None),
        ("abstract", "only the EXPERTS that a task calls\nfor are trained. And more.", None, None),
        ("abstract", "Something else.", None, "another abstract"),
        ("doi", "https://doi.org/10.1000/182", None, None),
        ("doi", "10.48550/arXiv.2407.01906", "10.1000/182", None),
        ("doi", "10.1000/183", None, "another DOI: 10.1000/182"),
        ("doi", "N/A", None, "another DOI: 10.1000/182"),
        ("submitted", datetime.date(2024, 7, 3), None, None),
        ("submitted", datetime.date(2024, 7, 9), None, "submitted on 2024-07-02"),
        ("extra", (("journal", "j experts, 1 (2024), 1--9."),), None, None),
        ("extra", (("journal", "Nature"),), None, "another journal: J. Experts 1 (2024) 1-9"),
        ("extra", (("v1", "2024-07-01"),), None, "another v1: 2024-07-02"),
    ],
)
def test_what_a_digest_says_stays_and_what_differs_is_told(field, mine, after, conflict):
    [paper], noticed = run([METADATA / "api.atom"], attrs.evolve(SHUFFLED, **{field: mine}))
    kept = getattr(paper, field)
    assert (kept[: len(mine)] if field == "extra" else kept) == (mine if after is None else after)
    assert [message.partition("the metadata has ")[2].partition(" (/")[0] for message in told(noticed)] == (
        [conflict] if conflict else []
    )


def test_conflicts_have_the_place_of_the_paper(tmp_path):
    path = tmp_path / "day.md"
    path.write_text(
        f"## Daily Papers (2024-07-05)\n\n### [{TITLE}]({URL})\n\nAuthors: Ada Lovelace\n", "utf-8"
    )
    _, noticed = run([METADATA / "api.atom"], days=digestkit.load(path).digests)
    [conflict] = [one for one in noticed if one.code is Code.METADATA_CONFLICT]
    assert (conflict.source, conflict.line, conflict.severity) == (str(path), 3, digestkit.Severity.WARNING)


def test_another_title_and_other_authors_are_another_paper():
    other = Paper("Cooking with Graphs", URL, authors=("Ada Lovelace",))
    [paper], noticed = run([METADATA / "api.atom"], other)
    assert paper == other
    assert "another title: 'Let the Expert Stick" in told(noticed)[0]


def test_another_title_of_the_same_people_is_told_and_stays():
    translated = attrs.evolve(SHUFFLED, title="전문가는 제 일에만")
    [paper], noticed = run([METADATA / "api.atom"], translated)
    assert (paper.title, paper.authors) == (translated.title, IN_ORDER)
    assert len(told(noticed)) == 1


def test_the_newest_version_counts_in_whatever_order():
    newer = entry(**{"2407.01906v2": "2407.01906v3", "Only the": "Now only the"})
    for files in ([METADATA / "api.atom", iter([newer])], [iter([newer]), METADATA / "api.atom"]):
        [paper], noticed = run(files, SHUFFLED)
        assert paper.abstract.startswith("Now only")
        assert told(noticed) == []
        newer = entry(**{"2407.01906v2": "2407.01906v3", "Only the": "Now only the"})


def test_of_records_without_a_version_the_first_counts_and_the_other_is_told():
    one, two = (
        f"@misc{{a, eprint={{2407.01906}}, abstract={{{text}}}}}\n".encode() for text in ("One.", "Two.")
    )
    [paper], noticed = run([iter([one, two])], SHUFFLED)
    assert paper.abstract == "One."
    assert [message.partition(" has ")[2] for message in told(noticed)] == ["another abstract (metadata:2)"]


# Laws.


def lines_of(papers):
    """Lines of the snapshot about some papers: true, contradicting, or beside the point."""
    idents = [paper.arxiv_id for paper in papers if paper.arxiv_id] or ["2407.01906"]
    texts = st.sampled_from(["", "One.", "Two things.", "Graphs of Languages"])
    people = st.lists(
        st.sampled_from([["Lovelace", "Ada", ""], ["Noether", "E.", ""], ["Lee", "A", "Jr."]]), max_size=3
    )
    return st.lists(
        st.fixed_dictionaries(
            {
                "id": st.sampled_from(idents),
                "title": st.sampled_from([paper.title for paper in papers] + ["Cooking"]),
                "abstract": texts,
                "categories": st.sampled_from(["", "cs.CL", "cs.CL cs.LG", "hep-th"]),
                "doi": st.sampled_from([None, "10.1000/1", "10.1000/2 10.1000/3"]),
                "journal-ref": st.sampled_from([None, "Nature", "Science"]),
                "authors_parsed": people,
                "versions": st.sampled_from(
                    [
                        [],
                        [{"version": "v1", "created": "Tue, 2 Jul 2024 02:50:57 GMT"}],
                        [{"version": "v9"}, 3],
                    ]
                ),
            }
        ),
        max_size=4,
    )


@st.composite
def cases(draw):
    digests = draw(st.lists(strategies.digests(), max_size=2))
    papers = [paper for digest in digests for paper in digest.papers]
    # So that names and titles meet.
    if draw(st.booleans()):
        known = ("Ada Lovelace", "Emmy Noether", "A. Lee Jr.")
        digests = [
            attrs.evolve(
                digest,
                papers=[attrs.evolve(paper, authors=draw(st.permutations(known))) for paper in digest.papers],
            )
            for digest in digests
        ]
    said = draw(lines_of(papers)) if papers else []
    return digests, b"".join(json.dumps(line).encode() + b"\n" for line in said)


@given(cases())
def test_doing_it_twice_is_doing_it_once(case):
    digests, data = case
    once, noticed = run([iter([data])], days=digests)
    twice, again = run([iter([data])], days=once)
    assert twice == once
    assert [paper.authors_ordered for digest in twice for paper in digest.papers] == [
        paper.authors_ordered for digest in once for paper in digest.papers
    ]
    assert told(again) == told(noticed)


@given(cases())
def test_it_only_adds_and_keeps_papers_in_their_order(case):
    digests, data = case
    made, _ = run([iter([data])], days=digests)
    assert [(digest.date, digest.title) for digest in made] == [
        (digest.date, digest.title) for digest in digests
    ]
    for before, after in zip(digests, made, strict=True):
        for old, new in zip(before.papers, after.papers, strict=True):
            unchanged = ("title", "url", "votes", "media", "summary", "tldr", "tags", "links", "section")
            assert all(getattr(old, name) == getattr(new, name) for name in unchanged)
            assert set(old.categories) <= set(new.categories)
            assert new.extra[: len(old.extra)] == old.extra
            for name in ("abstract", "submitted", "doi"):
                was = getattr(old, name)
                assert (
                    was is None
                    or was == getattr(new, name)
                    or (name == "abstract" and len(was) <= len(new.abstract))
                )
            assert len(new.authors) >= len(old.authors_clean)
            assert old.authors_truncated or not new.authors_truncated or not old.authors
            assert old.authors_ordered is not True or new.authors_ordered is True


@given(cases())
def test_what_differs_from_the_metadata_is_told(case):
    digests, data = case
    made, noticed = run([iter([data])], days=digests)
    lines = [json.loads(line) for line in data.splitlines()]
    for digest in made:
        for paper in digest.papers:
            for line in lines:
                if line["id"] != paper.arxiv_id or any(other["versions"] for other in lines):
                    continue
                about = [message for message in told(noticed) if message.startswith(f"{paper.id}: ")]
                if line["journal-ref"] not in (None, dict(paper.extra).get("journal")):
                    assert any("another journal" in one or "another title" in one for one in about)
                if line["categories"] and not set(line["categories"].split()) <= set(paper.categories):
                    assert any("other categories" in one or "another title" in one for one in about)


@given(
    st.sampled_from([b"", b"\n", b" \t\r\n" * 10, b"\xef\xbb\xbf", b"[]", b"<feed/>"]),
    st.lists(strategies.digests(), max_size=2),
)
def test_empty_metadata_changes_nothing(data, digests):
    made, noticed = run([iter([data])], days=digests)
    assert made == digests
    assert {one.code for one in noticed} <= {Code.ENRICHED}


# Metadata from hell.

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    b"<feed><entry><id>http://arxiv.org/abs/2407.01906v1</id><title>&d;</title></entry></feed>"
)


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"<feed>" + b"<a>" * 5000, "damaged XML: Excessive depth in document: 256", 1),
        (b"<feed><entry>" + b"x" * 10_500_000 + b"</entry></feed>", "damaged XML: ", 1),
        (b"<feed>\n<entry>\n<id>", "damaged XML: ", 3),
        (b"<html>\n<p></html>", "damaged XML: Opening and ending tag mismatch", 2),
        (b'{"id":"2407.01906"' + b"x" * 9_000_000, "a line of more than 8 MiB", 1),
        (b'{"id":"2407.01906",\n', "no JSON: ", 1),
        (b'{"a":' * 100_000, "no JSON: it cannot be read", 1),
        (
            b'{"id":"2407.01906","title":[],"doi":3}\n',
            "2407.01906: of another type than in the snapshot: doi, title",
            1,
        ),
        (b'{"id":7}\n', "no record of the arXiv snapshot", 1),
        (b'{"id":"0704.0001"}\n[]\n', "no record of the arXiv snapshot", 2),
        (b'{ "x": 1, "id":"x"}\n', "no arXiv id: 'x'", 1),
        (b"[1,\n2", "no JSON: ", 2),
        (b"[" * 100_000, "no JSON that can be read", None),
        (b'["x"]', "item 1 is not a JSON object", None),
        (b'[{"id": "\xff"}]', "no JSON that can be read", None),
        (
            b'{"id":"2407.01906","authors_parsed":[["Wang","Zihan",""],["",""]]}\n',
            "2407.01906: an author that cannot be read, so none of them is",
            1,
        ),
        (
            b'[{"note":"arXiv:2407.01906","author":[{"family":"Wang","given":"Zihan"},{"family":5}]}]',
            "item 1: an author that cannot be read, so none of them is",
            None,
        ),
        (b'[{"note":"arXiv:2407.01906","author":"Wang"}]', "item 1: an author that cannot be read", None),
        (
            b"\n@misc{a, eprint={2407.01906}, author={G\xf6del, Kurt}}",
            "the entry 'a' is not UTF-8: save the file in that encoding",
            2,
        ),
        (
            b"@misc{b, eprint={2407.01907}}\n@misc{a, eprint={2407.01906}, title={x}, author={Wang, {Zihan}",
            "the entry 'a' is never closed",
            2,
        ),
        (
            (
                b'<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<feed><entry>'
                b"<id>http://arxiv.org/abs/2407.01906v1</id>\n<author><name>&x;</name></author></entry></feed>"
            ),
            "the entity &x; is not expanded; what holds it is not read",
            3,
        ),
    ],
    ids=itertools.count(),
)
def test_damaged_metadata_is_told_with_its_place(data, message, line):
    wanted = Paper(TITLE, "https://arxiv.org/abs/2407.01906")
    found = Paper("", "https://x.example/x")
    [paper, _], noticed = run([iter([data])], wanted, found)
    [damage] = [one for one in noticed if one.code is Code.METADATA_UNREAD]
    assert damage.message.startswith(message)
    assert (damage.source, damage.line) == ("metadata", line or damage.line)
    assert paper.authors == ()


def test_what_comes_before_damage_counts():
    data = entry().replace(b"</feed>", b"<entry><id>")
    [paper], noticed = run([iter([data[at : at + 50] for at in range(0, len(data), 50)])], SHUFFLED)
    assert paper.authors == IN_ORDER
    assert told(noticed, Code.METADATA_UNREAD)[0].startswith("damaged XML: ")


def test_entities_are_not_expanded():
    [paper], _ = run([iter([BOMB])], Paper("", URL))
    assert paper.title == ""
    assert paper.extra == ()


def test_types_that_are_wrong_cost_what_they_are_of():
    for wrong in (3, ["x", None], [], [["y"]], [""]):
        line = record(abstract=7, authors_parsed=[["Wang", "Zihan", ""], wrong])
        [paper], _ = run([iter([line])], Paper(TITLE, URL))
        assert (paper.abstract, paper.authors, paper.authors_ordered, paper.doi) == (
            None, (), None, "10.1000/182",
        )  # fmt: skip


def test_an_entity_costs_what_holds_it():
    data = entry(**{"<feed": '<!DOCTYPE feed [<!ENTITY x SYSTEM "http://x.example/x">]><feed'})
    data = data.replace(b"<summary>", b"<summary>&x; ")
    [paper], noticed = run([iter([data])], SHUFFLED)
    assert (paper.authors, paper.abstract) == (IN_ORDER, None)
    assert len(told(noticed, Code.METADATA_UNREAD)) == 1


def test_ids_with_a_version_are_known():
    [paper], noticed = run([iter([record(id="2407.01906v2")])], SHUFFLED)
    assert (paper.authors, told(noticed)) == (IN_ORDER, [])


@pytest.mark.parametrize("last", ["et al.", "José Núñez et al.", "and 2 others", "…"])
def test_a_name_that_says_that_there_are_more_is_nobody(last):
    mine = attrs.evolve(SHUFFLED, authors=("Zihan Wang", last))
    [paper], noticed = run([METADATA / "api.atom"], mine)
    assert (paper.authors, paper.authors_truncated, told(noticed)) == (IN_ORDER, False, [])
    mine = attrs.evolve(SHUFFLED, authors=("Ada Lovelace", last))
    [paper], noticed = run([METADATA / "api.atom"], mine)
    assert (paper.authors, len(told(noticed))) == (mine.authors, 1)


def test_many_damaged_lines_are_counted():
    _, noticed = run([iter([b"{x}\n" * 5000])], SHUFFLED)
    unread = told(noticed, Code.METADATA_UNREAD)
    assert (len(unread), unread[-1]) == (21, "4980 more such parts")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (gzip.compress(b"{}", mtime=0), "it is compressed; unpack it: <(gzip -dc metadata)"),
        (b"hello", "it is not metadata"),
        (b"%PDF-1.4\n\xff@\x00 @{", "it is not metadata"),
        (b'{"schema": "digestkit/2", "id": "arxiv:2407.01906"}\n', "it holds digests, not metadata"),
    ],
)
def test_what_is_no_metadata_ends_the_run(data, why):
    with pytest.raises(digestkit.InputError) as caught:
        run([iter([data])], SHUFFLED)
    assert caught.value.reason.startswith(why)


def test_without_metadata_it_says_what_is_wanted():
    with pytest.raises(digestkit.UsageError, match="enrich:metadata=FILE"):
        run([], SHUFFLED)


# Streams.


@pytest.mark.parametrize("size", [1, 7, 4096])
@pytest.mark.parametrize("kind", KINDS)
def test_chunks_may_end_anywhere(kind, size):
    data = (METADATA / kind).read_bytes()
    whole, _ = run([METADATA / kind], SHUFFLED)
    assert run([iter([data[at : at + size] for at in range(0, len(data), size)])], SHUFFLED)[0] == whole


@pytest.mark.parametrize("size", [1, 5, 100])
@given(data=st.binary(max_size=60), longest=st.sampled_from([3, 100]))
def test_lines_of_chunks_are_those_of_the_whole(size, data, longest):
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    parts = data.split(b"\n")
    wanted = [
        (number, line if len(line) <= longest else None)
        for number, line in enumerate(parts, 1)
        if line or number < len(parts)
    ]
    assert list(snapshot.lines(chunks, longest)) == wanted


def test_memory_follows_the_papers_asked_for():
    other = record(id="2407.01907") * 400

    def chunks():
        for _ in range(100):
            yield other
        yield record()

    tracemalloc.start()
    [paper], _ = run([chunks()], SHUFFLED)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert paper.authors == IN_ORDER
    assert peak < 8 * len(other) < 100 * len(other) / 10


def test_lines_of_other_papers_are_not_parsed():
    [paper], noticed = run([iter([b'{"id":"2407.01907", this is no JSON\n', record()])], SHUFFLED)
    assert paper.authors == IN_ORDER
    assert told(noticed, Code.METADATA_UNREAD) == []


# The command.


def invoke(*arguments):
    return CliRunner().invoke(main, ["enrich", *map(str, arguments)])


@pytest.fixture
def day(tmp_path):
    path = tmp_path / "days" / "2024-07-05.md"
    path.parent.mkdir()
    names = ", ".join(SHUFFLED.authors)
    path.write_text(f"## Daily Papers (2024-07-05)\n\n### [{TITLE}]({URL})\n\nAuthors: {names}\n", "utf-8")
    return path


def test_the_command_writes_json_lines(day):
    done = invoke(day, "--metadata", METADATA / "api.atom")
    [line] = map(json.loads, done.stdout.splitlines())
    assert (line["authors"], line["authors_ordered"], done.stderr) == (list(IN_ORDER), True, "")


def test_the_command_writes_what_the_suffix_or_to_says(day, tmp_path):
    assert invoke(day, "--metadata", METADATA / "api.atom", "-o", tmp_path / "x.bib").exit_code == 0
    made = (tmp_path / "x.bib").read_text("utf-8")
    assert r"author        = {Zihan Wang and Deli Chen and Jos{\'e} N{\'u}{\~n}ez}" in made
    assert invoke(day, "--metadata", METADATA / "api.atom", "--to", "rss").stdout.startswith("<?xml")


def test_selection_sees_what_the_metadata_says(day):
    given = [day, "--metadata", METADATA / "snapshot.jsonl"]
    assert invoke(*given, "--category", "cs.AI").stdout
    assert "leave nothing" in invoke(*given, "--category", "cs.LG").stderr


def test_a_folder_of_outputs_reads_a_file_for_each(day, tmp_path):
    (day.parent / "2024-07-06.md").write_text(day.read_text("utf-8").replace("07-05", "07-06"), "utf-8")
    done = invoke(
        day.parent, "--metadata", METADATA / "snapshot.jsonl", "--to", "jsonl", "-o", f"{tmp_path}/out/"
    )
    assert done.exit_code == 0
    made = [
        json.loads(path.read_text("utf-8"))["authors_ordered"]
        for path in sorted((tmp_path / "out").iterdir())
    ]
    assert made == [True, True]


def test_a_file_that_is_not_there_is_1_and_writes_nothing(day, tmp_path):
    done = invoke(day, "--metadata", tmp_path / "none.bib", "-o", tmp_path / "x.jsonl")
    assert done.exit_code == 1
    assert f"option metadata: {tmp_path}/none.bib cannot be read: No such file" in done.stderr
    assert not (tmp_path / "x.jsonl").exists()


def test_metadata_is_wanted(day):
    assert "Missing option '--metadata'" in invoke(day).stderr


def test_damaged_metadata_fails_where_strictness_is_asked_for(day, tmp_path):
    (tmp_path / "x.atom").write_bytes(b"<feed>")
    given = [day, "--metadata", tmp_path / "x.atom", "-o", tmp_path / "x.jsonl"]
    assert invoke(*given).exit_code == 0
    (tmp_path / "x.jsonl").unlink()
    assert invoke(*given, "--strict").exit_code == 4
    assert not (tmp_path / "x.jsonl").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_read_once(day, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"open({str(pipe)!r}, 'wb').write(open({str(METADATA / 'snapshot.jsonl')!r}, 'rb').read())",
        ]
    ) as writer:
        done = invoke(day, "--metadata", pipe)
        assert writer.wait(10) == 0
    assert json.loads(done.stdout)["authors"] == list(IN_ORDER)


def test_a_program_gives_open_files(day, tmp_path):
    with (METADATA / "api.atom").open("rb") as stream:
        result = digestkit.convert(
            day, "jsonl", tmp_path / "x.jsonl", transforms=[("enrich", {"metadata": [stream]})]
        )
    assert result.diagnostics[-1].code is Code.ENRICHED
    with pytest.raises(digestkit.InputError, match="must be open in binary mode"):
        run([io.StringIO("x")], SHUFFLED)


@pytest.mark.parametrize("piece", [" ", "and ", "{", "\\'", "$", "\\v ", "(", "A. "])
def test_long_values_take_their_time_and_no_more(piece):
    value = piece * (300_000 // len(piece))
    bib = f'@misc{{a, eprint={{2407.01906}}, author="{value}", abstract="{value}", title="{value}"}}'.encode()
    line = record(abstract=value, title=value, authors_parsed=[[value, "", ""]] * 3)
    mine = attrs.evolve(SHUFFLED, title=f"{value}x", abstract=f"{value}x")
    with linear():
        run([iter([bib]), iter([line])], mine)
