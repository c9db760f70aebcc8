"""Feeds keep the rules of their formats, whatever the digests hold."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from digestkit import registry
from digestkit.export.contract import Exporter
from digestkit.model import Media
from digestkit.testing import ExporterConformance, samples, strategies
from digestkit.text.inline import plain

ZONES = ("UTC", "+09:00", "Asia/Seoul", "-11:15")
GOLDENS = Path(__file__).parent.parent / "golden" / "feeds"

both = pytest.mark.parametrize("name", ["rss", "atom"])
kinds = pytest.mark.parametrize("items", ["paper", "digest"])


CHECKSUM = re.compile(r"<digestkit:checksum>[^<]*</digestkit:checksum>\n")


def without_checksums(name):
    """The exporter but for checksums: in them, every change would show."""
    exporter = registry.exporter(name)

    def export(digests, context):
        return (CHECKSUM.sub("", chunk) for chunk in exporter(digests, context))

    return Exporter(exporter.info, export)


class TestRss(ExporterConformance):
    exporter = without_checksums("rss")
    allows = ("order of days", "white space")
    settings = ({"stagger": True, "timezone": "+09:00", "max_items": 1},)

    @pytest.mark.search(only=True)  # Atom is asked each time, and both have the same content
    def test_nothing_is_lost(self) -> None:
        super().test_nothing_is_lost()


class TestAtom(ExporterConformance):
    exporter = without_checksums("atom")
    allows = ("order of days", "white space")
    settings = ({"stagger": True, "timezone": "Asia/Seoul", "max_items": 1},)


@both
@kinds
def test_the_given_digests_make_good_feeds(name, items, given_digests, export, faults):
    text, _ = export(name, given_digests, items=items, max_items=0, image="https://i.example/i.png", ttl=60)
    assert faults(name, text) == []


@both
@kinds
def test_samples_make_good_feeds(name, items, export, faults):
    for sample in samples.NAMES:
        text, _ = export(name, samples.sample(sample), items=items, max_items=0)
        assert faults(name, text) == [], sample


@both
@kinds
@settings(max_examples=max(12, settings.default.max_examples // 10))
@given(
    digests=st.lists(strategies.further_digests() | strategies.digests(), max_size=3),
    zone=st.sampled_from(ZONES),
    stagger=st.booleans(),
)
def test_any_digests_make_good_feeds(name, items, digests, zone, stagger, export, faults):
    text, _ = export(name, digests, items=items, timezone=zone, stagger=stagger)
    assert faults(name, text) == []


@both
@kinds
@settings(max_examples=max(12, settings.default.max_examples // 10))
@given(digest=strategies.digests().filter(lambda digest: digest.date is not None))
def test_no_text_of_a_summary_is_lost(name, items, digest, export):
    text, _ = export(name, [digest], items=items, max_items=0)
    shown = contents(text)
    seen = set()
    for paper in digest.papers:
        first = (paper.arxiv_id or paper.url) not in seen
        seen.add(paper.arxiv_id or paper.url)
        texts = [plain(item.outline.text) for item in paper.summary]
        assert not first or any(all(map(content.__contains__, texts)) for content in shown)


def contents(text):
    """The text in the HTML of each item."""
    root = etree.fromstring(text.encode("utf-8"))
    elements = root.iter(
        "{http://www.w3.org/2005/Atom}content", "{http://purl.org/rss/1.0/modules/content/}encoded"
    )
    return [
        "".join(etree.fromstring(f"<body>{element.text}</body>".encode()).itertext()) for element in elements
    ]


# What breaks a rule: a pattern in a good feed, and what takes its place.
BROKEN = {
    "rss: an author": ("<guid", "<author>a@b.example</author><guid"),
    "rss: no date": (r"<pubDate>[^<]*</pubDate>", ""),
    "rss: a wrong day of the week": ("<pubDate>Fri", "<pubDate>Mon"),
    "rss: a date in words": ("<pubDate>Fri, 05 Jul", "<pubDate>Fri, 05 July"),
    "rss: no permalink": ('isPermaLink="true"', 'isPermaLink="false"'),
    "rss: a guid twice": (r"(<item>.*?</item>)", r"\1\1"),
    "rss: no self link": (r'<atom:link rel="self"[^>]*>', ""),
    "rss: content first": (
        r"(<description>[^<]*</description>)(?=\s*<content)(.*?</content:encoded>)",
        r"\2\1",
    ),
    "rss: metadata last": ("</channel>", "<ttl>1</ttl></channel>"),
    "rss: a script": ("&lt;/div&gt;", "&lt;script/&gt;&lt;/div&gt;"),
    "rss: a script's link": ('&lt;a href="https', '&lt;a href="javascript'),
    "rss: a relative picture": (r'<media:thumbnail url="[^"]*"', '<media:thumbnail url="/a.svg"'),
    "rss: an older feed date": ("<lastBuildDate>Fri, 05", "<lastBuildDate>Thu, 04"),
    "rss: somebody's image": ("</link>", "</link><image><title>x</title><link>x</link></image>"),
    "atom: no id": (r"<id>https[^<]*</id>", ""),
    "atom: no author": (r"<author>.*?</author>", ""),
    "atom: a link without a type": ('type="application/pdf"', ""),
    "atom: a CDATA type": ('type="html"', 'type="CDATA"'),
    "atom: an entry twice": (r"(<entry>.*?</entry>)", r"\1\1"),
    "atom: an older feed date": (r"<updated>2024", "<updated>2023"),
    "atom: content first": (r"(<summary[^>]*>[^<]*</summary>)(.*?</content>)", r"\2\1"),
    "atom: two alternates": ('rel="related" type="application/pdf"', 'rel="alternate" type="text/html"'),
    "atom: no date": ("<published>[^<]*</published>", "<published>yesterday</published>"),
}


@pytest.mark.parametrize(
    ("case", "pattern", "replacement"), [(case, *change) for case, change in BROKEN.items()]
)
def test_the_rules_find_faults(case, pattern, replacement, export, faults):
    name = case.partition(":")[0]
    text, _ = export(name, [samples.digest(samples.paper())])
    assert faults(name, text) == []
    broken = re.sub(pattern, replacement, text, count=1, flags=re.DOTALL)
    assert broken != text
    assert faults(name, broken)


@both
@kinds
def test_feeds_look_as_they_did(name, items, export, golden):
    odd = {"title": "R&D: <think> \\& $x^2$", "media": Media("video", "https://v.example/a.mp4?x=1&y=2")}
    digests = [samples.digest(samples.paper(1906), samples.paper(2371, votes=None, **odd))]
    text, _ = export(name, digests, items=items, image="https://images.example/feed.png", ttl=60)
    version = r'(<generator>digestkit |<generator version=")[^"<]+'
    golden(GOLDENS / f"{items}.{name}.xml", re.sub(version, r"\1VERSION", text))
