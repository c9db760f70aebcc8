"""The page of a digest: the list of its papers, a section for each, and the way to the days around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

from digestkit.text.languages import other_language
from digestkit_epub.contents import Around
from digestkit_epub.markup import NOTHING, Markup, attribute, lang
from digestkit_epub.pages.authors import everyone
from digestkit_epub.pages.lists import Lists
from digestkit_epub.pages.media import PLACE, alternative, picture, playable
from digestkit_epub.pages.paper import article
from digestkit_epub.pages.xhtml import Style, document
from digestkit_epub.pictures.picture import Picture
from digestkit_epub.plan import Day, Part, Section
from digestkit_epub.typography import lined, own
from digestkit_epub.words import Words


class Page(NamedTuple):
    """A file of a day's page, whose pictures are still to be chosen.

    `sections` are its papers, and `videos` the URLs of the videos that they play, or None. `write` makes the
    page, with a place for each paper's picture.
    """

    file_name: str
    sections: tuple[Section, ...]
    videos: tuple[str | None, ...]
    write: Callable[[], bytes]

    def illustrated(self, pictures: Sequence[Picture | None], words: Words) -> bytes:
        """The finished page, with a picture or None for each of its papers in order, or with none at all."""
        page = self.write()
        if not any(pictures):
            return page.replace(PLACE.encode(), b"")
        # The page is text, so putting pictures in costs no second writing.
        first, *rest = page.split(PLACE.encode())
        shown = [
            b"" if one is None else picture(one, alternative(section, words)).encode()
            for one, section in zip(pictures, self.sections, strict=True)
        ]
        return b"".join([first, *chain.from_iterable(zip(shown, rest, strict=True))])


def day_pages(day: Day, around: Around, style: Style, *, keep: bool) -> Iterator[Page]:
    """The page of a digest, in as many files as its papers need; with `keep`, each is written only once."""
    files, lists = day.files, Lists(day, style)
    for number, (file_name, parts) in enumerate(files.items(), 1):
        sections = tuple([section for part in parts for section in part.sections])
        videos = tuple([playable(section) if style.play_videos else None for section in sections])
        place = _Place(number, len(files), around)
        write = partial(_page, lists, place, parts, sections, videos)
        yield Page(file_name, sections, videos, cache(write) if keep else write)


class _Place(NamedTuple):
    """Which of how many files of its day a page is, and what is around the day."""

    number: int
    files: int
    around: Around


def _page(
    lists: Lists,
    place: _Place,
    parts: Sequence[Part],
    sections: Sequence[Section],
    videos: Sequence[str | None],
) -> bytes:
    """A file with these papers."""
    day, style = lists.day, lists.style
    start = _start(lists) if place.number == 1 else _continuation(day, place)
    left = iter(videos)
    papers = "".join([_part(lists, part, left) for part in parts])
    end = _way_on(place.around, style) if place.number == place.files else NOTHING
    chapter = '<section id="day" epub:type="chapter" role="doc-chapter" aria-labelledby="name">'
    body = f"{chapter}{start}{papers}{end}</section>{everyone(sections, style)}"
    return document(day.name, style.language, Markup(f'<body epub:type="bodymatter">{body}</body>'))


def _start(lists: Lists) -> Markup:
    """The heading of a day, and the list of its papers."""
    day, style = lists.day, lists.style
    name, channel = lined(day.name), NOTHING
    if day.date is not None:
        name = Markup(f'<time datetime="{day.date.isoformat()}">{name}</time>')
        channel = _channel(day, style)
    count = own(style.words.papers(len(day.sections)))
    return Markup(f'<h1 id="name">{name}</h1><p class="kicker">{channel}{count}</p>{lists.of_day()}')


def _continuation(day: Day, place: _Place) -> Markup:
    return Markup(f'<h1 id="name">{lined(f"{day.name} ({place.number}/{place.files})")}</h1>')


def _channel(day: Day, style: Style) -> Markup:
    title = day.digest.title
    if not title or day.titled:
        return NOTHING
    language = lang(other_language(title, style.language))
    return Markup(f'<span class="channel"{language}>{lined(title)}</span> · ')


def _part(lists: Lists, part: Part, videos: Iterator[str | None]) -> Markup:
    """The papers under a heading of the day, or those that stand under none; the next videos are theirs."""
    back = lists.back(part)
    articles = "".join([article(back, lists.style, section, next(videos)) for section in part.sections])
    if part.title is None:
        return Markup(articles)
    heading = f"<h2{lang(part.title.language)}>{part.title.markup}</h2>"
    start = f'<section id="{attribute(part.fragment)}" class="part">'
    return Markup(f"{start}{heading}{lists.of_part(part)}{articles}</section>")


def _way_on(around: Around, style: Style) -> Markup:
    """Links to the day before, the list of days and the day after; nothing where the day is the only one."""
    if around.before is None and around.after is None:
        return NOTHING
    name, links = attribute(style.words.other_days), " · ".join(_links(around))
    return Markup(f'<nav class="days" aria-label="{name}"><p>{links}</p></nav>')


def _links(around: Around) -> Iterator[str]:
    for mark, entry in (("← {}", around.before), ("↑ {}", around.above), ("{} →", around.after)):
        if entry is not None:
            yield f'<a href="{attribute(entry.href)}">{lined(mark.format(entry.title))}</a>'
