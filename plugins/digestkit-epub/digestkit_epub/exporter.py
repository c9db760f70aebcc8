"""The exporter `epub`: its options, and the steps from digests to a book."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs
from attrs.validators import ge

from digestkit import Code, Digest, ExportContext, Exporter, InputFile, Paper, UsageError, exporter, hookimpl
from digestkit.export.alterations import of_digest
from digestkit.text.languages import is_tag
from digestkit_epub import book, plan
from digestkit_epub.package.metadata import Credits
from digestkit_epub.pages.day import Style
from digestkit_epub.pictures import folder as images

_MEGABYTE = 1_000_000


class Video(enum.Enum):
    """What becomes of a paper's video."""

    LINK = "link"
    REMOTE = "remote"


def _help(text: str) -> dict[str, str]:
    return {"help": text}


@attrs.frozen
class Options:
    """The options of `-O`."""

    images: Path | None = attrs.field(
        default=None, metadata=_help("folder of pictures to embed, found by the last part of their URLs")
    )
    cover: InputFile = attrs.field(
        default=None, metadata=_help("picture for the cover: PNG, JPEG, GIF, WebP or SVG")
    )
    video: Video = attrs.field(
        default=Video.LINK, metadata=_help("videos are links, or also play from the network")
    )
    max_authors: int = attrs.field(
        default=10,
        validator=ge(0),
        metadata=_help("names shown with a paper, 0 for all; the rest are a note"),
    )
    max_total_mb: int = attrs.field(
        default=45, validator=ge(1), metadata=_help("pictures that would make the book larger stay links")
    )
    max_image_px: int = attrs.field(
        default=4000, validator=ge(1), metadata=_help("pictures that are wider or higher stay links")
    )
    series: str | None = attrs.field(
        default=None, metadata=_help("name of the series, empty for none; default: the digests' name")
    )
    creator: tuple[str, ...] = attrs.field(
        default=(), metadata=_help("who made the digests; default: the digests' name")
    )
    publisher: str = attrs.field(default="digestkit", metadata=_help("who publishes the book"))
    compress: bool = attrs.field(
        default=True, metadata=_help("false for bytes that are the same with every build of zlib")
    )


@exporter("epub", suffix=".epub", media_type="application/epub+zip", binary=True, options=Options)
def epub(digests: Iterable[Digest], context: ExportContext) -> Iterator[bytes]:
    """EPUB 3 book: a page per digest, a section per paper."""
    options: Options = context.options or Options()
    if options.images is not None and not options.images.is_dir():
        raise UsageError(f"images: {options.images} is not a folder")
    if context.language is not None and not is_tag(context.language):
        raise UsageError(f"--lang must be a language tag like ko or en-GB, not {context.language!r}")
    planned = plan.make(digests, title=context.title, language=context.language)
    design = book.Design(
        style=Style(planned.language, planned.words, options.max_authors, options.video is Video.REMOTE),
        credits=Credits(options.creator, options.publisher, options.series, context.base_url),
        cover=_cover(context, options.cover),
        compress=options.compress,
    )
    _report(planned, context)
    if options.images is not None:
        room = options.max_total_mb * _MEGABYTE - len(book.make(planned, design))
        folder = images.Folder(options.images, options.max_image_px, room)
        planned = planned.illustrated(_illustrator(folder, context))
    yield book.make(planned, design)


def _report(planned: plan.Plan, context: ExportContext) -> None:
    for day in planned.days:
        for node, message in of_digest(day.digest):
            context.report(message, node, Code.ALTERED)
        for section in day.sections:
            if section.href is None:
                context.report(f"the URL cannot be a link: {section.paper.url!r}", section.paper)


def _cover(context: ExportContext, data: bytes | None) -> images.Picture | None:
    if data is None:
        return None
    try:
        found = images.picture(data)
    except images.Refusal as refusal:
        context.report(f"cover: {refusal}; the book has a cover made of type", code=Code.EXPORT_WARNING)
        return None
    return attrs.evolve(found, file_name="cover" + Path(found.file_name).suffix)


def _illustrator(folder: images.Folder, context: ExportContext) -> plan.Illustrate:
    """What finds papers' pictures in a folder; one that fails is reported, and stays a link."""

    def illustrate(paper: Paper) -> images.Picture | None:
        if paper.media is None or paper.media.kind != "image":
            return None
        try:
            return folder.take(paper.media.url)
        except images.Refusal as refusal:
            context.report(f"the picture stays a link: {refusal}", paper.media, Code.EXPORT_WARNING)
            return None

    return illustrate


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer the exporter to digestkit."""
    register(epub)
