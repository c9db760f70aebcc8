"""The host's own kit of what every exporter must hold."""

import pytest
from digestkit_site import eml, html, site, text

from digestkit.testing import ExporterConformance, TreeConformance


class TestSite(TreeConformance):
    exporter = site
    allows = ("order of days", "white space")  # the newest day comes first
    settings = ({"max_authors": "0", "min_papers": "1"},)

    # Some thousand sites each.

    @pytest.mark.search(only=True)
    def test_nothing_is_lost(self):
        super().test_nothing_is_lost()

    @pytest.mark.search(only=True)
    def test_nothing_is_lost_in_bulk(self):
        super().test_nothing_is_lost_in_bulk()


class TestHtml(ExporterConformance):
    exporter = html
    allows = ("order of days", "white space")
    settings = ({"max_authors": "0"},)

    @pytest.mark.search(only=True)
    def test_nothing_is_lost(self):
        super().test_nothing_is_lost()

    @pytest.mark.search(only=True)
    def test_nothing_is_lost_in_bulk(self):
        super().test_nothing_is_lost_in_bulk()


class TestMail(ExporterConformance):
    exporter = html
    allows = ("order of days", "white space")
    settings = ({"mail": "true", "max_authors": "0"},)

    @pytest.mark.search(only=True)
    def test_nothing_is_lost(self):
        super().test_nothing_is_lost()

    @pytest.mark.search(only=True)
    def test_nothing_is_lost_in_bulk(self):
        super().test_nothing_is_lost_in_bulk()


class TestEml(ExporterConformance):
    exporter = eml
    allows = ("order of days", "white space")
    settings = ({"max_authors": "0"},)

    @pytest.mark.search(only=True)
    def test_nothing_is_lost(self):
        super().test_nothing_is_lost()

    @pytest.mark.search(only=True)
    def test_nothing_is_lost_in_bulk(self):
        super().test_nothing_is_lost_in_bulk()


class TestText(ExporterConformance):
    exporter = text
    allows = ("order of days", "white space")

    @pytest.mark.search(only=True)
    def test_nothing_is_lost(self):
        super().test_nothing_is_lost()

    @pytest.mark.search(only=True)
    def test_nothing_is_lost_in_bulk(self):
        super().test_nothing_is_lost_in_bulk()
