"""The page of a digest: the list of its papers, a section for each, and the way to the days around it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from digestkit.text.languages import other_language
from digestkit_epub.contents import Around
from digestkit_epub.markup import NOTHING, Markup, element, joined, lang, text
from digestkit_epub.pages.authors import everyone
from digestkit_epub.pages.lists import Lists
from digestkit_epub.pages.media import PLACE, alternative, picture, playable
from digestkit_epub.pages.paper import article
from digestkit_epub.pages.style import Style
from digestkit_epub.pages.xhtml import document
from digestkit_epub.pictures.picture import Picture
from digestkit_epub.plan import Day, Part


class Page(NamedTuple):
    """A file of a day's page, whose pictures are still to be chosen.

    `alternatives` are the texts that stand for the pictures, one for each paper; `videos` the URLs of the
    videos that the page plays.
    """

    file_name: str
    data: bytes
    alternatives: tuple[str, ...]
    videos: tuple[str, ...]

    def illustrated(self, pictures: Iterator[Picture | None]) -> bytes:
        """The finished page, with the next of the pictures, or None, for each of its papers in order."""
        # The page is text, so putting pictures in costs no second writing.
        first, *rest = self.data.split(PLACE.encode())
        shown = map(picture, islice(pictures, len(rest)), self.alternatives)
        return first + b"".join([one.encode() + piece for one, piece in zip(shown, rest, strict=True)])


def day_pages(day: Day, around: Around, style: Style) -> Iterator[Page]:
    """The page of a digest, in as many files as its papers need, with a place for each paper's picture."""
    files, lists = day.files, Lists(day, style)
    for number, (file_name, parts) in enumerate(files.items(), 1):
        start = _start(lists) if number == 1 else _continuation(day, number, len(files))
        end = _way_on(around, style) if number == len(files) else NOTHING
        yield _page(lists, file_name, parts, (start, end))


def _page(lists: Lists, file_name: str, parts: list[Part], ends: tuple[Markup, Markup]) -> Page:
    """A file with these papers between its ends."""
    day, style = lists.day, lists.style
    sections = [section for part in parts for section in part.sections]
    videos = [playable(section, style) for section in sections]
    left = iter(videos)
    chapter = element(
        "section",
        ends[0],
        *[_part(lists, part, left) for part in parts],
        ends[1],
        id="day",
        epub_type="chapter",
        role="doc-chapter",
        aria_labelledby="name",
    )
    body = element("body", chapter, everyone(sections, style), epub_type="bodymatter")
    return Page(
        file_name,
        document(day.name, style.language, body),
        tuple([alternative(section, style.words) for section in sections]),
        tuple(filter(None, videos)),
    )


def _start(lists: Lists) -> Markup:
    """The heading of a day, and the list of its papers."""
    day, style = lists.day, lists.style
    if day.date is None:
        name, channel = text(day.name), NOTHING
    else:
        name = element("time", text(day.name), datetime=day.date.isoformat())
        channel = _channel(day, style)
    kicker = element("p", channel, text(style.words.papers(len(day.sections))), class_="kicker")
    return Markup(element("h1", name, id="name") + kicker + lists.of_day())


def _continuation(day: Day, number: int, count: int) -> Markup:
    return element("h1", text(f"{day.name} ({number}/{count})"), id="name")


def _channel(day: Day, style: Style) -> Markup:
    title = day.digest.title
    if not title or day.titled:
        return NOTHING
    span = element("span", text(title), class_="channel", **lang(other_language(title, style.language)))
    return Markup(f"{span} · ")


def _part(lists: Lists, part: Part, videos: Iterator[str | None]) -> Markup:
    """The papers under a heading of the day, or those that stand under none; the next videos are theirs."""
    back = lists.above(part)
    articles = [article(back, lists.style, section, next(videos)) for section in part.sections]
    if part.title is None:
        return Markup("".join(articles))
    heading = element("h2", part.title.markup, **lang(part.title.language))
    listed = lists.of_part(part)
    return element("section", heading, listed, *articles, id=part.fragment, class_="part")


def _way_on(around: Around, style: Style) -> Markup:
    """Links to the day before, the list of days and the day after; nothing where the day is the only one."""
    if around.before is None and around.after is None:
        return NOTHING
    links = joined(list(_links(around)), " · ")
    return element("nav", element("p", links), class_="days", aria_label=style.words.other_days)


def _links(around: Around) -> Iterator[Markup]:
    for mark, entry in (("← {}", around.before), ("↑ {}", around.above), ("{} →", around.after)):
        if entry is not None:
            yield element("a", text(mark.format(entry.title.text)), href=entry.href)
