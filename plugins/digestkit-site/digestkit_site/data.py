"""The data beside the pages: BibTeX and JSON of days and papers, feeds, the map of the site for robots."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

import digestkit
from digestkit.text import escape
from digestkit_site.catalogue import Catalogue, Day, Listing, Work

_FEED_DAYS = 60
"""Days that the feeds are made of; they have fewer items than these have papers."""

_HELD = 16
"""Days whose records are held: a paper that is listed again is, as a rule, on the next days."""

_MAPPED = 50_000
"""Pages that a map for search engines may have."""

_encoded = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def bibliography(works: Sequence[Work]) -> Mapping[str, str]:
    """The entry of each paper, by its id: all are written together, which costs a fifth of one at a time.

    No line within an entry begins with `@`, since all but the last are indented.
    """
    digests = [
        digestkit.Digest(day, "", tuple([listing.paper for listing in listings]))
        for day, listings in groupby([work.newest for work in works], key=lambda each: each.reference.day)
    ]
    _, *entries = f"\n{digestkit.dumps(digests, 'bibtex')}".split("\n@")
    return {work.id: f"@{entry.rstrip()}\n" for work, entry in zip(works, entries, strict=True)}


def of_day(day: Day, entries: Mapping[str, str]) -> str:
    """The entries of a day's papers, each once."""
    return "\n".join(
        entries[each] for each in dict.fromkeys(listing.reference.id for listing in day.listings)
    )


class Records:
    """Papers as records of JSON Lines; those of a few days are held, since pages of a day need all of them.

    `days` are all days by key. Where in which file a paper stood is not said: it changes every day.
    """

    def __init__(self, days: Mapping[str, Day]) -> None:
        self._of_day = lru_cache(maxsize=_HELD)(lambda key: dict(_lines(days[key])))

    def of(self, listings: Iterable[Listing], empty: Iterable[digestkit.Digest] = ()) -> str:
        """A JSON array, one record a line; `empty` are digests without papers."""
        lines = [self._of_day(listing.day)[listing.anchor] for listing in listings]
        lines += [line for digest in empty for line in _records(digest)]
        return "[\n" + ",\n".join(lines) + "\n]\n"


def _lines(day: Day) -> Iterator[tuple[str, str]]:
    """The records of a day's papers by their places in it."""
    for digest, listings in day.digests:
        if listings:
            yield from zip([listing.anchor for listing in listings], _records(digest), strict=True)


def _records(digest: digestkit.Digest) -> Iterator[str]:
    for record in digestkit.records(digest):
        record["source"] = None
        text = _encoded(record)
        # Two signs of JSON that end a line for some readers, as digestkit's own JSON Lines has them.
        yield text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def feeds(
    made: Catalogue, *, title: str, language: str, base_url: str, rights: str | None
) -> Iterator[tuple[str, str]]:
    """The feeds of the newest days, by address. Without a base URL, they belong to the digests' own site."""
    digests = [digest for day in made.days[-_FEED_DAYS:] for digest, _ in day.digests]
    for name in ("atom", "rss"):
        options = {"feed_url": f"{base_url}{name}.xml"} if base_url else {}
        yield (
            f"{name}.xml",
            digestkit.dumps(
                digests,
                name,
                title=title,
                lang=language,
                base_url=base_url or None,
                rights=rights,
                options=options,
            ),
        )


def sitemaps(base_url: str, addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """All pages for search engines: a map, or several and the list of them, by address.

    There is none where nobody said where the site will be.
    Source: https://www.sitemaps.org/protocol.html
    """
    if not base_url:
        return
    parts = [addresses[at : at + _MAPPED] for at in range(0, len(addresses), _MAPPED)]
    if len(parts) == 1:
        yield "sitemap.xml", _located(base_url, addresses, "urlset", "url")
        return
    names = [f"sitemap-{number}.xml" for number, _ in enumerate(parts, 1)]
    yield "sitemap.xml", _located(base_url, names, "sitemapindex", "sitemap")
    for name, part in zip(names, parts, strict=True):
        yield name, _located(base_url, part, "urlset", "url")


def _located(base_url: str, addresses: Iterable[str], root: str, row: str) -> str:
    rows = "".join([f"<{row}><loc>{escape(base_url + address)}</loc></{row}>\n" for address in addresses])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</{root}>\n'
    )


def robots(base_url: str) -> str:
    """Everybody may read all."""
    where = f"Sitemap: {base_url}sitemap.xml\n" if base_url else ""
    return f"User-agent: *\nAllow: /\n{where}"
