"""The words that pages add, and how they write dates and numbers of things, by language.

A language is a file `words/TAG.toml`. Where there is none, words are English and dates are ISO's.
"""

from __future__ import annotations

import datetime
import tomllib
from functools import lru_cache
from importlib import resources

import attrs

from digestkit.text.languages import direction, primary

_LEFT_TO_RIGHT, _POP = "\u2066", "\u2069"
"""What isolates a text that runs rightward, and ends it (Unicode Bidirectional Algorithm, section 2.4)."""

LANGUAGES = ("en", "ko", "zh")
"""The languages that there are words for."""


@attrs.frozen
class Words:
    """One language's words; `{}` in one stands for a number or a name.

    `months`, `date`, `month` and `year` make dates of their parts.
    """

    language: str
    months: tuple[str, ...]
    date: str
    month: str
    year: str
    site_title: str
    paper: str
    papers: str
    vote: str
    votes: str
    skip: str
    navigation: str
    around: str
    home: str
    archive: str
    topics: str
    authors: str
    about: str
    search: str
    search_filters: str
    search_all: str
    search_month: str
    search_category: str
    search_votes: str
    search_key: str
    search_results: str
    search_more: str
    search_none: str
    search_loading: str
    search_failed: str
    theme: str
    theme_system: str
    theme_light: str
    theme_dark: str
    previous: str
    next: str
    pages: str
    undated: str
    untitled: str
    papers_of_day: str
    more_papers: str
    no_papers: str
    no_digests: str
    earlier: str
    most_voted: str
    section: str
    sections: str
    category: str
    categories: str
    tag: str
    tags: str
    label: str
    labels: str
    others: str
    other: str
    and_others: str
    abstract: str
    tldr: str
    score: str
    comment: str
    authors_total: str
    submitted: str
    listed: str
    links: str
    pdf: str
    hugging_face: str
    picture: str
    picture_of: str
    video: str
    video_of: str
    feeds: str
    source: str
    rights: str
    made_with: str
    period: str
    not_found: str
    not_found_why: str
    more_by_month: str
    all_of_it: str
    only_named: str
    unnamed: str
    others_at_least: str
    day: str
    days: str

    def on(self, day: datetime.date) -> str:
        """A day, such as `2024년 7월 5일`."""
        return self._dated(self.date, day)

    def in_month(self, day: datetime.date) -> str:
        """The month of a day."""
        return self._dated(self.month, day)

    def in_year(self, day: datetime.date) -> str:
        """The year of a day."""
        return self._dated(self.year, day)

    def count_papers(self, number: int) -> str:
        """So many papers."""
        return (self.paper if number == 1 else self.papers).format(number)

    def count_days(self, number: int) -> str:
        """So many days."""
        return (self.day if number == 1 else self.days).format(number)

    def count_votes(self, number: int) -> str:
        """So many votes."""
        return (self.vote if number == 1 else self.votes).format(number)

    def count_others(self, number: int) -> str:
        """So many other authors."""
        return (self.other if number == 1 else self.others).format(number)

    def field(self, name: str) -> str | None:
        """What a further field is called whose name is digestkit's own; None for any other name."""
        own = {"score": self.score, "comment": self.comment, "authors_total": self.authors_total}
        return own.get(name)

    def _dated(self, pattern: str, day: datetime.date) -> str:
        return pattern.format(y=f"{day.year:04}", month=self.months[day.month - 1], d=day.day)


@lru_cache(maxsize=16)
def words(tag: str) -> Words:
    """The words for a language tag: those of its primary language, or English ones with ISO's dates."""
    language = primary(tag)
    if language in LANGUAGES:
        return _read(language)
    numbers = tuple(f"{number:02}" for number in range(1, 13))
    date, month = "{y}-{month}-{d:02}", "{y}-{month}"
    if direction(tag) == "rtl":  # after letters that run leftward, the numbers would, too: 05-07-2024
        date, month = f"{_LEFT_TO_RIGHT}{date}{_POP}", f"{_LEFT_TO_RIGHT}{month}{_POP}"
    return attrs.evolve(_read("en"), months=numbers, date=date, month=month)


@lru_cache(maxsize=len(LANGUAGES))
def _read(language: str) -> Words:
    data = resources.files("digestkit_site").joinpath("words", f"{language}.toml").read_text("utf-8")
    given = tomllib.loads(data)
    return Words(language, tuple(given.pop("months")), **given)
