"""The section of a paper: title, authors, what is known of it in a line, and what the digest says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestkit.text import labelled_html, link_target, summary_html
from digestkit.text.languages import other_language, primary
from digestkit_epub.markup import NOTHING, Markup, element, joined, lang, text
from digestkit_epub.pages.authors import byline
from digestkit_epub.pages.media import PLACE, video
from digestkit_epub.pages.style import Style
from digestkit_epub.phrases import voiced
from digestkit_epub.plan import Day, Section
from digestkit_epub.words import Words

_OWN_SCRIPT = ("ko", "ja", "zh")
"""Languages with scripts of their own: in a book in one of them, the script shows a text in another."""


def article(day: Day, style: Style, section: Section, played: str | None) -> Markup:
    """A paper, with a place for its picture; `played` is the URL of the video that plays in it, if any."""
    # The list of papers is in the day's first file.
    back = element("p", element("a", text(f"↑ {day.name}"), href=f"{day.file_name}#day"), class_="back")
    return element(
        "section",
        _title(section),
        byline(section, style),
        _facts(section, style.words),
        PLACE,
        NOTHING if played is None else video(section, played, style.words),
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
    markup = voiced(markup, language or style.language)
    return element("div", markup, class_=kind, **lang(language))


def _language(texts: Sequence[str], style: Style) -> str | None:
    """The language of texts, where it is another than the book's and their script tells."""
    if primary(style.language) not in _OWN_SCRIPT:
        return None
    return other_language(" ".join([said[:200] for said in texts]), style.language)


def _summary(section: Section, style: Style) -> Markup:
    items = section.paper.summary
    if not items:
        return NOTHING
    language = _language([item.text for item in items], style)
    # Written as all empty elements are.
    markup = Markup(summary_html(items).replace("<li></li>", "<li/>"))
    markup = voiced(markup, language or style.language)
    return element("div", markup, class_="summary", **lang(language))
