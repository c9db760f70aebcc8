"""The core formats pass the kit that everybody else's exporters pass, through the same class."""

import pytest

from digestkit import registry
from digestkit.testing import ExporterConformance


class TestJsonl(ExporterConformance):
    exporter = "jsonl"


class TestCsv(ExporterConformance):
    exporter = "csv"


class TestMarkdown(ExporterConformance):
    exporter = "markdown"


class TestBibtex(ExporterConformance):
    exporter = "bibtex"
    allows = ("white space",)


# The quick suite tries both in `feeds/test_rules.py`, without checksums, in which every change would show.
@pytest.mark.search(only=True)
class TestRss(ExporterConformance):
    exporter = "rss"
    allows = ("order of days", "white space")


@pytest.mark.search(only=True)
class TestAtom(ExporterConformance):
    exporter = "atom"
    allows = ("order of days", "white space")


def test_every_core_format_is_here():
    tested = {cls.exporter for cls in ExporterConformance.__subclasses__() if cls.__module__ == __name__}
    assert tested == set(registry.CORE)
