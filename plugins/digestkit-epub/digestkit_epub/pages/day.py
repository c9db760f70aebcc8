"""The page of a digest: a section per paper, and notes with the authors that a section has no room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

import attrs

from digestkit.text import labelled_html, link_target, summary_html, video_type
from digestkit.text.languages import other_language, primary
from digestkit_epub.markup import NOTHING, Markup, element, joined, lang, text
from digestkit_epub.pages.xhtml import document
from digestkit_epub.pictures.picture import Picture
from digestkit_epub.plan import Day, Part, Section
from digestkit_epub.words import Words

_OWN_SCRIPT = ("ko", "ja", "zh")
"""Languages with scripts of their own: in a book in one of them, the script shows a text in another."""

_PLACE = Markup("\0")
"""Where a paper's picture may stand, while a page is made: no text of a page can hold this character."""


@attrs.frozen
class Style:
    """How pages are made: in which language, with how many authors (0: all), whether videos play in place."""

    language: str
    words: Words
    max_authors: int
    play_videos: bool


@attrs.frozen
class Page:
    """A page whose pictures are still to be chosen, and the URLs of the videos that it plays."""

    data: bytes = attrs.field(repr=False)
    videos: tuple[str, ...]

    def illustrated(self, pictures: Sequence[Picture | None]) -> bytes:
        """The finished page, with a picture, or None, for each of its papers in order."""
        # The page is text, so putting pictures in costs no second writing.
        first, *rest = self.data.split(_PLACE.encode())
        return first + b"".join(
            [_picture(one).encode() + piece for one, piece in zip(pictures, rest, strict=True)]
        )


def day_page(day: Day, style: Style) -> Page:
    """The page of a digest, with a place for each paper's picture."""
    videos = [_playable(section, style) for section in day.sections]
    articles = map(partial(_article, day, style), day.sections, videos)
    chapter = element(
        "section",
        *_heading(day, style),
        *[_part(part, list(islice(articles, len(part.sections)))) for part in day.parts],
        *([] if day.sections else [element("p", text(style.words.no_papers))]),
        id="day",
        epub_type="chapter",
        role="doc-chapter",
        aria_labelledby="name",
    )
    body = element("body", chapter, _all_authors(day, style), epub_type="bodymatter")
    return Page(document(day.name, style.language, body), tuple(filter(None, videos)))


def _heading(day: Day, style: Style) -> tuple[Markup, Markup]:
    digest = day.digest
    if digest.date is None:
        name, channel = text(day.name), NOTHING
    else:
        name, channel = (
            element("time", text(day.name), datetime=digest.date.isoformat()),
            _channel(day, style),
        )
    kicker = element("p", channel, text(style.words.papers(len(day.sections))), class_="kicker")
    return element("h1", name, id="name"), kicker


def _channel(day: Day, style: Style) -> Markup:
    title = day.digest.title
    if not title:
        return NOTHING
    span = element("span", text(title), class_="channel", **lang(other_language(title, style.language)))
    return Markup(f"{span} · ")


def _part(part: Part, articles: list[Markup]) -> Markup:
    """The papers under a heading of the day, or those that stand under none."""
    if part.title is None:
        return Markup("".join(articles))
    heading = element("h2", part.title.markup, **lang(part.title.language))
    return element("section", heading, *articles, id=part.fragment, class_="part")


def _article(day: Day, style: Style, section: Section, video: str | None) -> Markup:
    back = element("p", element("a", text(f"↑ {day.name}"), href="#day"), class_="back")
    return element(
        "section",
        _title(section),
        _authors(section, style),
        _facts(section, style.words),
        _PLACE,
        NOTHING if video is None else _video(section, video, style.words),
        _further(section, style) if section.paper.further else NOTHING,
        _summary(section, style),
        _extra(section, style),
        back,
        id=section.fragment,
        class_="paper",
    )


def _title(section: Section) -> Markup:
    title = section.title.markup
    if section.href is not None:
        title = element("a", title, href=section.href)
    # Below the heading of a part, if the paper stands under one: levels are not left out.
    level = "h3" if section.heading else "h2"
    return element(level, title, **lang(section.title.language))


def _authors(section: Section, style: Style) -> Markup:
    """The first authors, and how many more there are, with a link to the note that names all of them."""
    truncated = section.paper.authors_truncated
    hidden = _hidden_authors(section, style)
    parts = []
    if section.authors:
        parts.append(_names(section.authors[: len(section.authors) - hidden], style))
    if hidden:
        more = (style.words.others_at_least if truncated else style.words.others).format(hidden)
        href = f"#{_authors_id(section)}"
        parts.append(element("a", text(more), href=href, epub_type="noteref", role="doc-noteref"))
    elif truncated:
        parts.append(text(style.words.and_others))
    return element("p", joined(parts, " "), class_="authors") if parts else NOTHING


def _names(names: Sequence[str], style: Style) -> Markup:
    shown = ", ".join(names)
    return element("span", text(shown), **lang(other_language(shown, style.language)))


def _facts(section: Section, words: Words) -> Markup:
    """Votes, identifier and links on one line; a URL that cannot be a link is shown as text."""
    paper, known = section.paper, section.reference.arxiv
    parts = []
    if paper.votes is not None:
        parts.append(element("span", text(words.votes.format(paper.votes)), class_="votes"))
    if known is not None:
        parts.append(element("a", text(f"arXiv:{known.versioned}"), href=known.abs_url))
        parts.append(element("a", text(words.pdf), href=known.pdf_url))
    elif section.href is None:
        parts.append(element("span", text(paper.url), class_="url"))
    if paper.media is not None:
        name = words.video if paper.media.kind == "video" else words.picture
        if section.media_href is None:
            parts.append(element("span", text(f"{name}: {paper.media.url}"), class_="url"))
        else:
            parts.append(element("a", text(name), href=section.media_href, class_=paper.media.kind))
    parts.extend(_links(section))
    return element("p", joined(parts, " · "), class_="facts") if parts else NOTHING


def _links(section: Section) -> Iterator[Markup]:
    """Further addresses of the paper; what cannot be a link stands as text."""
    reference = section.reference
    if reference.doi_url is not None:
        yield element("a", text(f"DOI {reference.stated_doi}"), href=reference.doi_url)
    for kind, url in section.paper.links:
        target = link_target(url)
        if target is None:
            yield element("span", text(f"{kind}: {url}"), class_="url")
        else:
            yield element("a", text(kind), href=target)


def _further(section: Section, style: Style) -> Markup:
    """Where the paper belongs, and what it is about, of what only some dialects say."""
    paper, words = section.paper, style.words
    day = None if paper.submitted is None else words.submitted.format(paper.submitted)
    about = " · ".join(filter(None, (", ".join(section.reference.keywords), day)))
    terms = element("p", text(about), class_="terms") if about else NOTHING
    named = ((words.tldr, paper.tldr), (words.abstract, paper.abstract))
    return Markup(
        terms + _labelled([(name, said) for name, said in named if said is not None], "abstract", style)
    )


def _extra(section: Section, style: Style) -> Markup:
    return _labelled(section.paper.extra, "extra", style)


def _labelled(named: Sequence[tuple[str, str]], kind: str, style: Style) -> Markup:
    """Texts under their labels."""
    if not named:
        return NOTHING
    language = _language([said for _, said in named], style)
    markup = Markup("".join([labelled_html(name, said) for name, said in named]))
    return element("div", markup, class_=kind, **lang(language))


def _language(texts: Sequence[str], style: Style) -> str | None:
    """The language of texts, where it is another than the book's and their script tells."""
    if primary(style.language) not in _OWN_SCRIPT:
        return None
    return other_language(" ".join([said[:200] for said in texts]), style.language)


def _picture(picture: Picture | None) -> Markup:
    """A paper's picture, which is decoration, with an empty alternative text: no digest says what it shows.

    The link to it, on the line above, is there in any case.
    """
    if picture is None:
        return NOTHING
    size = {}
    # With its size given, the text does not jump when the picture is loaded.
    if picture.size is not None:
        size = {"width": str(picture.size[0]), "height": str(picture.size[1])}
    image = element("img", src=picture.file_name, alt="", role="presentation", **size)
    return element("div", image, class_="picture")


def _playable(section: Section, style: Style) -> str | None:
    """The URL of the video that a section plays, without a fragment, as in the manifest; else None."""
    media, href = section.paper.media, section.media_href
    if not style.play_videos or media is None or media.kind != "video" or href is None:
        return None
    # EPUB wants remote resources to come by https (EPUB 3.3, resource locations), and a media type for each.
    if href[:8].lower() != "https://" or video_type(href) is None:
        return None
    return href.partition("#")[0]


def _video(section: Section, source: str, words: Words) -> Markup:
    link = element("p", element("a", text(words.video), href=section.media_href or source))
    # The link inside is for readers without video; `preload` keeps a book that is opened off the network.
    video = element("video", link, src=source, controls="controls", preload="none")
    return element("div", video, class_="picture")


def _summary(section: Section, style: Style) -> Markup:
    items = section.paper.summary
    if not items:
        return NOTHING
    language = _language([item.text for item in items], style)
    # Written as all empty elements are.
    markup = Markup(summary_html(items).replace("<li></li>", "<li/>"))
    return element("div", markup, class_="summary", **lang(language))


def _all_authors(day: Day, style: Style) -> Markup:
    """The full lists of authors as notes, which many reading systems show in a pop-up."""
    long = [section for section in day.sections if _hidden_authors(section, style)]
    if not long:
        return NOTHING
    return element(
        "section",
        element("h2", text(style.words.all_authors), id="all-authors"),
        *[_note(section, style) for section in long],
        id="notes",
        class_="notes",
        epub_type="endnotes",
        role="doc-endnotes",
        aria_labelledby="all-authors",
    )


def _note(section: Section, style: Style) -> Markup:
    title, href = section.title, f"#{section.fragment}"
    link = element("a", title.markup, href=href, role="doc-backlink", **lang(title.language))
    # All names, the first ones again: a note is read by itself.
    names = [_names(section.authors, style)]
    if section.paper.authors_truncated:
        names.append(text(style.words.and_others))
    return element(
        "aside",
        element("p", link),
        element("p", joined(names, " ")),
        id=_authors_id(section),
        class_="note",
        epub_type="footnote",
        role="doc-footnote",
    )


def _hidden_authors(section: Section, style: Style) -> int:
    return max(0, len(section.authors) - style.max_authors) if style.max_authors else 0


def _authors_id(section: Section) -> str:
    return f"authors-{section.fragment}"
