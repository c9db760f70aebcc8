"""The page as a mail: tables and inline styles, formulas in characters, and no more than mail programs show.

Gmail cuts a mail off at 102 kB. So papers that would make it larger have their titles alone, the last ones
first, and where even these are too many they are left out; both are reported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

import digestkit
from digestkit_site.context import MailContext, MailPaper, OneDay
from digestkit_site.templates import Templates
from digestkit_site.views import PaperView

LIMIT = 98_000
"""Bytes that a mail may have."""


def page(
    days: Sequence[OneDay], templates: Templates, context: digestkit.ExportContext, *, shows_media: bool
) -> Markup:
    """The whole mail; what there is no room for is reported as dropped."""
    papers = [paper for day in days for paper in day.papers]

    def rendered(full: int, named: int) -> Markup:
        return _rendered(days, full, named, templates, shows_media=shows_media)

    named = _most(len(papers), lambda count: rendered(0, count))
    full = _most(named, lambda count: rendered(count, named))
    _tell(papers[full:named], "have their titles alone", context)
    _tell(papers[named:], "are left out", context)
    return rendered(full, named)


def _tell(papers: Sequence[PaperView], what: str, context: digestkit.ExportContext) -> None:
    if papers:
        larger = f"the mail would be larger than {LIMIT // 1000} kB"
        message = f"{larger}: {len(papers)} papers {what}, from {papers[0].id} on"
        context.report(message, code=digestkit.Code.DROPPED)


def _most(count: int, make: Callable[[int], str]) -> int:
    """The largest number up to `count` whose mail is not too large; each tried by rendering it."""
    least = 0
    most = count
    while least < most:
        middle = (least + most + 1) // 2
        if len(make(middle).encode("utf-8", "replace")) <= LIMIT:
            least = middle
        else:
            most = middle - 1
    return least


def _rendered(
    days: Sequence[OneDay], full: int, named: int, templates: Templates, *, shows_media: bool
) -> Markup:
    number = 0
    held = []
    for day in days:
        shown = [
            MailPaper(paper, number + at < full) for at, paper in enumerate(day.papers) if number + at < named
        ]
        number += len(day.papers)
        held.append((day, tuple(shown)))
    return templates.render("mail.html", MailContext(tuple(held), shows_media))
