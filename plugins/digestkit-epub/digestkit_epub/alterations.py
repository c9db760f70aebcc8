"""What a book cannot say as the digest does: characters that XML forbids."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from digestkit import Digest, Item, Media, Paper
from digestkit.cleaning import is_clean
from digestkit.structure import Entry

Node = Digest | Paper | Media | Item


def find(digest: Digest) -> Iterator[tuple[Node, str]]:
    """The nodes whose text is changed, and what of them."""
    if not is_clean(digest.title):
        yield digest, "title of the digest"
    for paper in digest.papers:
        yield from ((paper, name) for name, text in _PAPER if not is_clean(text(paper)))
        if paper.media is not None and not is_clean(paper.media.url):
            yield paper.media, "media"
        yield from ((item, "summary") for item in paper.summary if not _is_clean_item(item))


_PAPER: tuple[tuple[str, Callable[[Paper], str]], ...] = (
    ("title", lambda paper: paper.title),
    ("url", lambda paper: paper.url),
    ("authors", lambda paper: "".join(paper.authors)),
)


def _is_clean_item(item: Item) -> bool:
    """Whether it and what is in it are; an escape in a Python literal can stand for any character."""
    if not is_clean(item.text) or not is_clean(item.label or ""):
        return False
    return "\\" not in item.text or all(map(_is_clean_entry, item.items))


def _is_clean_entry(entry: Entry) -> bool:
    return is_clean(entry.label or "") and is_clean(entry.text) and all(map(_is_clean_entry, entry.items))
