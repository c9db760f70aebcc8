"""The core formats pass the kit that everybody else's exporters pass, through the same class."""

from digestkit.testing import ExporterConformance


class TestJsonl(ExporterConformance):
    exporter = "jsonl"
