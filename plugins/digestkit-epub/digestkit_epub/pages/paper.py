"""The section of a paper: title, authors, what is known of it in a line, and what the digest says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestkit.text import labelled_html, link_target, summary_html
from digestkit.text.languages import other_language, primary
from digestkit_epub.contents import Entry
from digestkit_epub.markup import NOTHING, Markup, element, joined, lang, text
from digestkit_epub.pages.authors import byline
from digestkit_epub.pages.media import PLACE, video
from digestkit_epub.pages.style import Style
from digestkit_epub.phrases import OWN_SCRIPT, voice, voiced
from digestkit_epub.plan import Section
from digestkit_epub.words import Words


def article(above: Entry, style: Style, section: Section, played: str | None) -> Markup:
    """A paper, with a place for its picture, and the way back to `above`, the list that it stands in.

    `played` is the URL of the video that plays in it, if any.
    """
    anchor = element("a", text(f"↑ {above.title.text}"), href=above.href, **lang(above.title.language))
    back = element("p", anchor, class_="back")
    return element(
        "section",
        # One box, since older engines keep nothing together but what stands in one.
        element("header", _title(section), byline(section, style), _facts(section, style.words)),
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
    # What the paper stands under on the page need not be said again.
    keywords = [keyword for keyword in section.reference.keywords if keyword != section.heading]
    about = " · ".join(filter(None, (", ".join(keywords), day)))
    terms = element("p", text(about), class_="terms") if about else NOTHING
    named = [
        (name, said)
        for name, said in ((words.tldr, paper.tldr), (words.abstract, paper.abstract))
        if said is not None
    ]
    return Markup(terms + _labelled(named, "abstract", style, is_own=True))


def _extra(section: Section, style: Style) -> Markup:
    return _labelled(section.paper.extra, "extra", style)


def _labelled(named: Sequence[tuple[str, str]], kind: str, style: Style, *, is_own: bool = False) -> Markup:
    """Texts under their labels, which are in the book's own words or in the digest's."""
    label = voice(style.language) if is_own and style.language != style.digest_language else "<strong>"
    parts = [(labelled_html(name, said).replace("<strong>", label, 1), said) for name, said in named]
    # Each by itself: abstracts are often in another language than what the digest says of them.
    return Markup("".join([_digested(Markup(part), [said], kind, style) for part, said in parts]))


def _digested(markup: Markup, texts: Sequence[str], kind: str, style: Style) -> Markup:
    """What a digest says, made of these texts: in its language, unless their script tells of another."""
    language = style.digest_language
    if primary(language) in OWN_SCRIPT:
        language = other_language(" ".join([said[:200] for said in texts]), language) or language
    marks = lang(None if language == style.language else language)
    return element("div", voiced(markup, language), class_=kind, **marks)


def _summary(section: Section, style: Style) -> Markup:
    items = section.paper.summary
    if not items:
        return NOTHING
    # Written as all empty elements are.
    markup = Markup(summary_html(items).replace("<li></li>", "<li/>"))
    return _digested(markup, [item.text for item in items], "summary", style)
