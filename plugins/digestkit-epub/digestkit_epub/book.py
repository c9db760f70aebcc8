"""The book: pages, pictures and metadata, assembled by EbookLib and always packed the same way."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib.resources import files
from itertools import count
from typing import NamedTuple

from ebooklib import epub  # type: ignore[import-untyped] # it has no annotations

from digestkit_epub.contents import Entry, around, entries, is_long
from digestkit_epub.cover import chart, drawing
from digestkit_epub.markup import attribute, text
from digestkit_epub.package import accessibility, opf
from digestkit_epub.package.container import Member, pack, unpack
from digestkit_epub.package.metadata import Credits, describe
from digestkit_epub.pages import front
from digestkit_epub.pages.colophon import colophon
from digestkit_epub.pages.day import Page, day_pages
from digestkit_epub.pages.xhtml import MEDIA_TYPE, Style
from digestkit_epub.periods import Period, Place, arrange, walk
from digestkit_epub.pictures.picture import Picture
from digestkit_epub.plan import Plan
from digestkit_epub.words import Words

# Not compressed here, since the container is packed once more. EbookLib's own page list and its silence about
# errors are switched off.
_WRITE = {"compresslevel": 0, "epub3_pages": False, "raise_exceptions": True}
FOLDER = "EPUB/"
"""The folder in the container into which EbookLib puts the book."""
_PACKAGE, _NCX = f"{FOLDER}content.opf", f"{FOLDER}toc.ncx"

Choice = Sequence[Sequence[Picture | None]]
"""For each paper of each day, its picture in the book, or None."""


class Design(NamedTuple):
    """How the book is made, besides what is in it. `cover` is the user's own, or None."""

    style: Style
    credits: Credits
    cover: Picture | None
    compress: bool


class Draft(NamedTuple):
    """A book of which everything is settled but its pictures.

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
        played = (url for day in self.pages for page in day for url in page.videos if url is not None)
        return tuple(dict.fromkeys(played))


class _File(NamedTuple):
    """A file of the book, whose contents are made when they are packed, so that few pages are held."""

    name: str
    media_type: str
    contents: Callable[[], bytes]
    properties: tuple[str, ...] = ()


def draft(plan: Plan, design: Design, *, keep: bool = False) -> Draft:
    """Settle a book and draw its cover; pictures can be chosen, and chosen again, afterwards.

    Its pages are written when the book is bound. `keep` holds them in memory, to bind it again.
    """
    places = arrange(plan.days, plan.words)
    ways = around(places, Entry(front.CONTENTS, plan.words.contents))
    pages = tuple(
        [
            tuple(day_pages(day, way, design.style, keep=keep))
            for day, way in zip(plan.days, ways, strict=True)
        ]
    )
    cover, pictured = _cover(plan, design)
    return Draft(plan, design, cover, front.cover_page(plan, cover, pictured), places, pages)


def bind(made: Draft, choice: Choice | None = None) -> bytes:
    """The finished book, as the bytes of an EPUB file; the same draft and choice give the same bytes.

    Without a choice, the papers have no pictures.
    """
    plan = made.plan
    listed = (
        Entry(front.TITLE_PAGE, plan.words.about),
        *entries(plan, made.places),
        Entry(front.COLOPHON, plan.words.colophon),
    )
    pictures = _once(choice or ())
    pages = [*_days(made, choice), _colophon(made)]
    book = epub.EpubBook()
    # First, since describing clears the metadata that EbookLib begins with.
    describe(book, plan, made.design.credits, _contents(made, pictures))
    _mark_cover(book, made)
    whole = [*_front(made, listed), *pages, *map(_embedded, pictures)]
    items = {file.name: book.add_item(_item(file)) for file in whole}
    contents = items[front.CONTENTS]
    book.spine = [
        items[front.COVER],
        items[front.TITLE_PAGE],
        # Nobody should have to turn hundreds of pages of links; reading systems show them all the same.
        (contents, "no") if is_long(listed) else contents,
        *[items[file.name] for file in pages],
    ]
    book.add_item(epub.EpubNcx())
    finish: dict[str, Callable[[bytes], bytes]] = {
        _PACKAGE: partial(opf.finish, language=plan.language, videos=made.videos, modified=plan.modified),
        _NCX: lambda data: data.replace(b"<navMap/>", _nav_map(listed).encode()),
    }
    own = {f"{FOLDER}{file.name}": file.contents for file in whole}
    return pack(_filled(_written(book, plan), own, finish), compress=made.design.compress)


def _once(choice: Choice) -> list[Picture]:
    """The pictures of a book, each once, in their order."""
    shown = [picture for day in choice for picture in day if picture is not None]
    return list({picture.file_name: picture for picture in shown}.values())  # named after their contents


def _contents(made: Draft, pictures: Sequence[Picture]) -> accessibility.Contents:
    has_videos = bool(made.videos)
    # A video may flash, and so may an animation: nobody has looked.
    moving = any(picture.moving for picture in (made.cover, *pictures))
    return accessibility.Contents(bool(pictures), has_videos, has_videos or moving)


def _mark_cover(book: epub.EpubBook, made: Draft) -> None:
    # The property `cover-image` is new in EPUB 3; older libraries look for this element.
    book.add_metadata(None, "meta", "", {"name": "cover", "content": _identifier(made.cover.file_name)})
    # Of EPUB 2, and what calibre goes by: without it, it puts a second cover before ours.
    book.guide = [{"type": "cover", "href": front.COVER, "title": made.plan.words.cover}]


def _front(made: Draft, listed: Sequence[Entry]) -> Iterator[_File]:
    """What stands before the days, in the order of the container."""
    plan, cover = made.plan, made.cover
    yield _File("style.css", "text/css", files("digestkit_epub.pages").joinpath("style.css").read_bytes)
    yield _File(cover.file_name, cover.media_type, lambda: cover.data, ("cover-image",))
    yield _File(front.CONTENTS, MEDIA_TYPE, partial(front.contents, plan, listed), ("nav",))
    yield _File(front.COVER, MEDIA_TYPE, lambda: made.cover_page)
    yield _File(front.TITLE_PAGE, MEDIA_TYPE, partial(front.title_page, plan))


def _colophon(made: Draft) -> _File:
    is_drawn = made.design.cover is None
    return _File(
        front.COLOPHON, MEDIA_TYPE, partial(colophon, made.plan, made.design.credits, is_drawn=is_drawn)
    )


def _embedded(picture: Picture) -> _File:
    return _File(picture.file_name, picture.media_type, lambda: picture.data)


def _cover(plan: Plan, design: Design) -> tuple[Picture, str]:
    """The cover, the user's own or one that is drawn, and what the latter pictures, in words."""
    if design.cover is not None:
        return design.cover, ""
    shown = chart.chart(plan)
    pixels = drawing.draw(plan, shown, compress=design.compress)
    cover = Picture(pixels, "image/png", drawing.FILE_NAME, (drawing.WIDTH, drawing.HEIGHT))
    return cover, chart.alternative(shown, plan.words)


def _days(made: Draft, choice: Choice | None) -> Iterator[_File]:
    """The pages of the days, and those of months and years between them."""
    days = zip(made.pages, choice or [()] * len(made.pages), strict=True)
    for place in walk(made.places):
        if isinstance(place, Period):
            from digestkit_epub.pages.period import period_page  # noqa: PLC0415 - a book of one day has none

            yield _File(place.file_name, MEDIA_TYPE, partial(period_page, place, made.design.style))
        else:
            yield from _pages(*next(days), made.plan.words)


def _pages(pages: Sequence[Page], pictures: Sequence[Picture | None], words: Words) -> Iterator[_File]:
    """The files of a day, with the pictures of all its papers, or none at all."""
    first = 0
    for page in pages:
        end = first + len(page.sections)
        # EPUB 3.3, manifest item properties: a page that plays something from the network must say so.
        properties = ("remote-resources",) if any(page.videos) else ()
        show = partial(page.illustrated, pictures[first:end], words)
        yield _File(page.file_name, MEDIA_TYPE, show, properties)
        first = end


def _nav_map(listed: Iterable[Entry]) -> str:
    """The contents for old readers, as EbookLib would write them: its way takes a tenth of a book's time."""
    return f"<navMap>\n{''.join(_points(listed, '    ', count()))}  </navMap>"


def _points(listed: Iterable[Entry], blank: str, numbers: Iterator[int]) -> Iterator[str]:
    for entry in listed:
        name = f"sep_{next(numbers)}" if entry.below else _identifier(entry.href)
        yield (
            f'{blank}<navPoint id="{attribute(name)}">\n'
            f"{blank}  <navLabel>\n{blank}    <text>{text(entry.title)}</text>\n{blank}  </navLabel>\n"
            f'{blank}  <content src="{attribute(entry.href)}"/>\n'
        )
        yield from _points(entry.below, f"{blank}  ", numbers)
        yield f"{blank}</navPoint>\n"


def _item(file: _File) -> epub.EpubItem:
    """A file as EbookLib knows it, without its contents: a page it would parse and rewrite as HTML."""
    item = epub.EpubItem(_identifier(file.name), file.name, file.media_type)
    item.properties = list(file.properties)
    return item


def _identifier(name: str) -> str:
    # An XML id must not begin with a digit, as names of days do, nor contain these characters.
    return "id-" + name.replace("/", "-").replace("#", "-")


def _written(book: epub.EpubBook, plan: Plan) -> list[Member]:
    """The book as EbookLib writes it: our own files in their places, but empty."""
    buffer = io.BytesIO()
    # Without `mtime`, EbookLib would ask the clock.
    midnight = datetime.datetime.combine(plan.modified, datetime.time(), datetime.UTC)
    epub.write_epub(buffer, book, {**_WRITE, "mtime": midnight})
    return unpack(buffer.getvalue())


def _filled(
    members: Iterable[Member],
    own: Mapping[str, Callable[[], bytes]],
    finish: Mapping[str, Callable[[bytes], bytes]],
) -> Iterator[Member]:
    """The members of the container, with our own files in place of empty ones, and the others finished."""
    for name, data in members:
        if name in own:
            yield name, own[name]()
        else:
            yield name, finish[name](data) if name in finish else data
