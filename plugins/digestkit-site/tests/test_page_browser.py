"""One page and a mail in a real browser: what is seen on screens and on paper, and what never happens."""

import browsing
import pytest

import digestkit
from digestkit.testing import samples

WIDTHS = (320, 360, 600, 768, 1440, 1920)
FORMS = {"page": {}, "mail": {"mail": True}}


@pytest.fixture(params=FORMS)
def written(request, tmp_path):
    """Write digests as a page or a mail; the address of the file comes back."""

    def write(digests, **options):
        path = tmp_path / f"{request.param}.html"
        # As bytes: a form feed or a carriage return is the digests' own.
        path.write_bytes(digestkit.dumps(digests, "html", **FORMS[request.param], **options).encode("utf-8"))
        return path.as_uri()

    return write


def test_it_is_accessible(reader, axe, written):
    page = reader.open(written(browsing.digests(), media="show"))
    assert axe(page) == []


def test_the_page_is_accessible_in_the_dark(reader, axe, tmp_path):
    # A mail has no colours of its own: a browser's are no matter of ours, and axe-core does not know them.
    path = tmp_path / "page.html"
    path.write_text(digestkit.dumps(browsing.digests(), "html", media="show"), encoding="utf-8")
    assert axe(reader.open(path.as_uri(), color_scheme="dark")) == []


def test_it_never_scrolls_sideways(reader, written):
    page = reader.open(written(samples.all_digests()))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_large_letters_do_not_scroll_it_sideways_either(reader, tmp_path):
    path = tmp_path / "page.html"
    long = f"https://papers.example/{'a-long-name' * 8}/"
    path.write_text(digestkit.dumps(browsing.digests(), "html", base_url=long, rights=long), encoding="utf-8")
    page = reader.open(path.as_uri(), bypass_csp=True, viewport={"width": 320, "height": 800})
    page.add_style_tag(content="html { font-size: 200% !important; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_hostile_digests_run_nothing(reader, written):
    said = []
    page = reader.open("about:blank")
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(written(samples.all_digests()))
    assert said == []
    assert page.evaluate("document.scripts.length") == 0


def test_a_mail_is_at_most_600_wide(reader, tmp_path):
    path = tmp_path / "mail.html"
    path.write_text(digestkit.dumps(browsing.digests(), "html", mail=True), encoding="utf-8")
    page = reader.open(path.as_uri(), viewport={"width": 1440, "height": 900})
    assert page.evaluate("document.querySelector('table').getBoundingClientRect().width") == 600


def test_on_paper_links_tell_where_they_lead_and_names_unfold(reader, tmp_path):
    names = tuple(f"Ada {at}" for at in range(12))
    path = tmp_path / "page.html"
    made = samples.digest(samples.paper(1, authors=names))
    path.write_text(digestkit.dumps(made, "html"), encoding="utf-8")
    page = reader.open(path.as_uri())
    last = page.locator(".byline details p")
    assert not last.is_visible()
    page.emulate_media(media="print")
    assert last.is_visible()
    content = page.evaluate("getComputedStyle(document.querySelector('article h3 a'), '::after').content")
    assert "https://arxiv.org/abs/2407.00001" in content
