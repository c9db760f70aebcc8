"""How fast feeds are written, against feedgen for the same items.

Both get the items ready made: ids, titles, dates, names, HTML. "from digests" is all that digestkit does
from the model on, for which feedgen has nothing to compare.

python benchmarks/feeds.py [rss] [atom] [memory] [--quick] [--json FILE]
"""

from __future__ import annotations

from collections.abc import Callable

import measure
import synthetic

import digestkit
from digestkit.export.contract import ExportContext
from digestkit.formats.feeds import atom as atom_module
from digestkit.formats.feeds import rss as rss_module
from digestkit.formats.feeds.assembly import assemble
from digestkit.formats.feeds.feed import Entry, Feed
from digestkit.formats.feeds.options import FeedOptions

FEED_URL = "https://feeds.example/papers.xml"

PEAK = """
import sys
import synthetic
import digestkit
from digestkit.formats.feeds.rss import rss

def digests(count):
    for first in range(count):
        yield from digestkit.parse(synthetic.generate(20_000, first=first * 5)).digests

print(sum(len(chunk) for chunk in rss(digests(int(sys.argv[1])))) / 1e6)
"""


def rss(quick: bool) -> list[measure.Row]:
    """RSS from ready items."""
    return compete(quick, rss_module, rss_module.write, lambda made: made.rss_str())


def atom(quick: bool) -> list[measure.Row]:
    """Atom from ready items."""

    def write(feed: Feed) -> list[str]:
        return list(atom_module.write(feed))

    return compete(quick, atom_module, write, lambda made: made.atom_str())


def compete(quick: bool, module: object, write: Callable, spell: Callable) -> list[measure.Row]:
    document = digestkit.parse(synthetic.generate(100_000 if quick else 1_500_000))
    name = module.__name__.rpartition(".")[2]
    options = {"feed_url": FEED_URL, "max_items": 0}
    feed = assemble(
        document.digests, ExportContext(options=FeedOptions(**options)), module.read, category_scheme=""
    )
    size = len("".join(module.write(feed)).encode()) / 1e6
    runners = {
        "digestkit": lambda: "".join(write(feed)),
        "feedgen": lambda: spell(by_feedgen(feed)),
        "digestkit, from digests": lambda: digestkit.dumps(document, name, **options),
    }
    rows = measure.compare(measure.race(runners, 2 if quick else 5), size)
    return [{**row, "us/item": round(float(row["seconds"]) / len(feed.entries) * 1e6, 1)} for row in rows]


def by_feedgen(feed: Feed) -> object:
    """The same feed in feedgen's objects, as far as it can say the same."""
    from feedgen.feed import FeedGenerator

    made = FeedGenerator()
    made.load_extension("dc")
    made.load_extension("media")
    made.id(feed.id)
    made.title(feed.title)
    made.description(feed.description)
    made.link(href=feed.feed_url, rel="self")
    made.link(href=feed.link, rel="alternate")
    made.language(feed.language)
    made.updated(feed.updated)
    made.lastBuildDate(feed.updated)
    for entry in feed.entries:
        add(made, entry)
    return made


def add(made: object, entry: Entry) -> None:
    item = made.add_entry(order="append")
    item.id(entry.id)
    item.guid(entry.id, permalink=entry.is_permalink)
    item.title(entry.title)
    item.link(href=entry.link, rel="alternate")
    item.published(entry.published)
    item.updated(entry.changed)
    item.description(entry.summary)
    item.content(entry.content, type="html")
    item.author([{"name": name} for name in entry.authors])
    item.dc.dc_creator(list(entry.authors))
    if entry.thumbnail:
        item.media.thumbnail(url=entry.thumbnail, height=None, width=None, time=None)
    if entry.pdf:
        item.link(href=entry.pdf, rel="related", type="application/pdf")
    item.category([{"term": category.term, "scheme": category.scheme} for category in entry.categories])


def memory(quick: bool) -> list[measure.Row]:
    """Peak memory while digests stream through the window of 200 items."""
    rows = []
    for count in (5, 20) if quick else (20, 200, 2000):
        megabytes, peak = measure.in_child(PEAK, str(count))
        rows.append({"digests read (MB)": count * 0.02, "MB written": megabytes, "peak MiB": round(peak, 1)})
    return rows


if __name__ == "__main__":
    measure.main("Feeds", {"rss": rss, "atom": atom, "memory": memory})
