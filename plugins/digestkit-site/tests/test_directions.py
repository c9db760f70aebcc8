"""Names and titles that run from right to left, or make others do so: nothing beside them is turned."""

import io
import re
import zipfile

import pytest

pytest.importorskip("digestkit_site", reason="paper-digestkit-site is not installed")

import digestkit
from digestkit.testing import samples

TURNING = {
    "override": "Left \u202eturned",
    "embedding": "Left \u202b\u202aturned",
    "isolates left open": "Left \u202e\u2067\u2066turned",
    "isolates ended": "Left\u2069\u2069\u202e turned",
    "letters": "\u05e2\u05d1\u05e8\u05d9\u05ea: 2",
}

BACKWARDS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const left = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect().left;
  };
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("bdi, script, style")) continue;
    for (const word of node.data.matchAll(/[a-z0-9]{2,}/gi)) {
      if (/[\\u2066-\\u2069]/.test(node.data)) continue;
      const first = left(node, word.index), last = left(node, word.index + word[0].length - 1);
      if (first > last) found.push(word[0]);
    }
  }
  return found;
}"""
"""The words outside of what is isolated that run from right to left."""


def digests(text):
    paper = samples.paper(
        1, title=f"{text} title", authors=("Ada Lovelace", f"{text} name", "Bo Yu"), votes=12
    )
    other = samples.paper(2, title="Quite plain", authors=("Ada Lovelace", "Bo Yu"), votes=3)
    return [samples.digest(paper, other, title=f"{text} digest")]


@pytest.mark.parametrize("text", TURNING.values(), ids=TURNING)
def test_nothing_beside_a_name_or_a_title_is_turned(reader, tmp_path, text):
    given = digests(text)
    digestkit.convert(
        [written(given, tmp_path)],
        to="site",
        output=tmp_path / "site",
        lang="en",
        title="Papers",
        min_papers=1,
    )
    for name, options in (("one.html", {}), ("mail.html", {"mail": True})):
        (tmp_path / name).write_text(
            digestkit.dumps(given, "html", lang="en", title="Papers", options=options), encoding="utf-8"
        )
    pages = [*sorted((tmp_path / "site").rglob("*.html")), tmp_path / "one.html", tmp_path / "mail.html"]
    assert len(pages) > 10
    page = reader.open(pages[0].as_uri())
    for path in pages:
        page.goto(path.as_uri())
        assert page.evaluate(BACKWARDS) == [], path


def written(given, folder):
    (folder / "given.jsonl").write_text(digestkit.dumps(given, "jsonl"), encoding="utf-8")
    return folder / "given.jsonl"


@pytest.mark.parametrize("text", TURNING.values(), ids=TURNING)
def test_in_plain_text_names_and_titles_are_isolated(text):
    lines = digestkit.dumps(digests(text), "text", lang="en").splitlines()
    (title,) = [line for line in lines if " title" in line and line.startswith("1. ")]
    assert re.fullmatch("1\\. \u2068.* title[\u2069]+ \\(12 votes\\)", title)
    (names,) = [line for line in lines if " name" in line]
    assert re.fullmatch("Ada Lovelace, \u2068.* name\u2069+, Bo Yu and others", names)


@pytest.mark.parametrize("text", TURNING.values(), ids=TURNING)
def test_what_the_search_reads_has_names_isolated(text):
    with zipfile.ZipFile(io.BytesIO(digestkit.dump_bytes(digests(text), "site"))) as archive:
        shard = archive.read("search/2024-07.js").decode("utf-8")
    assert re.search('"Ada Lovelace","\u2068[^"]* name\u2069+","Bo Yu"', shard)
    assert '["Ada Lovelace","Bo Yu","…"]' in shard


def test_usual_names_and_titles_are_as_they_were():
    for form in ("html", "text"):
        made = digestkit.dumps([samples.digest(samples.paper(1), samples.paper(2))], form)
        assert "bdi" not in made
        assert "\u2068" not in made
