"""Who wrote a paper: the first names under its title, the others a tap away; and all at the page's end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digestkit.text.languages import other_language
from digestkit_epub.markup import NOTHING, Markup, element, joined, lang, text
from digestkit_epub.pages.style import Style
from digestkit_epub.plan import Section


def byline(section: Section, style: Style) -> Markup:
    """The first authors, and how many more there are, which a reading system unfolds."""
    names, truncated = section.authors, section.paper.authors_truncated
    first = len(names) - _hidden(section, style)
    language = lang(other_language(", ".join(names[:first]), style.language))
    parts = [element("span", text(", ".join(names[:first])), **language)] if first else []
    if first == len(names):
        if truncated:
            parts.append(text(style.words.and_others))
        return element("p", joined(parts, " "), class_="authors") if parts else NOTHING
    words = style.words.others_at_least if truncated else style.words.others
    parts.append(element("span", text(words.format(len(names) - first)), class_="more"))
    others = _until_truncated(names[first:], section, style, language)
    return element("details", element("summary", joined(parts, " ")), others, class_="authors")


def everyone(sections: Iterable[Section], style: Style) -> Markup:
    """The full lists of authors, at the end of a file.

    Some reading systems never unfold anything (Kobo on Android, the PDF that calibre makes): nothing may be
    only in what is folded.
    """
    long = [section for section in sections if _hidden(section, style)]
    if not long:
        return NOTHING
    return element(
        "section",
        element("h2", text(style.words.all_authors), id="all-authors"),
        *[_entry(section, style) for section in long],
        class_="everyone",
        aria_labelledby="all-authors",
    )


def _entry(section: Section, style: Style) -> Markup:
    title = section.title
    link = element("a", title.markup, href=f"#{section.fragment}", **lang(title.language))
    language = lang(other_language(", ".join(section.authors), style.language))
    names = _until_truncated(section.authors, section, style, language)
    return element("div", element("p", link), names, class_="entry")


def _until_truncated(
    names: Sequence[str], section: Section, style: Style, language: Mapping[str, str]
) -> Markup:
    """A paragraph of names, which says that there are more where the digest does."""
    parts = [element("span", text(", ".join(names)), **language)]
    if section.paper.authors_truncated:
        parts.append(text(style.words.and_others))
    return element("p", joined(parts, " "))


def _hidden(section: Section, style: Style) -> int:
    return max(0, len(section.authors) - style.max_authors) if style.max_authors else 0
