"""The host's own kit of what every exporter must hold."""

import pytest
from digestkit_epub.exporter import epub

from digestkit.testing import ExporterConformance


class TestEpub(ExporterConformance):
    exporter = epub
    allows = ("order of days", "white space")
    settings = ({"max_authors": "0", "series": ""}, {"creator": ["A", "B"], "publisher": "C"})

    # Some thousand books each, which take longer than all other tests of this package.

    @pytest.mark.search(only=True)
    def test_nothing_is_lost(self):
        super().test_nothing_is_lost()

    @pytest.mark.search(only=True)
    def test_nothing_is_lost_in_bulk(self):
        super().test_nothing_is_lost_in_bulk()
