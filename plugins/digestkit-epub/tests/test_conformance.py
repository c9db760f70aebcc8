"""The host's own kit of what every exporter must hold."""

import pytest
from digestkit_epub.exporter import epub

from digestkit.testing import ExporterConformance


class TestEpub(ExporterConformance):
    exporter = epub
    allows = ("order of days", "white space")
    settings = ({"max_authors": "0", "series": ""}, {"creator": ["A", "B"], "publisher": "C"})

    @pytest.mark.search(only=True)
    def test_nothing_is_lost(self):
        # Some thousand books, which take longer than all other tests of this package.
        super().test_nothing_is_lost()
