"""Writing feeds in tests, and the rules of their formats: each rule yields the faults it finds."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from lxml import etree

from digestkit import registry
from digestkit.export.run import Export
from digestkit.text.inline import link_target

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MEDIA = "{http://search.yahoo.com/mrss/}"

FEED_URL = "https://feeds.example/papers.xml"
RFC822 = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d\d[0-5]\d)")
HTML = {"body", "div", "h2", "p", "ul", "li", "strong", "em", "code", "br", "a", "img", "sup", "sub"}
# RFC 4287, appendix B.
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "data" / "atom.rng"))


@pytest.fixture(scope="session")
def export():
    """Write a feed: its text, and what was reported."""

    def write(name, digests, *, title=None, language=None, base_url=None, **options):
        told = []
        made = Export(
            registry.exporter(name),
            options={"feed_url": FEED_URL} | options,
            title=title,
            language=language,
            base_url=base_url,
            report=told.append,
        )
        return "".join(made.chunks(digests)), told

    return write


@pytest.fixture(scope="session")
def faults():
    """What a feed's text does against the rules of its format; an empty list is a good feed."""

    def find(name, text):
        root = etree.fromstring(text.encode("utf-8"))
        # Later rules build on earlier ones.
        return next(filter(None, (list(rule(root)) for rule in RULES[name])), [])

    return find


def rss_outline(root):
    """Elements that must be there once, metadata before items, nothing that readers trip over."""
    if (root.tag, root.get("version"), len(root)) != ("rss", "2.0", 1):
        yield "no RSS 2.0"
    channel = [child.tag for child in root[0]]
    for tag in ("title", "link", "description", "language", "lastBuildDate", "generator", f"{ATOM}link"):
        if channel.count(tag) != 1:
            yield f"{channel.count(tag)} {tag} in the channel"
    if "item" in channel and set(channel[channel.index("item") :]) != {"item"}:
        yield "metadata after an item"
    for item in root.iterfind("channel/item"):
        for tag in ("title", "guid", "pubDate", "description", f"{CONTENT}encoded"):
            if len(item.findall(tag)) != 1 or not (item.findtext(tag) or "").strip():
                yield f"{tag} of an item is missing, blank or there twice"
        yield from (
            f"{tag} in an item" for tag in ("author", "enclosure", f"{MEDIA}group") if item.findall(tag)
        )
        tags = [child.tag for child in item if child.tag in ("description", f"{CONTENT}encoded")]
        if tags != ["description", f"{CONTENT}encoded"]:
            yield "the description must come before the content"


def rss_channel(root):
    """The self link says where the feed is, and the image belongs to the channel."""
    channel = root[0]
    expected = {"rel": "self", "type": "application/rss+xml", "href": FEED_URL}
    yield from (
        f"self link {dict(link.attrib)}"
        for link in channel.iterfind(f"{ATOM}link")
        if link.attrib != expected
    )
    for image in channel.iterfind("image"):
        if any(image.findtext(tag) != channel.findtext(tag) for tag in ("title", "link")):
            yield "the image is not the channel's"


def rss_guids(root):
    guids = root.findall("channel/item/guid")
    if len({guid.text for guid in guids}) != len(guids):
        yield "a guid twice"
    for guid in guids:
        if guid.get("isPermaLink") != str(guid.text.startswith("https://arxiv.org/abs/")).lower():
            yield f"isPermaLink of {guid.text}"


def rss_dates(root):
    texts = [element.text for element in root.iterfind("channel/item/pubDate")]
    for text in (*texts, root.findtext("channel/lastBuildDate")):
        if not RFC822.fullmatch(text):
            yield f"date {text}"
        # `email.utils` takes years of three digits and less for abbreviations.
        if text[12] != "0" and f"{parsedate_to_datetime(text):%a}" != text[:3]:
            yield f"day of the week in {text}"
    if any(text[12] == "0" for text in texts):
        return
    dates = [parsedate_to_datetime(text) for text in texts]
    changes = [instant(element.text) for element in root.iterfind(f"channel/item/{ATOM}updated")]
    if dates != sorted(dates, reverse=True):
        yield "not newest first"
    if dates and parsedate_to_datetime(root.findtext("channel/lastBuildDate")) != max(dates + changes):
        yield "lastBuildDate is not the newest item's"


def rss_urls(root):
    urls = [element.text for element in root.iter("link")]
    urls += [element.get("url") for element in root.iter(f"{MEDIA}thumbnail", f"{MEDIA}content")]
    urls += [element.get("href") for element in root.iter(f"{ATOM}link")]
    yield from (f"URL {url}" for url in urls if not is_web_uri(url))


def rss_html(root):
    for element in root.iter(f"{CONTENT}encoded"):
        yield from html_faults(element.text)


def atom_schema(root):
    if not SCHEMA.validate(root):
        yield from map(str, SCHEMA.error_log)


def atom_ids(root):
    for tag in ("id", "updated"):
        values = [element.text for element in root.iterfind(f"{ATOM}entry/{ATOM}{tag}")]
        if len(set(values)) != len(values):
            yield f"an {tag} twice"


def atom_dates(root):
    published = [instant(element.text) for element in root.iterfind(f"{ATOM}entry/{ATOM}published")]
    updated = [instant(element.text) for element in root.iterfind(f"{ATOM}entry/{ATOM}updated")]
    if published != sorted(published, reverse=True):
        yield "not newest first"
    if any(later < earlier for earlier, later in zip(published, updated, strict=True)):
        yield "updated before it was published"
    if updated and instant(root.findtext(f"{ATOM}updated")) != max(updated):
        yield "updated is not the newest entry's"


def atom_links(root):
    if not root.xpath("a:link[@rel='self']", namespaces={"a": ATOM.strip("{}")}):
        yield "no self link"
    for parent in (root, *root.iterfind(f"{ATOM}entry")):
        links = parent.findall(f"{ATOM}link")
        if any(not {"rel", "type", "href"}.issubset(link.keys()) for link in links):
            yield "a link without rel, type or href"
        kinds = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
        if len(set(kinds)) != len(kinds):
            yield "alternate links of one type and language"
        yield from (f"URL {link.get('href')}" for link in links if not is_web_uri(link.get("href")))


def atom_entries(root):
    if root.find(f"{ATOM}author") is None:
        yield "no author of the feed"
    for entry in root.iterfind(f"{ATOM}entry"):
        tags = [child.tag for child in entry if child.tag in (f"{ATOM}summary", f"{ATOM}content")]
        if tags != [f"{ATOM}summary", f"{ATOM}content"]:
            yield "the summary must come before the content"
        if not entry.findtext(f"{ATOM}title").strip():
            yield "a blank title"
        yield from html_faults(entry.findtext(f"{ATOM}content") or "")


RULES = {
    "rss": (rss_outline, rss_channel, rss_guids, rss_dates, rss_urls, rss_html),
    "atom": (atom_schema, atom_ids, atom_dates, atom_links, atom_entries),
}


def html_faults(fragment):
    """Content is well-formed XHTML of a few elements, with absolute web addresses."""
    root = etree.fromstring(f"<body>{fragment}</body>".encode())
    for element in root.iter():
        if element.tag not in HTML or not {"lang", "href", "src", "alt"}.issuperset(element.keys()):
            yield f"<{element.tag} {dict(element.attrib)}>"
        for url in (element.get("href"), element.get("src")):
            if url is not None and link_target(url) != url:
                yield f"link {url}"


def is_web_uri(url):
    return re.fullmatch(r"https?://[!#-;=?-Z_a-z~]+", url) is not None


def instant(text):
    return datetime.datetime.fromisoformat(text)
