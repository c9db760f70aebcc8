"""The text of feed items: HTML for readers, plain text for lists of items, in the words of a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from digestkit.formats.feeds.addresses import Links
from digestkit.model import Digest, Item, Media, Paper
from digestkit.structure import Entry as Outline
from digestkit.text.cleaning import clean, escape, escape_attribute, is_clean
from digestkit.text.inline import plain, summary_html
from digestkit.text.languages import other_language, primary

BYLINE_LENGTH = 10
"""How many names a byline shows; all of them are in the item's data."""


class Phrases(NamedTuple):
    """What a feed says in words of its own."""

    about: str
    more: str
    at_least: str
    others: str
    video: str


_ENGLISH = Phrases(
    about="Research papers, day by day, with summaries",
    more=" and {} more",
    at_least=" and at least {} more",
    others=" et al.",
    video="Video",
)
_PHRASES = {
    "ko": Phrases(
        about="날마다 고른 연구 논문과 그 요약",
        more=" 외 {}명",
        at_least=" 외 {}명 이상",
        others=" 외",
        video="동영상",
    ),
}


def phrases(language: str) -> Phrases:
    """The words of a language; English where it has none here."""
    return _PHRASES.get(primary(language), _ENGLISH)


def byline(paper: Paper, names: Sequence[str], language: str, length: int = BYLINE_LENGTH) -> str:
    """The authors in one line, `length` of them by name: `A, B, C and 7 more`."""
    words, truncated = phrases(language), paper.authors_truncated
    shown = ", ".join(names[:length])
    rest = len(names) - length
    if rest > 0:
        return shown + (words.at_least if truncated else words.more).format(rest)
    return shown + (words.others if truncated and shown else "")


def names(paper: Paper) -> tuple[str, ...]:
    """The authors, as XML can hold their names."""
    found = paper.authors_clean
    return found if is_clean("\n".join(found)) else tuple(map(clean, found))


def paper_html(
    paper: Paper, authors: Sequence[str], to: Links, language: str, *, length: int = BYLINE_LENGTH
) -> str:
    """A paper's picture, authors, summary and links; the byline shows `length` names."""
    line = byline(paper, authors, language, length)
    parts = (
        _media_html(paper.media, to),
        f"<p>{escape(line)}</p>" if line else "",
        summary_html(paper.summary),
        _links_html(paper, to, phrases(language)),
    )
    body = "\n".join(filter(None, parts))
    return f'<div lang="{escape_attribute(language)}">{body}</div>'


def day_html(papers: Iterable[tuple[Paper, Links]], language: str) -> str:
    """A day's papers one after the other, with all names: they stand nowhere else in the item."""
    return "\n".join(_section(paper, to, language) for paper, to in papers)


def _section(paper: Paper, to: Links, language: str) -> str:
    heading = title(paper)
    other = other_language(heading, language)
    lang = f' lang="{other}"' if other else ""
    linked = _link(to.page, heading) if to.page else escape(heading)
    authors = names(paper)
    return f"<h2{lang}>{linked}</h2>\n{paper_html(paper, authors, to, language, length=len(authors))}"


def title(paper: Paper) -> str:
    """The title as plain text; the URL where it is blank, since every item needs a title."""
    return clean(paper.title).strip() or clean(paper.url).strip()


def paper_summary(paper: Paper, authors: Sequence[str], language: str) -> str:
    """The first item of the summary as plain text; without a summary the byline, or the title."""
    first = next(filter(None, map(_plain_item, paper.summary)), "")
    return first or byline(paper, authors, language) or title(paper)


def day_summary(papers: Iterable[Paper]) -> str:
    """The titles of a day's papers."""
    return "; ".join(map(title, papers))


def texts(digest: Digest) -> Iterator[str]:
    """What the language of a digest shows in."""
    for paper in digest.papers:
        for item in paper.summary:
            yield item.text


def _media_html(media: Media | None, to: Links) -> str:
    """The picture; a video is linked below, and what must not be loaded is shown as text."""
    if to.picture is not None:
        return f'<p><img src="{escape_attribute(to.picture)}" alt=""/></p>'
    return f"<p>{escape(media.url)}</p>" if media is not None and to.video is None else ""


def _links_html(paper: Paper, to: Links, words: Phrases) -> str:
    name = paper.url if to.arxiv is None else f"arXiv:{to.arxiv}"
    shown = [
        escape(name) if to.page is None else _link(to.page, name),
        "" if to.pdf is None else _link(to.pdf, "PDF"),
        "" if to.video is None else _link(to.video, words.video),
    ]
    return f"<p>{' · '.join(filter(None, shown))}</p>"


def _link(url: str, text: str) -> str:
    return f'<a href="{escape_attribute(url)}">{escape(text)}</a>'


def _plain_item(item: Item) -> str:
    return " ".join(" ".join(_plain_parts(item.outline)).split())


def _plain_parts(entry: Outline) -> Iterator[str]:
    if entry.label is not None:
        yield f"{clean(entry.label)}:"
    yield plain(entry.text)
    for below in entry.items:
        yield from _plain_parts(below)
