"""What further libraries find in a feed: the joined authors, the day and the tags, as far as they look.

feedparser finds all of them in both formats (`test_readers`). These are tested where they are installed:
atoma by pip, rss-parser, on which RSSHub is built, by npm in a folder that Node searches (`NODE_PATH`).
"""

import json
import shutil
import subprocess

import pytest

from digestkit.testing import samples

PAPER = samples.further_paper(
    authors=("Ada Lovelace", "and Alan Turing"),
    authors_truncated=False,
    url="https://arxiv.org/abs/2407.01906",
)
TAGS = list(dict.fromkeys((*PAPER.categories, *PAPER.tags, PAPER.section)))
NAMES = "Ada Lovelace, Alan Turing"
SCRIPT = """
    const Parser = require("rss-parser");
    let text = "";
    process.stdin.on("data", (piece) => (text += piece)).on("end", async () => {
        const [item] = (await new Parser().parseString(text)).items;
        const { creator, author, isoDate, categories } = item;
        console.log(JSON.stringify({ names: creator ?? author, date: isoDate, tags: categories ?? null }));
    });
"""


@pytest.fixture
def feed(export):
    return lambda name: export(name, [samples.digest(PAPER)])[0]


@pytest.mark.filterwarnings("ignore:Testing an element's truth value:DeprecationWarning")  # atoma does so
def test_atoma_finds_all_of_them_in_atom_and_no_author_in_rss(feed):
    """RSS has `author` for an address of mail, which papers have none of, and atoma knows no `dc:creator`."""
    atoma = pytest.importorskip("atoma", reason="atoma is not installed")
    [entry] = atoma.parse_atom_bytes(feed("atom").encode()).entries
    assert [author.name for author in entry.authors] == [NAMES]
    assert entry.published.date().isoformat() == "2024-07-05"
    assert [category.term for category in entry.categories] == TAGS
    [item] = atoma.parse_rss_bytes(feed("rss").encode()).items
    assert (item.author, item.pub_date.date().isoformat(), item.categories) == (None, "2024-07-05", TAGS)


@pytest.mark.parametrize(("name", "tags"), [("rss", TAGS), ("atom", None)])
def test_rss_parser_finds_all_of_them_in_rss_and_no_tags_in_atom(feed, name, tags):
    node = shutil.which("node")
    if node is None or _run(node, 'require("rss-parser")').returncode:
        pytest.skip("rss-parser is not installed")
    done = _run(node, SCRIPT, feed(name))
    assert json.loads(done.stdout) == {"names": NAMES, "date": "2024-07-05T00:00:00.000Z", "tags": tags}


def _run(node, script, text=""):
    return subprocess.run(
        [node, "-e", script], input=text.encode(), capture_output=True, check=False, timeout=300
    )
