"""What stands in the pages of a small site, as it should look: `pytest --renew-goldens tests plugins/…`."""

from pathlib import Path

import pytest
from digestkit_site import eml, html

import digestkit
from digestkit.testing import samples

GOLDEN = Path(__file__).with_name("golden")
VIDEO = digestkit.Media("video", "https://videos.example/2407.02371.mp4")
DIGEST = samples.digest(
    samples.further_paper(title=r"Graphs in $O(n^2)$ & “More”"),
    samples.paper(2371, media=VIDEO, votes=7, authors=tuple(f"Author {at}" for at in range(12))),
    digestkit.Paper(
        "A Post", "https://blog.example/post", summary=(digestkit.Item(None, "한 줄.\n- **안쪽**: 둘"),)
    ),
)


@pytest.fixture(scope="module")
def tree(build):
    return build(DIGEST, title="Digests")


@pytest.fixture
def golden(request):
    """Compare with the golden of a name, or write it anew when asked to."""

    def compare(name, text):
        path = GOLDEN / name
        if request.config.getoption("--renew-goldens", default=False):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


def inside(page):
    """The part of a page that is its own: the frame, with the search, is another matter."""
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("name", ["index", "days/2024-07-05", "papers/2407.01906", "months/2024-07"])
def test_pages(tree, golden, name):
    golden(f"{name.rpartition('/')[2]}.html", inside(tree[f"{name}.html"]))


@pytest.mark.parametrize("suffix", ["bib", "json"])
def test_data(tree, golden, suffix):
    golden(f"2407.01906.{suffix}", tree[f"papers/2407.01906.{suffix}"])


def test_one_page(golden):
    golden("page.html", inside(digestkit.dumps(DIGEST, html, title="Digests")))


def test_a_mail(golden):
    golden("mail.html", digestkit.dumps(DIGEST, html, title="Digests", mail=True))


def test_a_message(golden):
    golden("mail.eml", digestkit.dumps(DIGEST, eml, title="Digests", lang="en"))
