"""The last page: where the book comes from, under which terms, and how it was made."""

from __future__ import annotations

from digestkit.text import link_target
from digestkit.text.languages import other_language
from digestkit_epub.markup import Markup, attribute, lang
from digestkit_epub.package.metadata import GENERATOR, Credits, series_name, source
from digestkit_epub.pages.xhtml import document
from digestkit_epub.phrases import visible
from digestkit_epub.plan import Plan
from digestkit_epub.typography import lined, own

_LETTERS = "Noto Sans, Noto Sans CJK (SIL Open Font License 1.1)"


def colophon(plan: Plan, credit: Credits, *, is_drawn: bool) -> bytes:
    """The page; `is_drawn` says that the cover is ours, and its letters have to be named."""
    words = plan.words
    around = plan.page_language
    entries = [_entry(name, said, around) for name, said in _facts(plan, credit)]
    if is_drawn:
        entries.append(_entry(words.letters, _LETTERS, around))
    start = '<section class="colophon" epub:type="colophon" role="doc-colophon" aria-labelledby="name">'
    page = f'{start}<h1 id="name">{own(words.colophon)}</h1><dl>{"".join(entries)}</dl></section>'
    return document(words.colophon, around, Markup(f'<body epub:type="backmatter">{page}</body>'))


def _facts(plan: Plan, credit: Credits) -> list[tuple[str, str]]:
    """What is known, under its name: what nobody has said has no entry."""
    words = plan.words
    count = sum(len(day.sections) for day in plan.days)
    known = (
        (words.book_title, plan.title),
        (words.source, source(plan, credit)),
        (words.period, plan.period_in_words),
        (words.extent, f"{words.days(len(plan.days))} · {words.papers(count)}"),
        *[(words.made_by, name) for name in map(visible, credit.creators)],
        (words.publisher, visible(credit.publisher)),
        (words.series, series_name(plan, credit)),
        (words.rights, visible(credit.rights or "")),
        (words.identifier, plan.identifier),
        (words.generator, GENERATOR),
    )
    return [(name, said) for name, said in known if said]


def _entry(name: str, said: str, around: str) -> str:
    href = link_target(said) if "://" in said else None
    if href is None:
        shown, language = lined(said), other_language(said, around)
    else:
        shown, language = Markup(f'<a href="{attribute(href)}">{lined(said)}</a>'), None
    return f"<dt>{own(name)}</dt><dd{lang(language)}>{shown}</dd>"
