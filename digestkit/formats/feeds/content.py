"""The content of feed items: HTML for readers, and plain text for lists of items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from digestkit.formats.feeds.addresses import Links
from digestkit.formats.feeds.phrases import Phrases, phrases
from digestkit.model import Digest, Item, Media, Paper
from digestkit.reference import Reference
from digestkit.text.cleaning import clean, escape, escape_attribute, is_clean
from digestkit.text.inline import summary_html, typeset, typeset_html
from digestkit.text.languages import other_language
from digestkit.text.passages import labelled_html
from digestkit.text.summary import lines, paragraph, visible

BYLINE_LENGTH = 10
"""How many names a byline shows; all of them are in the item's data."""


def byline(paper: Paper, names: Sequence[str], language: str, length: int = BYLINE_LENGTH) -> str:
    """The authors in one line, `length` of them by name: `A, B, C and 7 more`."""
    words, truncated = phrases(language), paper.authors_truncated
    shown = ", ".join(names[:length])
    rest = len(names) - length
    if rest > 0:
        return shown + (words.at_least if truncated else words.more).format(rest)
    return shown + (words.others if truncated and shown else "")


def names(paper: Paper) -> tuple[str, ...]:
    """The authors' names, cleaned of characters that XML forbids."""
    found = paper.authors_clean
    return found if is_clean("\n".join(found)) else tuple(map(clean, found))


def paper_html(
    reference: Reference, authors: Sequence[str], to: Links, language: str, *, length: int = BYLINE_LENGTH
) -> str:
    """A paper's picture, authors, abstract, summary and links; the byline shows `length` names."""
    paper = reference.paper
    line, words = byline(paper, authors, language, length), phrases(language)
    parts = (
        _media_html(paper.media, to),
        f"<p>{escape(line)}</p>" if line else "",
        *(_further_html(reference, words) if paper.further else ()),
        summary_html(paper.summary),
        *[labelled_html(name, text) for name, text in paper.extra],
        _links_html(reference, to, words),
    )
    body = "\n".join(filter(None, parts))
    # Readers take the HTML out of the feed, and out of its language, which Korean needs for fonts and voices.
    return f'<div lang="{escape_attribute(language)}">{body}</div>'


def _further_html(reference: Reference, words: Phrases) -> Iterator[str]:
    """Where the paper belongs, in one line, and what it is about."""
    paper = reference.paper
    day = None if paper.submitted is None else words.submitted.format(paper.submitted)
    section = None if paper.section in reference.keywords else paper.section
    about = " · ".join(filter(None, (section, ", ".join(reference.keywords), day)))
    if about:
        yield f"<p>{escape(about)}</p>"
    if paper.tldr is not None:
        yield labelled_html(words.tldr, paper.tldr)
    if paper.abstract is not None:
        yield labelled_html(words.abstract, paper.abstract)


def day_html(papers: Iterable[tuple[Reference, Links]], language: str) -> str:
    """A day's papers as HTML, one after the other, with all names: the item has no other place for them."""
    return "\n".join(_section(reference, to, language) for reference, to in papers)


def _section(reference: Reference, to: Links, language: str) -> str:
    heading = title(reference.paper)
    other = other_language(heading, language)
    lang = f' lang="{other}"' if other else ""
    marked = typeset_html(reference.paper.title.strip()) or escape(heading)
    linked = _anchor(to.page, marked) if to.page else marked
    authors = names(reference.paper)
    html = paper_html(reference, authors, to, language, length=len(authors))
    return f"<h2{lang}>{linked}</h2>\n{html}"


def title(paper: Paper) -> str:
    """The title as plain text; the URL if it is blank, since every item needs a title."""
    return clean(typeset(paper.title)).strip() or clean(paper.url).strip()


def paper_summary(paper: Paper, authors: Sequence[str], language: str) -> str:
    """Its sentence, its abstract or the first item of its summary as plain text; else byline or title."""
    own = filter(None, map(_plain_text, filter(None, (paper.tldr, paper.abstract))))
    first = next(own, "") or next(filter(None, map(_plain_item, paper.summary)), "")
    return first or byline(paper, authors, language) or title(paper)


def day_summary(papers: Iterable[Paper]) -> str:
    """The titles of a day's papers as plain text, separated by semicolons."""
    return "; ".join(map(title, papers))


def texts(digest: Digest) -> Iterator[str]:
    """The texts that show a digest's language: its summaries, as titles are English in any digest."""
    for paper in digest.papers:
        yield from filter(None, (paper.tldr, paper.abstract))
        for item in paper.summary:
            yield item.text


def _media_html(media: Media | None, to: Links) -> str:
    """The picture, if any; a video is linked below instead, and what must not be loaded is shown as text."""
    if to.picture is not None:
        # Decoration: no digest says what a picture shows.
        return f'<p><img src="{escape_attribute(to.picture)}" alt=""/></p>'
    return f"<p>{escape(media.url)}</p>" if media is not None and to.video is None else ""


def _links_html(reference: Reference, to: Links, words: Phrases) -> str:
    arxiv = reference.arxiv
    name = reference.paper.url if arxiv is None else f"arXiv:{arxiv.id}"
    shown = [
        escape(name) if to.page is None else _link(to.page, name),
        "" if to.pdf is None else _link(to.pdf, "PDF"),
        "" if to.video is None else _link(to.video, words.video),
        "" if to.doi is None else _link(to.doi, f"DOI {reference.stated_doi}"),
        *[
            f"{escape(kind)}: {escape(url)}" if uri is None else _link(uri, kind)
            for kind, url, uri in to.others
        ],
    ]
    return f"<p>{' · '.join(filter(None, shown))}</p>"


def _link(url: str, text: str) -> str:
    return _anchor(url, escape(text))


def _anchor(url: str, html: str) -> str:
    return f'<a href="{escape_attribute(url)}">{html}</a>'


def _plain_text(text: str) -> str:
    return " ".join(clean(visible(text)).split())


def _plain_item(item: Item) -> str:
    return " ".join(clean(paragraph(lines((item,)))).split())
