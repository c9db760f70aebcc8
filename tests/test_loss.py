"""The loss report: what was there and the format has no place for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkit.diagnostics import Code
from digestkit.export import loss
from digestkit.export.contract import FIELDS, exporter
from digestkit.model import FURTHER
from digestkit.testing import samples
from digestkit.testing.strategies import digests, further_digests


def info(carries):
    made = exporter("sample", suffix=".txt", media_type="text/plain", summary="For a test.", carries=carries)
    return made(lambda _digests, _context: ()).info


def report(carried, *made):
    tally = loss.Tally(carried)
    assert list(tally.watch(made)) == list(made)
    diagnostic = tally.diagnostic("sample")
    return None if diagnostic is None else diagnostic.message


def test_what_is_carried_may_depend_on_the_options():
    assert loss.carried(info(("title", "votes")), None) == {"title", "votes"}
    assert loss.carried(info(lambda options: ["title", options]), "votes") == {"title", "votes"}
    assert loss.carried(info(()), None) == set()


@pytest.mark.parametrize("carries", ["title", ("titel",), (3,), None, lambda _options: None, lambda: ()])
def test_a_declaration_of_no_fields_is_a_type_error(carries):
    with pytest.raises(TypeError):
        loss.carried(info(carries), None)


def test_where_everything_is_carried_nothing_is_lost():
    assert report(FIELDS, *samples.all_digests()) is None


def test_what_is_not_there_is_not_lost():
    bare = samples.digest(
        samples.paper(media=None, votes=None, authors=(), authors_truncated=False, summary=())
    )
    assert report({"date", "digest", "title", "url"}, bare) is None
    assert report((), samples.digest(title="")) == "sample does not carry: date (1 digest)"


def test_what_is_lost_is_counted_with_its_unit_told_once():
    papers = [samples.paper(number, votes=number - 1 or None) for number in (1, 2, 3)]
    made = [samples.digest(*papers), samples.digest(samples.paper(4, media=None, summary=()))]
    assert (
        report({"url", "title", "authors", "authors_truncated"}, *made)
        == "sample does not carry: date (2 digests), digest (2), media (3 papers), votes (3), summary (3)"
    )


def test_zero_votes_are_votes():
    assert "votes (1 paper)" in report(set(FIELDS) - {"votes"}, samples.digest(samples.paper(votes=0)))


def test_the_report_is_a_diagnostic_that_counts_as_a_loss():
    tally = loss.Tally(())
    list(tally.watch([samples.digest(samples.paper())]))
    diagnostic = tally.diagnostic("sample")
    assert diagnostic.code is Code.NOT_CARRIED
    assert diagnostic.code.is_loss


def test_digests_are_counted_as_they_pass():
    tally = loss.Tally(())
    watching = tally.watch(samples.stream(3))
    next(watching)
    assert "date (1 digest)" in tally.diagnostic("sample").message
    list(watching)
    assert "date (3 digests)" in tally.diagnostic("sample").message


@given(st.lists(st.one_of(digests(), further_digests()), max_size=3), st.sets(st.sampled_from(FIELDS)))
def test_each_field_is_told_if_and_only_if_it_is_there_and_not_carried(made, carried):
    papers = [paper for digest in made for paper in digest.papers]
    there = {
        "date": sum(digest.date is not None for digest in made),
        "digest": sum(digest.title != "" for digest in made),
        "title": sum(paper.title != "" for paper in papers),
        "url": len(papers),
        "media": sum(paper.media is not None for paper in papers),
        "votes": sum(paper.votes is not None for paper in papers),
        "authors": sum(paper.authors != () for paper in papers),
        "authors_truncated": sum(paper.authors_truncated for paper in papers),
        "summary": sum(paper.summary != () for paper in papers),
        **{name: sum(getattr(paper, name) not in (None, ()) for paper in papers) for name in FURTHER},
    }
    assert tuple(there) == FIELDS
    message = report(carried, *made) or ""
    told = dict(part.rstrip(")").split(" (") for part in message.partition(": ")[2].split(", ") if part)
    assert {field: int(shown.split()[0]) for field, shown in told.items()} == {
        field: count for field, count in there.items() if count and field not in carried
    }
