"""Updating a feed: with its previous version at hand, dates stay and only changes are news."""

import datetime
import re
from pathlib import Path

import attrs
import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digestkit
from digestkit.diagnostics import Code
from digestkit.formats.feeds import atom as atom_module
from digestkit.formats.feeds import rss as rss_module
from digestkit.formats.feeds.feed import NO_DATE
from digestkit.formats.feeds.memory import NAMESPACE
from digestkit.formats.feeds.previous import OWN_TAGS
from digestkit.formats.feeds.xml import parse
from digestkit.model import Item, Media
from digestkit.testing import samples, strategies
from digestkit.text.cleaning import escape

FORMATS = {"rss": rss_module, "atom": atom_module}

both = pytest.mark.parametrize("name", FORMATS)


def entries(name, text):
    """What the feed says, by id."""
    found = FORMATS[name].read(parse(text.encode("utf-8"))).entries
    return {entry.id: entry for entry in found}


def day(number, *papers):
    return samples.digest(*papers, date=datetime.date(2024, 7, number))


ONE, TWO, THREE = (samples.paper(number) for number in (1, 2, 3))


@both
def test_the_same_digests_give_the_same_feed(name, export):
    for options in ({}, {"stagger": True}, {"timezone": "+09:00"}, {"items": "digest"}):
        first, _ = export(name, samples.all_digests(), max_items=0, **options)
        second, _ = export(
            name, samples.all_digests(), max_items=0, previous=first.encode("utf-8"), **options
        )
        assert first == second


@both
def test_a_video_that_is_kept_keeps_its_type(name, export):
    shown = attrs.evolve(ONE, media=Media("video", "https://cdn.example.org/a.mp4"))
    first, _ = export(name, [day(5, shown)])
    second, _ = export(name, [day(6, TWO)], previous=first.encode("utf-8"))
    assert [entry.video.type for entry in entries(name, second).values() if entry.video] == ["video/mp4"]
    assert second.count('type="video/mp4"') == first.count('type="video/mp4"') == 1


@both
@settings(max_examples=max(12, settings.default.max_examples // 10))
@given(digests=st.lists(strategies.further_digests() | strategies.digests(), max_size=3))
def test_any_feed_is_read_back_as_it_was_written(name, digests, export):
    first, _ = export(name, digests)
    second, _ = export(name, digests, previous=first.encode("utf-8"))
    assert first == second
    kept, told = export(name, [], previous=first.encode("utf-8"))
    assert entries(name, kept) == entries(name, first)
    assert not told


# What may become of a paper from one version of a digest to the next.
EDITS = {
    "nothing": lambda paper: paper,
    "votes": lambda paper: attrs.evolve(paper, votes=(paper.votes or 0) + 7),
    "no votes": lambda paper: attrs.evolve(paper, votes=None),
    "title": lambda paper: attrs.evolve(paper, title=f"{paper.title}, Again"),
    "an author": lambda paper: attrs.evolve(paper, authors=(*paper.authors, f"Author {len(paper.authors)}")),
    "more authors": lambda paper: attrs.evolve(paper, authors_truncated=not paper.authors_truncated),
    "summary": lambda paper: attrs.evolve(paper, summary=(*paper.summary, Item(None, "덧붙인 말."))),
    "picture": lambda paper: attrs.evolve(paper, media=Media("image", f"{paper.media.url}?x")),
    "version": lambda paper: attrs.evolve(paper, url=f"https://arxiv.org/abs/{paper.arxiv_id}v9"),
}
# For each version of the digests: the papers in it, in order, and what became of each.
VERSIONS = st.lists(
    st.lists(st.tuples(st.integers(1, 6), st.sampled_from(sorted(EDITS))), unique_by=lambda edit: edit[0]),
    min_size=3,
    max_size=3,
)


@both
@settings(max_examples=max(12, settings.default.max_examples // 10))
@given(versions=VERSIONS, new_days=st.booleans())
def test_updates_in_a_row(name, versions, new_days, export, faults):
    papers = {number: samples.paper(number) for number in range(1, 7)}
    text, state, told = None, {}, {}
    for version, edits in enumerate(versions):
        for number, edit in edits:
            papers[number] = EDITS[edit](papers[number])
        shown = [papers[number] for number, _ in edits]
        digests = [day(1, *shown[::2]), day(2, *shown[1::2])]
        if new_days:
            digests.append(day(10 + version, samples.paper(90 + version)))
        text, _ = export(name, digests, previous=text.encode("utf-8") if text else None)
        assert faults(name, text) == []
        state, old = entries(name, text), state
        check_update(old, state, told, [paper for digest in digests for paper in digest.papers])


def check_update(old, new, told, shown):
    """Old items keep their dates; those whose content changed are newer than all that was there before."""
    newest = max((entry.changed for entry in old.values()), default=None)
    assert set(new) == {*old, *map(key, shown)}
    for paper in shown:
        meaning = attrs.evolve(paper, votes=None)
        if key(paper) in old:
            before, now = old[key(paper)], new[key(paper)]
            assert now.published == before.published
            assert now.changed > newest if meaning != told[key(paper)] else now.changed == before.changed
        told[key(paper)] = meaning
    for gone in old.keys() - set(map(key, shown)):
        assert new[gone] == old[gone]


def key(paper):
    return f"https://arxiv.org/abs/{paper.arxiv_id}"


@both
def test_readers_see_every_item_once_before_and_after(name, given_digests, export):
    """Half of the days first, then the rest with the first feed at hand: as all days at once."""
    half = len(given_digests) // 2
    first, _ = export(name, given_digests[:half], max_items=0)
    second, _ = export(name, given_digests[half:], max_items=0, previous=first.encode("utf-8"))
    ids = [entry.id for entry in feedparser.parse(second.encode("utf-8")).entries]
    assert len(ids) == len(set(ids))
    expected = entries(name, export(name, given_digests, max_items=0)[0])
    assert set(ids) == set(expected)
    assert {entry.id: undated(entry) for entry in entries(name, second).values()} == {
        entry.id: undated(entry) for entry in expected.values()
    }


def undated(entry):
    return attrs.evolve(entry, published=NO_DATE, updated=None)


@both
def test_older_items_stay_while_the_window_has_room(name, export):
    text = None
    for number in range(1, 6):
        previous = text.encode("utf-8") if text else None
        text, told = export(name, [day(number, samples.paper(number))], previous=previous, max_items=3)
    assert [found[-1] for found in entries(name, text)] == ["5", "4", "3"]
    assert [note.code for note in told] == [Code.EXPORT_NOTE]


@both
def test_a_change_shows_in_the_feeds_own_date(name, export):
    first, _ = export(name, [day(5, ONE, TWO)])
    text, _ = export(name, [day(5, EDITS["title"](ONE), TWO)], previous=first.encode("utf-8"))
    feed = feedparser.parse(text.encode("utf-8")).feed
    assert feed.updated_parsed > feedparser.parse(first.encode("utf-8")).feed.updated_parsed


@both
def test_dates_of_another_time_zone_are_kept(name, export):
    first, _ = export(name, [day(5, ONE)], timezone="+09:00")
    text, _ = export(name, [day(5, ONE), day(6, TWO)], previous=first.encode("utf-8"))
    assert entries(name, text)[key(ONE)] == entries(name, first)[key(ONE)]


VERSION_1 = Path(__file__).parent / "data"
"""Feeds of the seed of 5 July 2024, as version 0.1.0 of digestkit wrote them."""
SEED = Path(__file__).parents[2] / "seeds" / "2024-07-05.md"


@both
def test_items_of_version_1_come_over_unchanged(name, export):
    old = (VERSION_1 / f"version1.{name}").read_bytes()
    text, told = export(name, [day(20, ONE)], previous=old)
    assert not told
    kept = entries(name, text)
    assert kept.pop(key(ONE))
    assert kept == entries(name, old.decode("utf-8"))
    for item in re.findall("<(?:item|entry)>.*?</(?:item|entry)>", old.decode("utf-8"), re.DOTALL):
        assert item in text


@both
def test_items_of_version_1_that_say_the_same_are_no_news(name, export, faults):
    """They get the new layout, and keep their dates; one with another title is news."""
    old = (VERSION_1 / f"version1.{name}").read_bytes()
    (digest,) = digestkit.load(SEED).digests
    first, *rest = digest.papers
    before = entries(name, old.decode("utf-8"))
    for papers, news in ((digest.papers, []), ([EDITS["title"](first), *rest], [first])):
        text, told = export(name, [attrs.evolve(digest, papers=papers)], previous=old)
        assert (faults(name, text), told) == ([], [])
        shown = entries(name, text)
        changed = [found for found, entry in shown.items() if entry.changed != before[found].changed]
        assert changed == [key(paper) for paper in news]
        assert all(entry.memory.checksum for entry in shown.values())


@both
def test_another_layout_is_no_news_but_another_word_is(name, export):
    """Of what this version wrote, fields are compared, and not the HTML made of them."""
    first, _ = export(name, [day(5, ONE)])
    assert "추천" in first
    again, _ = export(name, [day(5, ONE)], previous=first.replace("추천", "Votes").encode("utf-8"))
    assert again == first
    item = attrs.evolve(ONE, summary=(*ONE.summary[:-1], Item(None, "Another end.")))
    again, _ = export(name, [day(5, item)], previous=first.encode("utf-8"))
    assert entries(name, again)[key(ONE)].updated is not None


@both
@pytest.mark.parametrize(
    ("element", "kept"),
    [
        ("<d:votes>18</d:votes>", True),
        ("<d:votes>-1</d:votes>", False),
        ("<d:votes>many</d:votes>", False),
        (f"<d:votes>{'9' * 5000}</d:votes>", False),
        ("<d:arxiv>hep-th/9901001</d:arxiv>", True),
        ("<d:arxiv>../x</d:arxiv>", False),
        ("<d:checksum>0123abcd</d:checksum>", True),
        ("<d:checksum>0123ABCD</d:checksum>", False),
        ("<d:other>1</d:other>", False),
    ],
)
def test_only_what_digestkit_remembers_itself_is_kept(name, element, kept, export):
    end = {"rss": "<guid>https://old.example/1</guid>", "atom": "<id>https://old.example/1</id>"}[name]
    own = element.replace("d:", "", 1).replace(">", f' xmlns="{NAMESPACE}">', 1).replace("/d:", "/")
    old = FOREIGN[name].replace(end, end + own, 1)
    text, _ = export(name, [], previous=old.encode("utf-8"))
    assert (f"<digestkit:{element[3:].replace('/d:', '/digestkit:')}" in text) == kept


UNUSABLE = {
    "empty": (b"", "it is empty"),
    "blank": (b" \n", "it is empty"),
    "cut off": (b'<?xml version="1.0"?><rss version="2.0"><channel><item>', "it is damaged"),
    "no XML": (b"\x00\xff\xfe garbage", "it is damaged"),
    "a page": (b"<html><body/></html>", "its root is <html>"),
    "a bare rss": (b"<rss/>", "its root is <rss>"),
    "a bomb": (
        b'<!DOCTYPE rss [<!ENTITY a "aaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>',
        "document type declaration",
    ),
    "a file inclusion": (
        b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel>&a;</channel></rss>',
        "document type declaration",
    ),
    "an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><rss/>', "it is damaged"),
}


@both
@pytest.mark.parametrize("case", UNUSABLE)
def test_an_unusable_file_is_told_and_passed_over(name, case, export):
    data, message = UNUSABLE[case]
    text, told = export(name, [day(5, ONE)], previous=data)
    assert text == export(name, [day(5, ONE)])[0]
    assert [note.code for note in told] == [Code.EXPORT_WARNING]
    assert told[0].message.startswith("previous: ")
    if (name, case) != ("atom", "a bare rss"):
        assert message in told[0].message
        assert "<string>" not in told[0].message


@both
def test_a_feed_of_the_other_kind_is_told_and_passed_over(name, export):
    other = "atom" if name == "rss" else "rss"
    first, _ = export(other, [day(4, ONE)])
    text, told = export(name, [day(5, TWO)], previous=first.encode("utf-8"))
    assert list(entries(name, text)) == [key(TWO)]
    wanted, root = ("an RSS", "feed") if name == "rss" else ("an Atom", "rss")
    assert [note.message for note in told] == [
        f"previous: it is not {wanted} feed: its root is <{root}>; the feed is written as if it were new"
    ]


FOREIGN = {
    "rss": """<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"
        xmlns:m="http://search.yahoo.com/mrss/"><channel>
        <title>Old &amp; Good</title><language>English!</language>
        <item><title xml:lang="!">Unsafe &lt;b&gt;</title><guid>https://old.example/1</guid>
        <link>javascript:alert(1)</link>
        <pubDate>Thu, 04 Jul 2024 10:00:00 +0200</pubDate><description>&lt;i&gt;about&lt;/i&gt;</description>
        <category>news</category><category domain="a b"> x </category><category domain="d"/>
        <dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/"> </dc:creator>
        <c:encoded>&lt;p onclick="x"&gt;text&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</c:encoded>
        <m:thumbnail url="data:image/png,x"/><m:content medium="video" url="file:///x.mp4"/></item>
        <item><title>No date</title><guid>https://old.example/2</guid></item>
        <item><title>No id</title><pubDate>Thu, 04 Jul 2024 10:00:00 GMT</pubDate></item>
        <item><guid>17</guid><pubDate>Thu, 04 Jul 2024 10:00:00 GMT</pubDate></item>
        <item><guid>https://old.example/1</guid><pubDate>Thu, 04 Jul 2024 10:00:00 GMT</pubDate></item>
        <item><guid>https://old.example/3</guid><pubDate>Thu, 04 Jul 2024 09:00:00 -0000</pubDate></item>
        </channel></rss>""",
    "atom": """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="English!"
        xmlns:m="http://search.yahoo.com/mrss/">
        <title>Old &amp; Good</title>
        <entry><title xml:lang="!">Unsafe &lt;b&gt;</title><id>https://old.example/1</id>
        <link rel="alternate" href="javascript:alert(1)"/><updated>2024-07-04T10:00:00+02:00</updated>
        <category term="news"/><category scheme="a b" term=" x "/><category scheme="d" term=""/>
        <author><name> </name></author>
        <content type="html">&lt;p onclick="x"&gt;text&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</content>
        <m:thumbnail url="data:image/png,x"/><m:content medium="video" url="file:///x.mp4"/></entry>
        <entry><title>No date</title><id>https://old.example/2</id></entry>
        <entry><title>No id</title><updated>2024-07-04T10:00:00Z</updated></entry>
        <entry><id>17</id><updated>2024-07-04T10:00:00Z</updated></entry>
        <entry><id>https://old.example/1</id><updated>2024-07-04T10:00:00Z</updated></entry>
        <entry><id>https://old.example/3</id><updated>2024-07-04T09:00:00</updated></entry>
        </feed>""",
}


@both
def test_what_somebody_else_wrote_is_kept_but_made_safe(name, export, faults):
    text, told = export(name, [], previous=FOREIGN[name].encode("utf-8"))
    assert faults(name, text) == []
    kept = entries(name, text)
    assert [found[-1] for found in kept] == ["3", "1"]
    first = kept["https://old.example/1"]
    assert first.title == "Unsafe <b>"
    assert (first.link, first.thumbnail, first.video, first.authors) == (None, None, None, ())
    assert first.categories == (("", "news"), ("", " x "))
    assert first.content == escape('<p onclick="x">text</p><script>x</script>')
    assert first.published == datetime.datetime(2024, 7, 4, 8, tzinfo=datetime.UTC)
    assert [note.message for note in told] == [
        "previous: 4 items have no date or no id of their own and are not kept"
    ]
    again, _ = export(name, [], previous=text.encode("utf-8"))
    assert again == text


PLAIN = (
    '<div lang="ko"><h2 lang="en">T</h2><p>a<br/>b &lt;i&gt;</p>'
    "<ul><li><strong>s</strong> <code>c</code></li></ul>"
    '<p><a href="https://x.example/?a=1&amp;b=2">l</a> <img src="https://x.example/a.png" alt=""/></p></div>'
)
LISTED = (
    '<ol><li><a lang="en" href="#arxiv-hep-th/9901001">T</a></li></ol><h2 id="arxiv-hep-th/9901001">T</h2>'
    "<details><summary>All</summary><p>A, B</p></details>"
)
LINK = '<a href="mailto:ada@example.org">mail</a>'
FOREIGN_ATTRIBUTES = ("onclick", "onerror", "onload", "style", "class", "id", "srcset", "target", "xml:id")
NOT_OURS = [
    *(
        f'<{tag} {name}="x">x</{tag}>'
        for tag in OWN_TAGS
        for name in FOREIGN_ATTRIBUTES
        if (tag, name) != ("h2", "id")
    ),
    *(f'<{tag} href="https://x.example/">x</{tag}>' for tag in sorted(OWN_TAGS.keys() - {"a"})),
    *(f'<{tag} src="https://x.example/">x</{tag}>' for tag in sorted(OWN_TAGS.keys() - {"img"})),
    *(f'<{tag} lang="ko">x</{tag}>' for tag in sorted(OWN_TAGS.keys() - {"a", "div", "h2"})),
    '<a href="#">x</a>',
    '<a href="#x y">x</a>',
    '<img src="#x"/>',
    *(
        f"<{tag}>x</{tag}>"
        for tag in ("script", "style", "iframe", "svg", "math", "form", "video", "DIV", "i")
    ),
    '<a href="javascript:alert(1)">x</a>',
    '<a href="/relative">x</a>',
    '<img src="data:image/png,x"/>',
    '<p xmlns="http://www.w3.org/1999/xhtml">x</p>',
    "<p>open",
    "</div><div>",
    "a &nbsp; b",
    # Comments and the like to XML; to HTML they end at the first `>`.
    "<p>x<!--> <script>alert(1)</script> --></p>",
    "<p>x<?y > <script>alert(1)</script> ?></p>",
    "<p>x<![CDATA[ > <script>alert(1)</script> ]]></p>",
]


def kept_content(name, export, html):
    """What becomes of the HTML of an item in the previous version."""
    old = {
        "rss": '<rss version="2.0"><channel><item><guid>https://old.example/1</guid><title>T</title>'
        "<pubDate>Thu, 04 Jul 2024 10:00:00 GMT</pubDate>"
        '<encoded xmlns="http://purl.org/rss/1.0/modules/content/">{}</encoded></item></channel></rss>',
        "atom": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://old.example/1</id><title>T</title>'
        '<updated>2024-07-04T10:00:00Z</updated><content type="html">{}</content></entry></feed>',
    }[name].format(escape(html))
    text, _ = export(name, [], previous=old.encode("utf-8"))
    return entries(name, text)["https://old.example/1"].content


@both
@pytest.mark.parametrize("html", [PLAIN, LISTED, LINK, "x", "<p>x</p>"])
def test_html_as_digestkit_writes_it_stays_html(name, html, export):
    assert kept_content(name, export, html) == html


@both
@pytest.mark.parametrize("html", NOT_OURS)
def test_any_other_html_becomes_text(name, html, export):
    assert kept_content(name, export, html) == escape(html)


ID = "https://old.example/1"


@both
@pytest.mark.parametrize(
    ("written", "is_kept"),
    [
        ("urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", True),
        ("URN:isbn:0", True),
        ("tag:example.org,2024:a", True),
        ("tag:", False),
        ("urn:a b", False),
        ("urn:논문", False),
        ("xurn:a", False),
        ("https://old.example/논문", False),
        ("mailto:ada@example.org", False),
        ("javascript:alert(1)", False),
    ],
)
def test_an_id_is_an_address_or_a_urn(name, written, is_kept, export):
    text, told = export(name, [], previous=FOREIGN[name].replace(ID, written, 1).encode("utf-8"))
    assert (written in entries(name, text)) == is_kept
    assert [note.message for note in told] == [
        f"previous: {4 - is_kept} items have no date or no id of their own and are not kept"
    ]


@both
@pytest.mark.parametrize(
    ("last", "is_kept"),
    [
        ("9999-12-31T23:00:00+00:00", False),
        ("9999-12-31T23:59:59.999999-11:00", False),
        ("2024-07-04T00:00:00+01:00:30", False),
        ("9999-12-31T22:59:59+00:00", True),
        ("0001-01-01T00:00:00+14:00", True),
    ],
)
def test_dates_that_no_feed_can_go_on_from_count_as_none(name, last, is_kept, export, faults):
    instant = datetime.datetime.fromisoformat(last)
    spelled = f"{instant:%a, %d %b} {instant.year:04} {instant:%H:%M:%S %z}"
    old = {
        "rss": f"<rss version='2.0'><channel><item><guid>https://old.example/1</guid><title>Old</title>"
        f"<pubDate>{spelled}</pubDate></item></channel></rss>",
        "atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>https://old.example/1</id>"
        f"<title>Old</title><updated>{last}</updated></entry></feed>",
    }[name]
    text, _ = export(name, [day(5, ONE)], previous=old.encode("utf-8"))
    assert faults(name, text) == []
    assert ("https://old.example/1" in entries(name, text)) == is_kept


@both
@given(data=st.binary(max_size=200))
@settings(max_examples=max(12, settings.default.max_examples // 10))
def test_no_bytes_stop_the_export(name, data, export):
    text, _ = export(name, [day(5, ONE)], previous=data)
    assert key(ONE) in text


@both
@settings(max_examples=max(12, settings.default.max_examples // 10))
@given(
    cut=st.integers(0, 5000),
    junk=st.sampled_from([b"", b"<", b"&", b"\x00", b"]]>", b"</item>", b"</entry>"]),
)
def test_no_damage_stops_the_export(name, cut, junk, export, faults):
    good = export(name, [day(4, ONE, TWO, THREE)])[0].encode("utf-8")
    text, _ = export(name, [day(5, samples.paper(4))], previous=good[:cut] + junk + good[cut + 1 :])
    assert faults(name, text) == []
