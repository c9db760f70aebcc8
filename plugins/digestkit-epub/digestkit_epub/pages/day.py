"""The page of a digest: a section per paper, and the authors that the sections had no room for."""

from __future__ import annotations

import attrs

from digestkit import Media
from digestkit.text.inline import summary_html
from digestkit.text.languages import primary
from digestkit.text.links import link_target, video_type
from digestkit_epub.pages.xhtml import (
    Element,
    add,
    add_fragment,
    add_text,
    document,
    mark_language,
    serialise,
)
from digestkit_epub.plan import Day, Section
from digestkit_epub.words import Words

_OWN_SCRIPT = ("ko", "ja", "zh")
"""Languages in whose books a text in another is known by its script."""


@attrs.frozen
class Style:
    """How pages are made: in which language, how many authors are shown, whether videos play in place."""

    language: str
    words: Words
    max_authors: int
    play_videos: bool


@attrs.frozen
class Page:
    """A page's bytes, and the URLs of the videos that it plays from the network."""

    data: bytes
    videos: tuple[str, ...]


def day_page(day: Day, style: Style) -> Page:
    """The page of a digest."""
    root, body = document(day.name, style.language, "bodymatter")
    chapter = add(body, "section", id="day", epub_type="chapter", role="doc-chapter", aria_labelledby="name")
    _add_heading(chapter, day, style)
    videos = []
    for section in day.sections:
        article = add(chapter, "section", id=section.fragment, class_="paper")
        _add_title(article, section, style)
        _add_authors(article, section, style)
        _add_facts(article, section, style)
        videos += _add_media(article, section, style)
        _add_summary(article, section, style)
        add(add(article, "p", class_="back"), "a", f"↑ {day.name}", href="#day")
    if not day.sections:
        add(chapter, "p", style.words.no_papers)
    _add_all_authors(body, day, style)
    return Page(serialise(root), tuple(dict.fromkeys(videos)))


def _add_heading(chapter: Element, day: Day, style: Style) -> None:
    digest = day.digest
    heading = add(chapter, "h1", id="name")
    if digest.date is None:
        add_text(heading, day.name)
    else:
        add(heading, "time", day.name, datetime=digest.date.isoformat())
    kicker = add(chapter, "p", class_="kicker")
    if digest.date is not None and digest.title:
        mark_language(add(kicker, "span", digest.title, class_="channel"), digest.title, style.language)
        add_text(kicker, " · ")
    add_text(kicker, style.words.papers(len(day.sections)))


def _add_title(article: Element, section: Section, style: Style) -> None:
    heading = mark_language(add(article, "h2"), section.title, style.language)
    if section.href is None:
        add_text(heading, section.title)
    else:
        add(heading, "a", section.title, href=section.href)


def _add_authors(article: Element, section: Section, style: Style) -> None:
    """The first names and how many more there are; those stand at the end of the page."""
    paper, words = section.paper, style.words
    names = paper.authors_clean
    if not names and not paper.authors_truncated:
        return
    line = add(article, "p", class_="authors")
    hidden = _hidden_authors(section, style)
    shown = ", ".join(names[: len(names) - hidden])
    if shown:
        mark_language(add(line, "span", shown), shown, style.language)
    if shown and (hidden or paper.authors_truncated):
        add_text(line, " ")
    if hidden:
        more = (words.others_at_least if paper.authors_truncated else words.others).format(hidden)
        href = f"#{_authors_id(section)}"
        add(line, "a", more, href=href, epub_type="noteref", role="doc-noteref")
    elif paper.authors_truncated:
        add_text(line, words.and_others)


def _add_facts(article: Element, section: Section, style: Style) -> None:
    """Votes, identifier and links on one line; a URL that cannot be a link stands as text."""
    paper, words = section.paper, style.words
    line = add(article, "p", class_="facts")
    if paper.votes is not None:
        _separate(line)
        add(line, "span", words.votes.format(paper.votes), class_="votes")
    if paper.arxiv_id is not None and paper.pdf_url is not None:
        versioned = paper.arxiv_id + (f"v{paper.version}" if paper.version else "")
        _separate(line)
        add(line, "a", f"arXiv:{versioned}", href=f"https://arxiv.org/abs/{versioned}")
        _separate(line)
        add(line, "a", words.pdf, href=paper.pdf_url)
    elif section.href is None:
        _separate(line)
        add(line, "span", paper.url, class_="url")
    if paper.media is not None:
        _separate(line)
        _add_media_link(line, paper.media, words)
    if not len(line):
        article.remove(line)


def _separate(line: Element) -> None:
    if len(line):
        add_text(line, " · ")


def _add_media_link(line: Element, media: Media, words: Words) -> None:
    name = words.video if media.kind == "video" else words.picture
    href = link_target(media.href)
    if href is None:
        add(line, "span", f"{name}: {media.url}", class_="url")
    else:
        add(line, "a", name, href=href, class_=media.kind)


def _add_media(article: Element, section: Section, style: Style) -> list[str]:
    """The picture that the book has, or the video that it may play; the URLs of videos.

    The picture stands beside the title that says whose it is, and no digest says what it shows: so it is
    decoration, and its alternative text is empty. The link to it on the line above is there in any case.
    """
    media = section.paper.media
    if section.picture is not None:
        frame = add(article, "div", class_="picture")
        image = add(frame, "img", src=section.picture.file_name, alt="", role="presentation")
        if section.picture.size is not None:
            width, height = section.picture.size
            image.attrib.update({"width": str(width), "height": str(height)})
    if media is None or not style.play_videos:
        return []
    href = link_target(media.href)
    # EPUB wants such resources by https (EPUB 3.3, resource locations).
    if media.kind != "video" or href is None or href[:8].lower() != "https://" or video_type(href) is None:
        return []
    source = href.partition("#")[0]  # the manifest names resources, not parts of them
    frame = add(article, "div", class_="picture")
    video = add(frame, "video", src=source, controls="controls", preload="none")
    add(add(video, "p"), "a", style.words.video, href=href)
    return [source]


def _add_summary(article: Element, section: Section, style: Style) -> None:
    items = section.paper.summary
    if not items:
        return
    block = add(article, "div", class_="summary")
    add_fragment(block, summary_html(items))
    if primary(style.language) in _OWN_SCRIPT:
        mark_language(block, " ".join(item.text[:200] for item in items), style.language)


def _add_all_authors(body: Element, day: Day, style: Style) -> None:
    """The names in full as notes, which many reading systems show in place."""
    long = [section for section in day.sections if _hidden_authors(section, style)]
    if not long:
        return
    notes = add(body, "section", id="notes", class_="notes", epub_type="endnotes", role="doc-endnotes")
    notes.set("aria-labelledby", "all-authors")
    add(notes, "h2", style.words.all_authors, id="all-authors")
    for section in long:
        note = add(
            notes, "aside", id=_authors_id(section), class_="note", epub_type="footnote", role="doc-footnote"
        )
        title = add(note, "p")
        link = add(title, "a", section.title, href=f"#{section.fragment}", role="doc-backlink")
        mark_language(link, section.title, style.language)
        names = ", ".join(section.paper.authors_clean)
        line = add(note, "p")
        mark_language(add(line, "span", names), names, style.language)
        if section.paper.authors_truncated:
            add_text(line, f" {style.words.and_others}")


def _hidden_authors(section: Section, style: Style) -> int:
    return max(0, len(section.paper.authors_clean) - style.max_authors) if style.max_authors else 0


def _authors_id(section: Section) -> str:
    return f"authors-{section.fragment}"
