"""Where pages lie, relative to the root of the site: names that hold for ever, and on every system.

A page links to another by the way up to the root and the other's address, with `index.html` spelled out, so
that links work below any address and from a folder without a server.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

UNDATED = "undated"
"""The page of digests whose day is not known."""

_LONGEST = 60
_PLAIN = re.compile(r"[a-z0-9]+(?:[. ][a-z0-9]+)*")
_UNFIT = re.compile(r"[^a-z0-9]+")


def root(address: str) -> str:
    """The way from a page up to the root: empty, or `../` for each folder."""
    return "../" * address.count("/")


def rooted(base_url: str) -> str:
    """The way to the root from a page that stands at any address: the path of the site on its server.

    It has no name of a server, so that it holds under all names that the server has.
    """
    path = urlsplit(base_url).path
    return base_url if path.startswith("//") else path  # two slashes would begin the name of a server


def of_paper(identity: str) -> str:
    """The page of a paper by its id, `papers/2407.01906.html`: it depends on the paper's URL alone."""
    return f"papers/{name_of(identity)}.html"


def name_of(identity: str) -> str:
    """The id of a paper as the name of a file: without its scheme if it is arXiv's, `-` for signs."""
    return identity.removeprefix("arxiv:").replace("/", "-").replace(":", "-")


def of_day(key: str, part: int = 1) -> str:
    """A page of a day; a day of many papers has several."""
    return f"days/{key}.html" if part == 1 else f"days/{key}-{part}.html"


def of_month(key: str) -> str:
    """The page of a month, `2024-07`."""
    return f"months/{key}.html"


def of_year(key: str) -> str:
    """The page of a year, `2024`."""
    return f"years/{key}.html"


def of_author(name: str) -> str:
    """The page of an author, by the name without regard to case."""
    # `con.html`, `con.x.html` and their kin cannot stand in a folder of Windows, and `index.html` is the list
    # of all; none of these has a blank before its first dot.
    folded = fold(name)
    return f"authors/{slug(name) if ' ' in folded.partition('.')[0] else hashed(folded)}.html"


def of_topic(kind: str, name: str) -> str:
    """The page of a section, a category, a tag or a label."""
    return f"topics/{kind}-{slug(name)}.html"


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """What makes two spellings the same author or topic."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name.casefold())


def slug(name: str) -> str:
    """A name as a part of an address: ASCII, and different for different names.

    Simple names stay readable as they are, `yann-lecun`; others lose signs and accents, and get eight digits
    of their SHA-256. The underline before these stands in no simple name, so that the two are never alike.
    """
    folded = fold(name)
    if len(folded) <= _LONGEST and _PLAIN.fullmatch(folded):
        return folded.replace(" ", "-")
    return hashed(folded)


def hashed(folded: str) -> str:
    """What is readable of a folded name, an underline, and eight digits."""
    letters = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode("ascii")
    readable = _UNFIT.sub("-", letters).strip("-")[:_LONGEST].rstrip("-")
    digits = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable}_{digits}" if readable else f"_{digits}"
