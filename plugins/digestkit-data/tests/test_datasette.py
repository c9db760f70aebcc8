"""Datasette serves a database as it is, with search, joins by keys, and facets of lists."""

import asyncio
import datetime
import gc
import warnings

import attrs
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its dependencies' own
    app = pytest.importorskip("datasette.app")
    gc.collect()  # of what they leave open, Python speaks where it is collected

from digestkit_data.sqlite.exporter import sqlite

import digestkit
from digestkit import Digest, Item
from digestkit.testing import samples

pytestmark = pytest.mark.filterwarnings("ignore")  # as above


@pytest.fixture
def served(tmp_path):
    """A function that asks Datasette for a path."""
    paper = attrs.evolve(samples.further_paper(), summary=[Item(None, "언어 모델의 전문가를 고릅니다.")])
    path = tmp_path / "papers.sqlite"
    path.write_bytes(
        digestkit.dump_bytes([Digest(datetime.date(2024, 7, 5), "D", [samples.paper(1), paper])], sqlite)
    )

    def ask(place):
        async def asked():
            return await app.Datasette([str(path)]).client.get(place)

        answer = asyncio.run(asked())
        assert answer.status_code == 200
        return answer

    yield ask
    gc.collect()


def test_every_table_and_view_is_served(served):
    found = served("/papers.json").json()
    assert {table["name"] for table in found["tables"] if not table["hidden"]} == {
        *("digests", "papers", "authors", "items", "links", "digestkit_seal")
    }
    assert {view["name"] for view in found["views"]} == {"latest_papers", "papers_by_author", "days"}
    for name in ("papers", "latest_papers", "papers_by_author", "days", "authors"):
        assert served(f"/papers/{name}.json").json()["rows"]


def test_papers_have_a_search_box_that_finds_korean(served):
    assert 'type="search"' in served("/papers/papers").text
    found = served("/papers/papers.json?_search=전문가&_shape=objects").json()["rows"]
    assert [row["title"] for row in found] == [samples.further_paper().title]


def test_keys_lead_from_table_to_table(served):
    assert "/papers/papers/1" in served("/papers/authors").text


def test_terms_are_facets(served):
    found = served("/papers/papers.json?_facet_array=categories&_extra=facet_results").json()
    results = found["facet_results"].get("results", found["facet_results"])
    assert {value["value"] for value in results["categories"]["results"]} == {"cs.CL", "cs.LG"}
