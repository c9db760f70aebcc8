"""The host's own kit of what every exporter must hold."""

import pytest

pytest.importorskip("jinja2", reason="the site's templates need Jinja2, which comes with paper-digestkit-site")

from digestkit_site import site  # noqa: E402 - as above

from digestkit.testing import TreeConformance  # noqa: E402 - as above


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
