"""The section of a paper: title, authors, what is known of it in a line, and what the digest says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestkit.text import labelled_html, link_target, summary_html
from digestkit.text.languages import other_language, primary
from digestkit_epub.markup import NOTHING, Markup, attribute, lang
from digestkit_epub.pages.authors import byline
from digestkit_epub.pages.media import PLACE, video
from digestkit_epub.pages.xhtml import Style
from digestkit_epub.phrases import OWN_SCRIPT, voice, voiced
from digestkit_epub.plan import Section
from digestkit_epub.typography import lined, own, set_lines
from digestkit_epub.words import Words


def article(back: Markup, style: Style, section: Section, played: str | None) -> Markup:
    """A paper, with a place for its picture, and at its end the way `back` to the list that it stands in.

    `played` is the URL of the video that plays in it, if any.
    """
    # One box, since older engines keep nothing together but what stands in one.
    header = f"<header>{_title(section)}{byline(section, style)}{_facts(section, style.words)}</header>"
    shown = "" if played is None else video(section, played, style.words)
    further = _further(section, style) if section.paper.further else ""
    said = f"{_summary(section, style)}{_extra(section, style)}"
    start = f'<section id="{attribute(section.fragment)}" class="paper">'
    return Markup(f"{start}{header}{PLACE}{shown}{further}{said}{back}</section>")


def _title(section: Section) -> Markup:
    title = section.title.markup
    if section.href is not None:
        title = Markup(f'<a href="{attribute(section.href)}">{title}</a>')
    # Below the heading of a part, if the paper stands under one: levels are not left out.
    level = "h3" if section.heading else "h2"
    return Markup(f"<{level}{lang(section.title.language)}>{title}</{level}>")


def _facts(section: Section, words: Words) -> Markup:
    """Votes, identifier and links on one line; a URL that cannot be a link is shown as text."""
    paper, known = section.paper, section.reference.arxiv
    parts = []
    if paper.votes is not None:
        parts.append(f'<span class="votes">{own(words.votes.format(paper.votes))}</span>')
    if known is not None:
        # Ids have letters, digits, points and the like: nothing to escape.
        parts.append(f'<a href="{known.abs_url}">arXiv:{known.versioned}</a>')
        parts.append(f'<a href="{known.pdf_url}">{own(words.pdf)}</a>')
    elif section.href is None:
        parts.append(_unlinked(paper.url))
    if paper.media is not None:
        name = words.video if paper.media.kind == "video" else words.picture
        if section.media_href is None:
            parts.append(_unlinked(f"{name}: {paper.media.url}"))
        else:
            href = attribute(section.media_href)
            parts.append(f'<a href="{href}" class="{paper.media.kind}">{own(name)}</a>')
    parts.extend(_links(section))
    return Markup(f'<p class="facts">{" · ".join(parts)}</p>') if parts else NOTHING


def _unlinked(address: str) -> str:
    return f'<span class="url">{lined(address)}</span>'


def _links(section: Section) -> Iterator[str]:
    """Further addresses of the paper; what cannot be a link stands as text."""
    reference = section.reference
    if reference.doi_url is not None:
        yield f'<a href="{attribute(reference.doi_url)}">{lined(f"DOI {reference.stated_doi}")}</a>'
    for kind, url in section.paper.links:
        target = link_target(url)
        if target is None:
            yield _unlinked(f"{kind}: {url}")
        else:
            yield f'<a href="{attribute(target)}">{lined(kind)}</a>'


def _further(section: Section, style: Style) -> Markup:
    """Where the paper belongs, and what it is about, of what only some dialects say."""
    paper, words = section.paper, style.words
    day = None if paper.submitted is None else words.submitted.format(paper.submitted)
    # What the paper stands under on the page need not be said again.
    keywords = [keyword for keyword in section.reference.keywords if keyword != section.heading]
    about = " · ".join(filter(None, (", ".join(keywords), day)))
    terms = f'<p class="terms">{lined(about)}</p>' if about else ""
    named = [
        (name, said)
        for name, said in ((words.tldr, paper.tldr), (words.abstract, paper.abstract))
        if said is not None
    ]
    return Markup(f"{terms}{_labelled(named, 'abstract', style, is_own=True)}")


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
    return Markup(f'<div class="{kind}"{marks}>{set_lines(voiced(markup, language))}</div>')


def _summary(section: Section, style: Style) -> Markup:
    items = section.paper.summary
    if not items:
        return NOTHING
    # Written as all empty elements are.
    markup = Markup(summary_html(items).replace("<li></li>", "<li/>"))
    return _digested(markup, [item.text for item in items], "summary", style)
