"""Who wrote a paper: the first names under its title, the others a tap away; and all at the page's end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digestkit.text import escape, isolated, isolated_html
from digestkit.text.languages import other_language
from digestkit_epub.markup import NOTHING, Markup, attribute, lang
from digestkit_epub.pages.xhtml import Style
from digestkit_epub.plan import Section
from digestkit_epub.typography import lined, own, set_lines
from digestkit_epub.words import Words


def byline(section: Section, style: Style) -> Markup:
    """The first authors, and how many more there are, which a reading system unfolds."""
    names, words = section.authors, style.words
    is_cut = section.paper.authors_truncated
    first = len(names) - _hidden(section, style)
    language = lang(other_language(", ".join(names[:first]), style.language))
    line = f"<span{language}>{_listed(names[:first])}</span>" if first else ""
    if first == len(names):
        line = _until_truncated(line, is_cut, words)
        return Markup(f'<p class="authors">{line}</p>') if line else NOTHING
    count = own((words.others_at_least if is_cut else words.others).format(len(names) - first))
    line += f'{" " if line else ""}<span class="more">{count}</span>'
    others = f"<span{language}>{_listed(names[first:])}</span>"
    rest = _until_truncated(others, is_cut, words)
    return Markup(f'<details class="authors"><summary>{line}</summary><p>{rest}</p></details>')


def everyone(sections: Iterable[Section], style: Style) -> Markup:
    """The full lists of authors, at the end of a file.

    Some reading systems never unfold anything (Kobo on Android, the PDF that calibre makes): nothing may be
    only in what is folded.
    """
    long = [section for section in sections if _hidden(section, style)]
    if not long:
        return NOTHING
    heading = f'<h2 id="all-authors">{own(style.words.all_authors)}</h2>'
    entries = "".join([_entry(section, style) for section in long])
    return Markup(f'<section class="everyone" aria-labelledby="all-authors">{heading}{entries}</section>')


def _entry(section: Section, style: Style) -> Markup:
    title, names = section.title, section.authors
    link = f'<a href="#{attribute(section.fragment)}"{lang(title.language)}>{title.markup}</a>'
    language = lang(other_language(", ".join(names), style.language))
    named = f"<span{language}>{_listed(names)}</span>"
    line = _until_truncated(named, section.paper.authors_truncated, style.words)
    return Markup(f'<div class="entry"><p>{link}</p><p>{line}</p></div>')


def _listed(names: Sequence[str]) -> Markup:
    """Names one after the other, of which none turns the next."""
    line = ", ".join(names)
    if isolated(line) == line:  # as nearly all do; one look settles it
        return lined(line)
    return set_lines(Markup(", ".join([isolated_html(escape(name), name) for name in names])))


def _until_truncated(line: str, is_cut: bool, words: Words) -> str:
    """A line of names, which says that there are more where the digest does."""
    return " ".join(filter(None, (line, own(words.and_others)))) if is_cut else line


def _hidden(section: Section, style: Style) -> int:
    return max(0, len(section.authors) - style.max_authors) if style.max_authors else 0
