"""A paper as HTML, as the day's page showed it: votes, authors, picture, summary, links and the source."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digestkit.formats.feeds import plain
from digestkit.formats.feeds.addresses import Links
from digestkit.formats.feeds.phrases import Phrases, phrases
from digestkit.model import Media, Paper
from digestkit.reference import Reference
from digestkit.text.cleaning import clean, escape, escape_attribute
from digestkit.text.directions import isolated
from digestkit.text.inline import summary_html
from digestkit.text.passages import labelled_html


class Style(NamedTuple):
    """How papers are shown: in which language, whether in full, and whether readers show all names anyway."""

    language: str
    is_full: bool = True
    has_names: bool = False

    @property
    def words(self) -> Phrases:
        """The phrases of the language."""
        return phrases(self.language)


class Source(NamedTuple):
    """Where a paper was listed: the title of the digest, its day if it has one, and the page if known."""

    title: str
    day: datetime.date | None = None
    url: str | None = None


def paper_html(
    reference: Reference, names: Sequence[str], to: Links, style: Style, source: Source | None = None
) -> str:
    """A paper without its title. The byline is short; all names are at the end unless they are shown anyway.

    They are folded there. Readers that know no `<details>` show its text, which does least harm at the end.
    """
    paper, words = reference.paper, style.words
    parts = (
        _media_html(paper.media, to, style),
        _byline_html(paper, names, style),
        _belongs_html(reference, words) if paper.further else "",
        *(_full_html(paper, words) if style.is_full else _short_html(paper)),
        _links_html(reference, to, source, words),
        "" if style.has_names else _names_html(paper, names, words),
    )
    return "\n".join(filter(None, parts))


def in_language(html: str, language: str) -> str:
    """The HTML with its language: readers take it out of the feed, and fonts and voices depend on it."""
    return f'<div lang="{escape_attribute(language)}">{html}</div>'


def link(url: str, text: str) -> str:
    """A link with a plain text."""
    return html_link(url, escape(text))


def html_link(url: str, html: str) -> str:
    """A link with HTML in it."""
    return f'<a href="{escape_attribute(url)}">{html}</a>'


def votes(paper: Paper, words: Phrases) -> str:
    """How many votes a paper has, in words; empty where nothing is said."""
    return "" if paper.votes is None else words.votes.format(paper.votes)


def _byline_html(paper: Paper, names: Sequence[str], style: Style) -> str:
    shown = (votes(paper, style.words), plain.byline(paper, names, style.language))
    line = " · ".join(filter(None, shown))
    return f"<p>{escape(line)}</p>" if line else ""


def _belongs_html(reference: Reference, words: Phrases) -> str:
    """Where the paper belongs, in one line."""
    paper = reference.paper
    day = None if paper.submitted is None else words.submitted.format(paper.submitted)
    section = None if paper.section in reference.keywords else paper.section
    line = " · ".join(filter(None, (section, ", ".join(reference.keywords), day)))
    return f"<p>{escape(line)}</p>" if line else ""


def _full_html(paper: Paper, words: Phrases) -> Iterator[str]:
    """All that the digest says of what the paper is about."""
    if paper.tldr is not None:
        yield labelled_html(words.tldr, paper.tldr)
    if paper.abstract is not None:
        yield labelled_html(words.abstract, paper.abstract)
    yield summary_html(paper.summary)
    for name, text in paper.extra:
        yield labelled_html(name, text)


def _short_html(paper: Paper) -> Iterator[str]:
    """A sentence of it."""
    sentence = plain.teaser(paper)
    if sentence:
        yield f"<p>{escape(sentence)}</p>"


def _media_html(media: Media | None, to: Links, style: Style) -> str:
    """The picture, if any; a video is linked below instead, and what must not be loaded is shown as text."""
    if to.picture is not None:
        # Decoration: no digest says what a picture shows.
        return f'<p><img src="{escape_attribute(to.picture)}" alt=""/></p>' if style.is_full else ""
    return f"<p>{escape(media.url)}</p>" if media is not None and to.video is None else ""


def _links_html(reference: Reference, to: Links, source: Source | None, words: Phrases) -> str:
    arxiv = reference.arxiv
    name = reference.paper.url if arxiv is None else f"arXiv:{arxiv.id}"
    shown = [
        escape(name) if to.page is None else link(to.page, name),
        "" if to.pdf is None else link(to.pdf, "PDF"),
        "" if to.listed is None else link(*to.listed),
        "" if to.video is None else link(to.video, words.video),
        "" if to.doi is None else link(to.doi, f"DOI {reference.stated_doi}"),
        *[
            f"{escape(kind)}: {escape(url)}" if uri is None else link(uri, kind)
            for kind, url, uri in to.others
        ],
        "" if source is None else source_html(source, words),
    ]
    return f"<p>{' · '.join(filter(None, shown))}</p>"


def source_html(source: Source, words: Phrases) -> str:
    """The digest that a paper is from, linked to its page; empty where nothing is known of it."""
    name = clean(source.title).strip()
    if source.day is not None and name:
        name = f"{name} ({source.day})"
    if source.url is None:
        return escape(words.source.format(name)) if name else ""
    shown = name or source.url.partition("//")[2].rstrip("/")
    return words.source.format(link(source.url, shown))


def _names_html(paper: Paper, names: Sequence[str], words: Phrases) -> str:
    """All names, folded, where the byline is cut."""
    if len(names) <= plain.BYLINE_LENGTH:
        return ""
    label = escape(words.all_authors.format(len(names)))
    line = ", ".join(map(isolated, names)) + (words.others if paper.authors_truncated else "")
    return f"<details><summary>{label}</summary><p>{escape(line)}</p></details>"
