"""What will be in the book, and where: decided before any page is written, since pages link to each other."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from digestkit import Digest, Paper
from digestkit.reference import Reference
from digestkit.select import sort
from digestkit.text import clean, link_target
from digestkit.text.languages import UNKNOWN, detect
from digestkit_epub.phrases import Phrase, phrase, visible
from digestkit_epub.words import Words, page_language, words_for

NAMESPACE = uuid.UUID("3f0c8b7e-5f0e-5c1d-9d0a-6d6f5a3f2c11")
"""The namespace of the books' identifiers; with another, libraries would take every book for a new one."""

NO_DATE = datetime.date(1970, 1, 1)
"""The modification date of a book in which nothing is dated, since EPUB demands one."""


DEFAULT_LANGUAGE = "en"

PAPERS_A_FILE = 100
"""How many papers a file has at most: some 300 kB of abstracts, about what old reading systems can hold."""

SHORT = 60
"""How many links a list may have to be read through: about three pages of an e-reader."""

_SHARED = 2
"""How many papers headings must have on average, or a list of them would be as long as one of papers."""


class Section(NamedTuple):
    """A paper's place in the book, and whatever more than one place needs of it, computed once.

    `file_name` and `fragment` are where it stands. `authors` are its clean names, `heading` is what it stands
    under within the day, if anything. `href` and `media_href` are None where the paper's URL, or its
    picture's or video's, cannot be a link.
    """

    reference: Reference
    file_name: str
    fragment: str
    title: Phrase
    authors: tuple[str, ...]
    href: str | None
    media_href: str | None
    heading: str

    @property
    def place(self) -> str:
        """Where it stands, as the target of a link from any other file."""
        return f"{self.file_name}#{self.fragment}"

    @property
    def paper(self) -> Paper:
        """The paper itself."""
        return self.reference.paper

    @property
    def picture_url(self) -> str | None:
        """The URL of the paper's picture, as the digest has it; None for a video or nothing."""
        media = self.paper.media
        return media.url if media is not None and media.kind == "image" else None


class Part(NamedTuple):
    """Papers of a day that follow one another under one heading; `title` is None where there is none."""

    title: Phrase | None
    fragment: str
    sections: tuple[Section, ...]

    @property
    def file_name(self) -> str:
        """The file that it begins in."""
        return self.sections[0].file_name

    @property
    def place(self) -> str:
        """Where it begins, as the target of a link from any other file."""
        return f"{self.file_name}#{self.fragment}"


class Day(NamedTuple):
    """A digest's page: its first file, the name it is shown by, and its papers, which `parts` divide.

    `titled` says that the name ends in the digest's title, to tell it from another digest of the same day.
    """

    digest: Digest
    file_name: str
    name: str
    titled: bool
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]

    @property
    def date(self) -> datetime.date | None:
        """The digest's date, None where its heading names none."""
        return self.digest.date

    @property
    def is_divided(self) -> bool:
        """Whether a list of its papers would be too long to be read through, and headings divide it."""
        titles = {part.title.text if part.title else None for part in self.parts}
        # A heading that comes again, as where papers are sorted by votes, names no one place.
        is_shorter = 1 < len(self.parts) == len(titles) <= len(self.sections) / _SHARED
        return is_shorter and len(self.sections) > SHORT

    @property
    def files(self) -> dict[str, list[Part]]:
        """Its files, each with its parts; a part that goes on in the next file is in both."""
        found: dict[str, list[Part]] = {self.file_name: []}
        for part in self.parts:
            for name, sections in groupby(part.sections, key=attrgetter("file_name")):
                found.setdefault(name, []).append(part._replace(sections=tuple(sections)))
        return found


class Plan(NamedTuple):
    """The book.

    `channel` is what its digests are called, `given_title` the user's title or empty. `language` is that of
    the digests, `page_language` that of the pages and of what the book says itself. `dates` are the days
    that it covers, each once, in ascending order; `days` are its digests, in the order of their dates.
    """

    identifier: str
    channel: str
    given_title: str
    language: str
    page_language: str
    words: Words
    dates: tuple[datetime.date, ...]
    days: tuple[Day, ...]

    @property
    def heading(self) -> str:
        """The title where the period is shown next to it."""
        return self.given_title or self.channel

    @property
    def title(self) -> str:
        """The title where it stands alone: with the period, unless the user gave one."""
        return self.given_title or f"{self.channel} {self.period}".rstrip()

    @property
    def period(self) -> str:
        """The first and last day as ISO dates, `2024-07-01 – 2024-07-05`; empty if nothing is dated."""
        return _span([date.isoformat() for date in self.dates])

    @property
    def period_in_words(self) -> str:
        """The first and last day as the book's language writes dates; empty if nothing is dated."""
        return _span([self.words.date(date) for date in self.dates])

    @property
    def modified(self) -> datetime.date:
        """The newest day, for want of a clock; `NO_DATE` if nothing is dated."""
        return self.dates[-1] if self.dates else NO_DATE

    @property
    def sections(self) -> Iterator[tuple[Day, Section]]:
        """All papers, each with its day, in the order of the book."""
        return ((day, section) for day in self.days for section in day.sections)


def make(digests: Iterable[Digest], *, title: str | None = None, language: str | None = None) -> Plan:
    """Plan the book of these digests, whose language, unless given, is that of their summaries.

    All digests are held in memory: contents, period and identifier come before the pages. Days stand in the
    order of their dates, those without one last; of equals, the first to come is first.
    """
    held = tuple(sort(digests, "date"))
    language = language or _language(held)
    words = words_for(language)
    spoken = page_language(language, words)
    days = tuple(_days(held, spoken, words))
    return Plan(
        _identify(days),
        channel=_channel(held) or words.title,
        given_title=visible(title or "").strip(),
        language=language,
        page_language=spoken,
        words=words,
        dates=tuple(sorted({digest.date for digest in held if digest.date is not None})),
        days=days,
    )


def by_votes(papers: Iterable[tuple[Day, Section]]) -> Iterator[tuple[Day, Section]]:
    """The papers that have votes, those with the most first.

    A paper that is there twice counts once, with the higher votes; ties keep the book's order.
    """
    voted = [found for found in papers if found[1].paper.votes]
    # Python's sort is stable, which keeps the book's order among equals.
    voted.sort(key=lambda found: -(found[1].paper.votes or 0))
    once: dict[str, tuple[Day, Section]] = {}
    for day, section in voted:
        once.setdefault(section.reference.id, (day, section))
    return iter(once.values())


def _identify(days: Iterable[Day]) -> str:
    """The identifier of the book of these days, which depends on their dates and papers alone.

    So corrected text, other votes and other options make a new edition of the same book.
    """
    lines = []
    for day in days:
        lines.append(str(day.digest.date))
        lines.extend(section.reference.id for section in day.sections)
    return _uuid5("\n".join(lines)).urn


def _uuid5(name: str) -> uuid.UUID:
    """`uuid.uuid5` in our namespace, by the SHA-1 that `random` would take, too: OpenSSL's loads for 4 ms."""
    try:
        from _sha1 import sha1  # type: ignore[import-not-found]  # noqa: PLC0415 - it is private
    except ImportError:
        return uuid.uuid5(NAMESPACE, name)
    return uuid.UUID(bytes=sha1(NAMESPACE.bytes + name.encode()).digest()[:16], version=5)


def _days(digests: Sequence[Digest], language: str, words: Words) -> Iterator[Day]:
    file_names = _Unique()
    names = [words.date(one.date) if one.date else visible(one.title) or words.undated for one in digests]
    for digest, name, (title, number) in zip(digests, names, _apart(digests, names), strict=True):
        date = digest.date
        stem = file_names.of(date.isoformat() if date else "undated")
        sections = tuple(_sections(digest, stem, language, words))
        yield Day(
            digest,
            file_name=_file_name(stem, 0),
            name=f"{name} · {title}" if title else f"{name} ({number})" if number else name,
            titled=bool(title),
            parts=tuple(_parts(sections, language)),
            sections=sections,
        )


def _apart(digests: Sequence[Digest], names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """What tells digests of one name from each other: their titles, or else their numbers.

    Empty and 0 for a digest whose name no other one has.
    """
    titles: dict[str, list[str]] = {}
    for digest, name in zip(digests, names, strict=True):
        titles.setdefault(name, []).append(visible(digest.title).strip() if digest.date else "")
    met: Counter[str] = Counter()
    for name in names:
        same = titles[name]
        met[name] += 1
        if len(same) == 1:
            yield "", 0
        elif all(same) and len(set(same)) == len(same):
            yield same[met[name] - 1], 0
        else:
            yield "", met[name]


def _file_name(stem: str, papers: int) -> str:
    """The file of the paper that so many papers of its day stand before."""
    number = papers // PAPERS_A_FILE + 1
    return f"{stem}.xhtml" if number == 1 else f"{stem}_{number}.xhtml"


def _parts(sections: Iterable[Section], language: str) -> Iterator[Part]:
    """Runs of papers with the same heading, in the order of the digest: nothing is sorted."""
    for number, (name, run) in enumerate(groupby(sections, key=attrgetter("heading")), 1):
        yield Part(phrase(name, language) if name else None, f"part-{number}", tuple(run))


def _sections(digest: Digest, stem: str, language: str, words: Words) -> Iterator[Section]:
    fragments = _Unique()
    for number, paper in enumerate(digest.papers):
        reference = Reference(paper, digest.date)
        known = reference.arxiv
        # EPUB 3.3, section 7: every link of the contents must have text.
        title = visible(paper.title) or (known.id if known else visible(paper.url)) or words.untitled
        yield Section(
            reference,
            _file_name(stem, number),
            # From the paper, not its place, so that bookmarks survive papers that are added.
            fragment=fragments.of(reference.id.replace(":", "-").replace("/", "-")),
            title=phrase(title, language),
            authors=_clean_names(reference),
            href=link_target(paper.href),
            media_href=link_target(paper.media.href) if paper.media else None,
            heading=visible(paper.section) if paper.section is not None else "",
        )


def _clean_names(reference: Reference) -> tuple[str, ...]:
    """The names without characters that XML forbids; cleaned all at once, as no name holds a line break."""
    names = reference.authors
    if "".join(names).isprintable():
        return names
    return tuple(clean("\n".join(names)).split("\n"))


class _Unique:
    """Gives names that it has not given yet: a second `x` becomes `x-2`."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._counts: Counter[str] = Counter()

    def of(self, name: str) -> str:
        # Counting on from the last time keeps a thousand equal names linear; the set catches a real `x-2`.
        while True:
            self._counts[name] += 1
            count = self._counts[name]
            unique = name if count == 1 else f"{name}-{count}"
            if unique not in self._given:
                self._given.add(unique)
                return unique


def _channel(digests: Iterable[Digest]) -> str:
    """The title that most digests have; of several, the one met first. Empty if none has any."""
    names = Counter(name for digest in digests if digest.date and (name := visible(digest.title).strip()))
    return names.most_common(1)[0][0] if names else ""


def _language(digests: Iterable[Digest]) -> str:
    """The language of the summaries; English where they do not tell."""
    found = detect(text for digest in digests for paper in digest.papers for text in _texts(paper))
    return DEFAULT_LANGUAGE if found == UNKNOWN else found


def _texts(paper: Paper) -> Iterator[str]:
    yield from filter(None, (paper.tldr, paper.abstract))
    yield from (item.text for item in paper.summary)


def _span(names: list[str]) -> str:
    ends = names[:1] if len(names) < 2 else [names[0], names[-1]]
    return " – ".join(ends)
