"""Text that an XML format cannot repeat verbatim: where `clean` replaces characters, node by node."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from digestkit.model import Digest, Item, Media, Paper
from digestkit.structure import Outline
from digestkit.text.cleaning import is_clean

__all__ = ["Alteration", "of_digest", "of_paper"]

Alteration = tuple[Digest | Paper | Media | Item, str]
"""A node whose text `cleaning.clean` changes, and the message about it."""

_PAPER: tuple[tuple[str, Callable[[Paper], str]], ...] = (
    ("title", lambda paper: paper.title),
    ("url", lambda paper: paper.url),
    # One look at all names: `clean` keeps line feeds, so joining changes no answer.
    ("authors", lambda paper: "\n".join(paper.authors)),
)


def of_digest(digest: Digest) -> Iterator[Alteration]:
    """The alterations in a digest and all its papers, in the order of the digest."""
    if not is_clean(digest.title):
        yield digest, _message("title of the digest")
    for paper in digest.papers:
        yield from of_paper(paper)


def of_paper(paper: Paper) -> Iterator[Alteration]:
    """The alterations in one paper: one for each field, media and summary item that `clean` changes."""
    if _is_plain(paper):
        return
    yield from ((paper, _message(name)) for name, text in _PAPER if not is_clean(text(paper)))
    for name in paper.further:
        if not is_clean(_text(getattr(paper, name))):
            yield paper, _message(name)
    if paper.media is not None and not is_clean(paper.media.url):
        yield paper.media, _message("media")
    yield from ((item, _message("summary")) for item in paper.summary if not _is_clean_item(item))


def _is_plain(paper: Paper) -> bool:
    """Whether there is nothing to alter, by one look at all texts together: nearly all papers are so."""
    texts = [paper.title, paper.url, *paper.authors]
    for item in paper.summary:
        texts += (item.text, item.label or "")
    if paper.media is not None:
        texts.append(paper.media.url)
    whole = "".join(texts)
    # What can be printed is clean, and so is what joins it; a backslash may be an escape in an outline.
    return whole.isprintable() and "\\" not in whole and not paper.further


def _text(value: object) -> str:
    """All text in a field that only some dialects have."""
    if isinstance(value, tuple):
        return "\n".join(map(_text, value))
    return str(value)


def _message(what: str) -> str:
    return f"{what}: characters that XML forbids, or that a JSON escape left of LaTeX, were replaced"


def _is_clean_item(item: Item) -> bool:
    """Whether `clean` changes nothing in an item or in the outline that its text holds."""
    if not is_clean(item.text) or not is_clean(item.label or ""):
        return False
    # Outlines are parsed only where a backslash occurs: an escape in a Python literal can stand for any
    # character, while without one the outline has only the characters just checked.
    return "\\" not in item.text or all(map(_is_clean_entry, item.items))


def _is_clean_entry(entry: Outline) -> bool:
    return is_clean(entry.label or "") and is_clean(entry.text) and all(map(_is_clean_entry, entry.items))
