"""The host's own kit of what every exporter must hold."""

from digestkit_epub.exporter import epub

from digestkit.testing import ExporterConformance


class TestEpub(ExporterConformance):
    exporter = epub
    allows = ("order of days", "white space")
    settings = ({"max_authors": "0", "series": ""}, {"creator": ["A", "B"], "publisher": "C"})
