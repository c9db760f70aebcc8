"""The page about feeds says what the code does."""

import re
from pathlib import Path

import attrs
import pytest

from digestkit.export import options
from digestkit.formats.feeds import memory
from digestkit.formats.feeds import previous as _feed_previous
from digestkit.formats.feeds.options import FeedOptions
from digestkit.model import Media
from digestkit.source import HUGGING_FACE
from digestkit.testing import samples

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "feeds.md").read_text(encoding="utf-8")


def rows(heading):
    """The cells of the table under a heading, without its head."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.split("\n")
        if re.match(r"\| [^-]", line)
    ][1:]


def test_every_option_is_described():
    described = {row[0].strip("`"): row[1].strip("`") for row in rows("Options")}
    known = {option.name: option.default_text for option in options.describe(FeedOptions)}
    assert described.keys() == known.keys()
    for name in ("items", "full", "authors", "ttl", "timezone", "max_items", "stagger"):
        assert described[name] == known[name]
    assert described["link"] == "--base-url`, else [the digests' site](#site)"
    assert all(field.metadata["help"] for field in attrs.fields(FeedOptions))


@pytest.mark.parametrize(("name", "column"), [("rss", 1), ("atom", 2)])
def test_everything_stands_where_the_page_says(name, column, export):
    video = Media("video", "https://v.example/a.mp4")
    digest = samples.digest(samples.further_paper(), samples.paper(2, media=video))
    text, _ = export(name, [attrs.evolve(digest, site=HUGGING_FACE)])
    for row in rows("Content"):
        if row[0]:
            start = row[column].strip("`")
            tag, _, attribute = start.partition(" ")
            assert re.search(rf"<{tag}\b[^>]*{re.escape(attribute)}", text), start
    assert f"`{memory.NAMESPACE}`" in PAGE


def test_the_elements_of_html_are_named():
    sentence = re.search(r"^The HTML uses the elements (.*);", PAGE, re.MULTILINE)[1]
    assert set(re.findall(r"`(\w+)`", sentence)) == set(_feed_previous.OWN_TAGS)


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_the_namespace_is_described(name, export):
    text, _ = export(name, [samples.digest(samples.paper())])
    described = {row[0].strip("`") for row in rows("Namespace")}
    assert described == {f"{memory.PREFIX}:{tag}" for tag in re.findall(rf"<{memory.PREFIX}:(\w+)>", text)}
