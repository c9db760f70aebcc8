"""The laws in each dialect that can be written: what is written reads back equal, or what differs is told."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import digestkit
from digestkit import dialects
from digestkit.diagnostics import Code
from digestkit.dialects import engine, spelling
from digestkit.errors import ModelError
from digestkit.model import Paper
from digestkit.source import Origin
from digestkit.testing import strategies as made

NAMES = [name for name in dialects.known() if dialects.named(name).write is not None]
FIELDS = [
    field.name for field in attrs.fields(Paper) if field.name not in ("span", "layout", "authors_ordered")
]
FEWER = settings(
    max_examples=settings.default.max_examples // 3,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""For tests that run once for each dialect."""
BYTES = {"DK101", "DK102", "DK103", "DK104"}
"""Codes of bytes and characters, which have nothing to do with a dialect."""


def read(text, name, digests):
    """Read what was written, in a file that is called as it must be."""
    dated = next(iter(digests), None)
    path = None
    if dated is not None and dated.date is not None:
        path = spelling.of(dialects.named(name)).file_name(dated.date)
    return engine.parse(text, dialects.named(name), Origin(path, None, path))


def flat(digests):
    return [(digest.date, digest.title, paper) for digest in digests for paper in digest.papers]


def losses(told):
    return [note for note in told if note.code.is_loss]


any_digests = st.lists(st.one_of(made.further_digests(2), made.digests(2)), min_size=1, max_size=3)


@pytest.mark.parametrize("name", NAMES)
@FEWER
@given(st.data())
def test_no_report_means_equality(name, data):
    digests = data.draw(st.one_of(st.lists(made.dialect_digests(name), max_size=2), any_digests))
    told = []
    text = digestkit.write(digests, name, told.append)
    document = read(text, name, digests)
    assert [note.text() for note in document.diagnostics if note.code.id not in BYTES] == []
    assert (flat(document.digests) == flat(digests)) or losses(told)
    assert len(flat(document.digests)) == len(flat(digests)) - sum(
        "title and URL" in note.message for note in told
    )
    if losses(told):
        with pytest.raises(ModelError, match="with `report`"):
            digestkit.write(digests, name)
    else:
        assert digestkit.write(digests, name) == text


@pytest.mark.parametrize("name", NAMES)
@FEWER
@given(st.data())
def test_what_differs_is_named_and_what_is_read_is_written_again_without_a_report(name, data):
    digest = data.draw(st.one_of(made.dialect_digests(name), made.further_digests()))
    told = []
    document = read(digestkit.write([digest], name, told.append), name, [digest])
    messages = " ".join(note.message for note in losses(told))
    if "title and URL" not in messages:
        papers = (paper for _, _, paper in flat(document.digests))
        for before, after in zip(digest.papers, papers, strict=True):
            for field in FIELDS:
                if getattr(before, field) != getattr(after, field):
                    assert field.removesuffix("_truncated") in messages, field
    again = []
    text = digestkit.write(document.digests, name, again.append)
    assert losses(again) == []
    assert flat(read(text, name, document.digests).digests) == flat(document.digests)


@pytest.mark.parametrize("name", NAMES)
@FEWER
@given(st.data())
def test_a_paper_that_cannot_be_spelled_changes_no_other(name, data):
    plain = Paper("Attention Is All You Need", "https://arxiv.org/abs/1706.03762")
    digest = data.draw(made.dialect_digests(name, 1).filter(lambda digest: digest.date is not None))
    (odd,) = digest.papers
    between = attrs.evolve(digest, papers=[plain, attrs.evolve(odd, section=None), plain])
    document = read(digestkit.write([between], name, lambda _note: None), name, [between])
    papers = [paper for _, _, paper in flat(document.digests)]
    assert (papers[0], papers[-1]) == (plain, plain)
    assert len(papers) in (2, 3)


@pytest.mark.parametrize("name", NAMES)
@FEWER
@given(st.data())
def test_the_format_tells_once_what_a_dialect_never_carries(name, data):
    digest = data.draw(made.further_digests(2))
    told = []
    digestkit.dumps([digest], "markdown", style=name, report=told.append)
    how = spelling.of(dialects.named(name))
    never = [note for note in told if note.code is Code.NOT_CARRIED]
    assert len(never) <= 1
    lost = {
        field
        for paper in digest.papers
        for field in FIELDS
        if field not in how.carried and getattr(paper, field)
    }
    assert all(field in never[0].message for field in lost)
    kept = []
    digestkit.write([spelling.carried(digest, how)], name, kept.append)
    assert [note for note in told if note.code is not Code.NOT_CARRIED] == kept
