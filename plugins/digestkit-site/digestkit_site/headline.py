"""What stands above digests: which days, and how many papers."""

from __future__ import annotations

from digestkit_site.catalogue import Catalogue, Day
from digestkit_site.context import Site
from digestkit_site.words import Words


def name(day: Day, words: Words) -> str:
    """A day as headings call it."""
    return words.undated if day.date is None else words.on(day.date)


def subject(made: Catalogue, site: Site) -> str:
    """The title with the first and the last day, as far as they are known, in one line."""
    dates = [day.date for day in made.days if day.date is not None]
    if not dates:
        return " ".join(site.title.split())
    ends = [site.words.on(dates[0]), site.words.on(dates[-1])]
    return " ".join(f"{site.title} ({' – '.join(dict.fromkeys(ends))})".split())


def extent(made: Catalogue, words: Words) -> str:
    """How many papers, and on how many days if it is more than one; empty where there are no digests."""
    if not made.days:
        return ""
    papers = words.count_papers(sum(day.count for day in made.days))
    return papers if len(made.days) == 1 else f"{words.count_days(len(made.days))} · {papers}"
