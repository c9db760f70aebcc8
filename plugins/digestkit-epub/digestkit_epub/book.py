"""The book: pages, pictures and metadata, put together by EbookLib and packed the same way every time."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from importlib.resources import files

import attrs
from ebooklib import epub  # type: ignore[import-untyped] # it has no annotations

from digestkit_epub.cover import drawing, thumbnail
from digestkit_epub.package import accessibility, opf
from digestkit_epub.package.container import Member, pack, unpack
from digestkit_epub.package.metadata import Credits, describe
from digestkit_epub.pages import front
from digestkit_epub.pages.day import Page, Style, day_page
from digestkit_epub.pages.xhtml import MEDIA_TYPE
from digestkit_epub.pictures.folder import SVG_MEDIA_TYPE, Picture
from digestkit_epub.plan import Plan

_WRITE = {"compresslevel": 0, "epub3_pages": False, "raise_exceptions": True}


@attrs.frozen
class Design:
    """How the book is made, beside what is in it. `cover` is the user's own, or None."""

    style: Style
    credits: Credits
    cover: Picture | None
    compress: bool


def make(plan: Plan, design: Design) -> bytes:
    """The finished book."""
    pages = [day_page(day, design.style) for day in plan.days]
    videos = [url for page in pages for url in page.videos]
    book = epub.EpubBook()
    covers = _covers(plan, design)
    describe(book, plan, design.credits, _contents(plan, covers, videos))
    book.spine = [*_add_front(book, plan, covers), *_add_days(book, plan, pages)]
    for picture in plan.pictures:
        book.add_item(_item(picture.file_name, picture.media_type, picture.data))
    book.toc = _toc(plan)
    book.add_item(epub.EpubNcx())
    entries = opf.finish(_written(book, plan), language=plan.language, videos=videos, modified=plan.modified)
    return pack(entries, compress=design.compress)


def _contents(plan: Plan, covers: Sequence[Picture], videos: Sequence[str]) -> accessibility.Contents:
    moving = any(picture.moving for picture in (*covers, *plan.pictures))
    return accessibility.Contents(bool(plan.pictures), bool(videos), bool(videos) or moving)


def _add_front(book: epub.EpubBook, plan: Plan, covers: Sequence[Picture]) -> list[epub.EpubItem]:
    book.add_item(
        _item("style.css", "text/css", files("digestkit_epub.pages").joinpath("style.css").read_bytes())
    )
    for picture in covers:
        properties = ["cover-image"] if picture is covers[0] else []
        book.add_item(_item(picture.file_name, picture.media_type, picture.data, *properties))
    # The thumbnail's property is new in EPUB 3; this is what older libraries look for.
    book.add_metadata(None, "meta", "", {"name": "cover", "content": _identifier(covers[0].file_name)})
    return [
        book.add_item(_item(front.COVER, MEDIA_TYPE, front.cover_page(plan, covers))),
        book.add_item(_item(front.TITLE_PAGE, MEDIA_TYPE, front.title_page(plan))),
        book.add_item(_item(front.CONTENTS, MEDIA_TYPE, front.contents(plan), "nav")),
    ]


def _covers(plan: Plan, design: Design) -> list[Picture]:
    """The cover: first as libraries show it, last as the book's first page does.

    The user's own is both. Ours is drawn twice, in pixels and sharp: few libraries show an SVG.
    """
    if design.cover is not None:
        return [design.cover]
    pixels = thumbnail.draw(plan, compress=design.compress)
    return [
        Picture(pixels, "image/png", thumbnail.FILE_NAME),
        Picture(drawing.draw(plan), SVG_MEDIA_TYPE, drawing.FILE_NAME),
    ]


def _add_days(book: epub.EpubBook, plan: Plan, pages: Iterable[Page]) -> list[epub.EpubItem]:
    return [
        book.add_item(
            _item(day.file_name, MEDIA_TYPE, page.data, *(["remote-resources"] if page.videos else []))
        )
        for day, page in zip(plan.days, pages, strict=True)
    ]


def _toc(plan: Plan) -> list[epub.Link | tuple[epub.Link, list[epub.Link]]]:
    """The table of contents for the NCX; the navigation document is a page of our own."""
    toc: list[epub.Link | tuple[epub.Link, list[epub.Link]]] = [
        epub.Link(front.TITLE_PAGE, plan.words.about, "about")
    ]
    for day in plan.days:
        link = epub.Link(day.file_name, day.name, _identifier(day.file_name))
        papers = [
            epub.Link(front.place(day, section), section.title, _identifier(front.place(day, section)))
            for section in day.sections
        ]
        toc.append((link, papers) if papers else link)
    return toc


def _item(file_name: str, media_type: str, data: bytes, *properties: str) -> epub.EpubItem:
    """An item whose bytes EbookLib keeps as they are: its own kind for pages would parse them as HTML."""
    item = epub.EpubItem(_identifier(file_name), file_name, media_type, data)
    item.properties = list(properties)
    return item


def _identifier(name: str) -> str:
    return "id-" + name.replace("/", "-").replace("#", "-")


def _written(book: epub.EpubBook, plan: Plan) -> list[Member]:
    buffer = io.BytesIO()
    midnight = datetime.datetime.combine(plan.modified, datetime.time(), datetime.UTC)
    epub.write_epub(buffer, book, {**_WRITE, "mtime": midnight})
    return unpack(buffer.getvalue())
