"""The book: pages, pictures and metadata, assembled by EbookLib and always packed the same way."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from ebooklib import epub  # type: ignore[import-untyped] # it has no annotations

from digestkit_epub.contents import Entry, around, entries, is_long, link
from digestkit_epub.cover import chart, drawing
from digestkit_epub.package import accessibility, opf
from digestkit_epub.package.container import Member, pack, unpack
from digestkit_epub.package.metadata import Credits, describe
from digestkit_epub.pages import front
from digestkit_epub.pages.colophon import colophon
from digestkit_epub.pages.day import Page, day_pages
from digestkit_epub.pages.period import period_page
from digestkit_epub.pages.style import Style
from digestkit_epub.pages.xhtml import MEDIA_TYPE
from digestkit_epub.periods import Period, Place, arrange, walk
from digestkit_epub.pictures.picture import Picture
from digestkit_epub.plan import Plan

# Not compressed here, since the container is packed once more. EbookLib's own page list and its silence about
# errors are switched off.
_WRITE = {"compresslevel": 0, "epub3_pages": False, "raise_exceptions": True}
FOLDER = "EPUB/"
"""The folder in the container into which EbookLib puts the book."""

Choice = Sequence[Sequence[Picture | None]]
"""For each paper of each day, its picture in the book, or None."""


class Design(NamedTuple):
    """How the book is made, besides what is in it. `cover` is the user's own, or None."""

    style: Style
    credits: Credits
    cover: Picture | None
    compress: bool


class Draft(NamedTuple):
    """A book whose text is written and whose pictures are still to be chosen.

    `cover_page` shows the cover; `pages` are the files of each day.
    """

    plan: Plan
    design: Design
    cover: Picture
    cover_page: bytes
    places: tuple[Place, ...]
    pages: tuple[tuple[Page, ...], ...]

    @property
    def videos(self) -> tuple[str, ...]:
        """The URLs of the videos that play from the network, each once, in the book's order."""
        return tuple(dict.fromkeys(url for day in self.pages for page in day for url in page.videos))


def draft(plan: Plan, design: Design) -> Draft:
    """Write the text of a book and draw its cover; pictures can be chosen, and chosen again, afterwards."""
    places = arrange(plan.days, plan.words)
    ways = around(places, link(front.CONTENTS, plan.words.contents))
    pages = tuple(
        [tuple(day_pages(day, way, design.style)) for day, way in zip(plan.days, ways, strict=True)]
    )
    cover, pictured = _cover(plan, design)
    return Draft(plan, design, cover, front.cover_page(plan, cover, pictured), places, pages)


def bind(made: Draft, choice: Choice | None = None) -> bytes:
    """The finished book, as the bytes of an EPUB file; the same draft and choice give the same bytes.

    Without a choice, the papers have no pictures.
    """
    plan = made.plan
    if choice is None:
        choice = [[None] * len(day.sections) for day in plan.days]
    pictures = _once(choice)
    book = epub.EpubBook()
    # First, since describing clears the metadata that EbookLib begins with.
    describe(book, plan, made.design.credits, _contents(made, pictures))
    about, colophon_link = link(front.TITLE_PAGE, plan.words.about), link(front.COLOPHON, plan.words.colophon)
    listed = (about, *entries(plan, made.places), colophon_link)
    book.spine = [*_add_front(book, made, listed), *_add_days(book, made, choice), _add_colophon(book, made)]
    for picture in pictures:
        book.add_item(_item(picture.file_name, picture.media_type, picture.data))
    book.toc = _toc(listed)
    book.add_item(epub.EpubNcx())
    members = opf.finish(
        _written(book, plan), language=plan.language, videos=made.videos, modified=plan.modified
    )
    return pack(members, compress=made.design.compress)


def _once(choice: Choice) -> list[Picture]:
    """The pictures of a book, each once, in their order."""
    shown = [picture for day in choice for picture in day if picture is not None]
    return list({picture.file_name: picture for picture in shown}.values())  # named after their contents


def _contents(made: Draft, pictures: Sequence[Picture]) -> accessibility.Contents:
    has_videos = bool(made.videos)
    # A video may flash, and so may an animation: nobody has looked.
    moving = any(picture.moving for picture in (made.cover, *pictures))
    return accessibility.Contents(bool(pictures), has_videos, has_videos or moving)


def _add_front(
    book: epub.EpubBook, made: Draft, listed: Sequence[Entry]
) -> list[epub.EpubItem | tuple[epub.EpubItem, str]]:
    plan, cover = made.plan, made.cover
    style = files("digestkit_epub.pages").joinpath("style.css").read_bytes()
    book.add_item(_item("style.css", "text/css", style))
    book.add_item(_item(cover.file_name, cover.media_type, cover.data, "cover-image"))
    # The property `cover-image` is new in EPUB 3; older libraries look for this element.
    book.add_metadata(None, "meta", "", {"name": "cover", "content": _identifier(cover.file_name)})
    # Of EPUB 2, and what calibre goes by: without it, it puts a second cover before ours.
    book.guide = [{"type": "cover", "href": front.COVER, "title": plan.words.cover}]
    contents = book.add_item(_item(front.CONTENTS, MEDIA_TYPE, front.contents(plan, listed), "nav"))
    return [
        book.add_item(_item(front.COVER, MEDIA_TYPE, made.cover_page)),
        book.add_item(_item(front.TITLE_PAGE, MEDIA_TYPE, front.title_page(plan))),
        # Nobody should have to turn hundreds of pages of links; reading systems show them all the same.
        (contents, "no") if is_long(listed) else contents,
    ]


def _add_colophon(book: epub.EpubBook, made: Draft) -> epub.EpubItem:
    page = colophon(made.plan, made.design.credits, is_drawn=made.design.cover is None)
    return book.add_item(_item(front.COLOPHON, MEDIA_TYPE, page))


def _cover(plan: Plan, design: Design) -> tuple[Picture, str]:
    """The cover, the user's own or one that is drawn, and what the latter pictures, in words."""
    if design.cover is not None:
        return design.cover, ""
    shown = chart.chart(plan)
    pixels = drawing.draw(plan, shown, compress=design.compress)
    cover = Picture(pixels, "image/png", drawing.FILE_NAME, (drawing.WIDTH, drawing.HEIGHT))
    return cover, chart.alternative(shown, plan.words)


def _add_days(book: epub.EpubBook, made: Draft, choice: Choice) -> list[epub.EpubItem]:
    items = []
    days = zip(made.pages, choice, strict=True)
    for place in walk(made.places):
        if isinstance(place, Period):
            items.append(_item(place.file_name, MEDIA_TYPE, period_page(place, made.design.style)))
        else:
            items += _pages(*next(days))
    return [book.add_item(item) for item in items]


def _pages(pages: Sequence[Page], pictures: Sequence[Picture | None]) -> Iterator[epub.EpubItem]:
    left = iter(pictures)
    for page in pages:
        # EPUB 3.3, manifest item properties: a page that plays something from the network must say so.
        properties = ["remote-resources"] if page.videos else []
        yield _item(page.file_name, MEDIA_TYPE, page.illustrated(left), *properties)


def _toc(listed: Iterable[Entry]) -> list[Any]:
    """The table of contents for the NCX; the navigation document is a page of our own.

    An entry is a link, or a pair of a link and the entries below it.
    """
    toc: list[Any] = []
    for entry in listed:
        found = epub.Link(entry.href, entry.title.text, _identifier(entry.href))
        toc.append((found, _toc(entry.below)) if entry.below else found)
    return toc


def _item(file_name: str, media_type: str, data: bytes, *properties: str) -> epub.EpubItem:
    """An item whose bytes EbookLib leaves alone: its class for pages would parse and rewrite them as HTML."""
    item = epub.EpubItem(_identifier(file_name), file_name, media_type, data)
    item.properties = list(properties)
    return item


def _identifier(name: str) -> str:
    # An XML id must not begin with a digit, as names of days do, nor contain these characters.
    return "id-" + name.replace("/", "-").replace("#", "-")


def _written(book: epub.EpubBook, plan: Plan) -> list[Member]:
    buffer = io.BytesIO()
    # Without `mtime`, EbookLib would ask the clock.
    midnight = datetime.datetime.combine(plan.modified, datetime.time(), datetime.UTC)
    epub.write_epub(buffer, book, {**_WRITE, "mtime": midnight})
    return unpack(buffer.getvalue())
