"""The core formats pass the kit that everybody else's exporters pass, through the same class."""

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


class TestRss(ExporterConformance):
    exporter = "rss"
    allows = ("order of days", "white space")


class TestAtom(ExporterConformance):
    exporter = "atom"
    allows = ("order of days", "white space")


def test_every_core_format_is_here():
    tested = {cls.exporter for cls in ExporterConformance.__subclasses__() if cls.__module__ == __name__}
    assert tested == set(registry.CORE)
