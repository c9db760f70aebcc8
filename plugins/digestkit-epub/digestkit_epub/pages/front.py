"""The pages before the text: cover, title page, and the contents that reading systems navigate by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from digestkit.text.languages import other_language
from digestkit_epub.contents import Entry
from digestkit_epub.markup import NOTHING, Markup, attribute, lang, text
from digestkit_epub.pages.xhtml import document
from digestkit_epub.pictures.picture import Picture
from digestkit_epub.plan import Day, Plan, Section, by_votes
from digestkit_epub.typography import lined, own
from digestkit_epub.words import Words

COVER = "cover.xhtml"
TITLE_PAGE = "title.xhtml"
CONTENTS = "nav.xhtml"
COLOPHON = "colophon.xhtml"

_MOST_VOTED = 5


def cover_page(plan: Plan, cover: Picture, picture: str) -> bytes:
    """The page that shows the cover, with the book's title and what it pictures as its alternative text.

    The picture stands in the page as plainly as can be: converters look for just that, take it for the cover
    and leave the page out where a format has a place of its own for covers.
    """
    alternative = attribute(". ".join(filter(None, (plan.words.cover_of.format(plan.title), picture))))
    image = f'<img src="{attribute(cover.file_name)}" alt="{alternative}" role="doc-cover"/>'
    body = f'<body epub:type="cover" class="cover"><div>{image}</div></body>'
    return document(plan.words.cover, plan.page_language, Markup(body))


def title_page(plan: Plan) -> bytes:
    """The page that says what the book is: title, period, how many papers, and the most voted of them."""
    heading, period, words = plan.heading, plan.period_in_words, plan.words
    count = sum(len(day.sections) for day in plan.days)
    lines = [
        f"<h1{lang(other_language(heading, plan.page_language))}>{lined(heading)}</h1>",
        f"<p>{lined(period)}</p>" if period else "",
        f"<p>{lined(f'{words.days(len(plan.days))} · {words.papers(count)}')}</p>",
        "" if plan.days else f"<p>{own(words.no_digests)}</p>",
        most_voted(plan.sections, plan.words),
        f'<p class="way"><a href="{CONTENTS}">{own(words.contents)}</a></p>',
    ]
    page = f'<section class="title-page" epub:type="titlepage">{"".join(lines)}</section>'
    return document(plan.title, plan.page_language, Markup(f'<body epub:type="frontmatter">{page}</body>'))


def contents(plan: Plan, listed: Sequence[Entry]) -> bytes:
    """The navigation document (EPUB 3.3, section 7): what the book lists, then the landmarks.

    The first of `listed` is the title page, the last the colophon. Titles are plain text: reading systems
    take the text of a link without its elements, which would make `O(nk)` of `O(n<sup>k</sup>)`.
    """
    toc = (
        '<nav id="toc" class="contents" epub:type="toc" role="doc-toc">'
        f"<h1>{text(plan.words.contents)}</h1>{_list(listed)}</nav>"
    )
    start = listed[1].href if plan.days else TITLE_PAGE
    body = f'<body epub:type="frontmatter">{toc}{_landmarks(plan, start)}</body>'
    # Reading systems search and sort these words, and many draw them with other means than those of a page.
    return document(plan.words.contents, plan.page_language, Markup(body))


def _list(entries: Sequence[Entry]) -> Markup:
    rows = []
    for entry in entries:
        below = _list(entry.below) if entry.below else ""
        link = f'<a href="{attribute(entry.href)}"{lang(entry.language)}>{text(entry.title)}</a>'
        rows.append(f"<li>{link}{below}</li>")
    return Markup(f"<ol>{''.join(rows)}</ol>")


def most_voted(papers: Iterable[tuple[Day, Section]], words: Words) -> Markup:
    """The papers with the most votes, as a list."""
    rows = []
    for _, section in islice(by_votes(papers), _MOST_VOTED):
        votes = own(words.votes.format(section.paper.votes))
        rows.append(f'<li>{_paper_link(section)} <span class="votes">{votes}</span></li>')
    return Markup(f"<h2>{own(words.most_voted)}</h2><ol>{''.join(rows)}</ol>") if rows else NOTHING


def _landmarks(plan: Plan, start: str) -> Markup:
    marks = (
        ("cover", COVER, plan.words.cover),
        ("titlepage", TITLE_PAGE, plan.words.about),
        ("toc", f"{CONTENTS}#toc", plan.words.contents),
        ("bodymatter", start, plan.words.start),
        ("colophon", COLOPHON, plan.words.colophon),
    )
    links = "".join(
        [
            f'<li><a href="{attribute(href)}" epub:type="{kind}">{text(name)}</a></li>'
            for kind, href, name in marks
        ]
    )
    title = f"<h2>{text(plan.words.landmarks)}</h2>"
    # For reading systems, not for readers: hence hidden.
    return Markup(f'<nav epub:type="landmarks" hidden="hidden">{title}<ol>{links}</ol></nav>')


def _paper_link(section: Section) -> Markup:
    title = section.title
    return Markup(f'<a href="{attribute(section.place)}"{lang(title.language)}>{title.markup}</a>')
