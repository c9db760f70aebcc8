"""What will be in the book and where: decided before any page is written, since pages point at each other."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import attrs

from digestkit import Digest, Paper
from digestkit.text.languages import detect
from digestkit.text.links import link_target
from digestkit_epub.phrases import visible
from digestkit_epub.pictures.folder import Picture
from digestkit_epub.words import Words, words_for

NAMESPACE = uuid.UUID("3f0c8b7e-5f0e-5c1d-9d0a-6d6f5a3f2c11")
"""The namespace of the identifiers of books; changing it would make every book a new one."""

NO_DATE = datetime.date(1970, 1, 1)
"""What stands for the date of a book in which nothing is dated: EPUB demands one."""

Illustrate = Callable[[Paper], Picture | None]
"""What finds the picture that the book has for a paper."""


@attrs.frozen
class Section:
    """A paper's place in the book. `href` is None where the paper's URL cannot be a link."""

    paper: Paper
    fragment: str
    title: str
    href: str | None
    picture: Picture | None = None


@attrs.frozen
class Day:
    """A digest's page: its file, what it is called, and its papers."""

    digest: Digest
    file_name: str
    name: str
    sections: tuple[Section, ...]


@attrs.frozen
class Plan:
    """The book.

    `channel` is what its digests are called, `given_title` what the user calls it, if anything. `dates` are
    the days that it is about, in their order.
    """

    identifier: str
    channel: str
    given_title: str
    language: str
    words: Words
    dates: tuple[datetime.date, ...]
    days: tuple[Day, ...]

    @property
    def heading(self) -> str:
        """The title where the period stands beside it."""
        return self.given_title or self.channel

    @property
    def title(self) -> str:
        """The title where it stands alone."""
        return self.given_title or f"{self.channel} {self.period}".rstrip()

    @property
    def period(self) -> str:
        """From when to when, in ISO dates; empty where nothing is dated."""
        return _span([date.isoformat() for date in self.dates])

    @property
    def period_in_words(self) -> str:
        """From when to when, as the book's language says it; empty where nothing is dated."""
        return _span([self.words.date(date) for date in self.dates])

    @property
    def modified(self) -> datetime.date:
        """The newest day: the book's content is as old as that."""
        return self.dates[-1] if self.dates else NO_DATE

    @property
    def sections(self) -> Iterator[tuple[Day, Section]]:
        """All papers in the order of the book."""
        return ((day, section) for day in self.days for section in day.sections)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures in the book, each once."""
        found = (section.picture for _, section in self.sections)
        return tuple({picture.file_name: picture for picture in found if picture is not None}.values())

    def illustrated(self, illustrate: Illustrate) -> Plan:
        """The plan with pictures."""
        days = []
        for day in self.days:
            sections = (attrs.evolve(section, picture=illustrate(section.paper)) for section in day.sections)
            days.append(attrs.evolve(day, sections=tuple(sections)))
        return attrs.evolve(self, days=tuple(days))


def make(digests: Iterable[Digest], *, title: str | None = None, language: str | None = None) -> Plan:
    """Plan the book of these digests; without a language, the one that their summaries are in."""
    held = tuple(digests)
    language = language or detect(_texts(held))
    words = words_for(language)
    return Plan(
        identify(held),
        channel=_channel(held) or words.title,
        given_title=visible(title or "").strip(),
        language=language,
        words=words,
        dates=tuple(sorted({digest.date for digest in held if digest.date is not None})),
        days=tuple(_days(held, words)),
    )


def identify(digests: Iterable[Digest]) -> str:
    """The identifier of the book of these digests: it follows from their dates and papers alone.

    So corrected text, other votes and other options make a new edition of the same book.
    """
    lines = []
    for digest in digests:
        lines.append(str(digest.date))
        lines.extend(paper.id for paper in digest.papers)
    return uuid.uuid5(NAMESPACE, "\n".join(lines)).urn


def _days(digests: Iterable[Digest], words: Words) -> Iterator[Day]:
    file_names = _Unique()
    for digest in digests:
        date = digest.date
        yield Day(
            digest,
            file_name=f"{file_names.of(date.isoformat() if date else 'undated')}.xhtml",
            name=words.date(date) if date else (visible(digest.title) or words.undated),
            sections=tuple(_sections(digest.papers, words)),
        )


def _sections(papers: Iterable[Paper], words: Words) -> Iterator[Section]:
    fragments = _Unique()
    for paper in papers:
        yield Section(
            paper,
            fragment=fragments.of(paper.id.replace(":", "-").replace("/", "-")),
            title=visible(paper.title) or paper.arxiv_id or visible(paper.url) or words.untitled,
            href=link_target(paper.href),
        )


class _Unique:
    """Names that have not been given yet: a second `x` is `x-2`."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._counts: Counter[str] = Counter()

    def of(self, name: str) -> str:
        while True:
            self._counts[name] += 1
            count = self._counts[name]
            unique = name if count == 1 else f"{name}-{count}"
            if unique not in self._given:
                self._given.add(unique)
                return unique


def _channel(digests: Iterable[Digest]) -> str:
    """What most of the digests are called; the first of them where that is a tie."""
    names = Counter(name for digest in digests if digest.date and (name := visible(digest.title).strip()))
    return names.most_common(1)[0][0] if names else ""


def _texts(digests: Iterable[Digest]) -> Iterator[str]:
    return (item.text for digest in digests for paper in digest.papers for item in paper.summary)


def _span(names: list[str]) -> str:
    ends = names[:1] if len(names) < 2 else [names[0], names[-1]]
    return " – ".join(ends)
