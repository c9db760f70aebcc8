"""The exporter `epub`: its options, and the steps from digests to a book."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import attrs
from attrs.validators import ge

from digestkit import Code, Digest, ExportContext, Exporter, InputFile, UsageError, exporter, hookimpl
from digestkit.export.alterations import of_digest
from digestkit.reference import tell_of_names
from digestkit.text.languages import is_tag
from digestkit_epub import book, plan
from digestkit_epub.cover.lettering import spell
from digestkit_epub.package.metadata import Credits
from digestkit_epub.pages.xhtml import Style
from digestkit_epub.pictures.picture import Picture, Refusal

_MEGABYTE = 1_000_000
_TOLD = 10
"""Letters that a report names."""

_CARRIES = (
    *("date", "digest", "title", "url", "media", "votes", "authors", "authors_truncated", "summary"),
    *("section", "abstract", "tldr", "categories", "tags", "submitted", "doi", "links", "extra"),
)
"""All fields that there are."""


class Video(enum.Enum):
    """What becomes of a paper's video."""

    LINK = "link"
    REMOTE = "remote"


def _help(text: str) -> dict[str, str]:
    return {"help": text}


@attrs.frozen
class Options:
    """The options that users set with `-O`."""

    images: Path | None = attrs.field(
        default=None, metadata=_help("folder of pictures to embed, looked up by the last part of their URLs")
    )
    cover: InputFile = attrs.field(
        default=None, metadata=_help("picture for the cover: PNG, JPEG, GIF, WebP or SVG")
    )
    video: Video = attrs.field(
        default=Video.LINK, metadata=_help("show videos as links, or also play them from the network")
    )
    max_authors: int = attrs.field(
        default=10,
        validator=ge(0),
        metadata=_help("authors named under a title, 0 for all; the others unfold"),
    )
    max_total_mb: int = attrs.field(
        default=45, validator=ge(1), metadata=_help("pictures that would make the book larger stay links")
    )
    max_image_px: int = attrs.field(
        default=4000, validator=ge(1), metadata=_help("pictures that are wider or taller stay links")
    )
    series: str | None = attrs.field(
        default=None, metadata=_help("name of the series, empty for none; default: the digests' name")
    )
    creator: tuple[str, ...] = attrs.field(
        default=(), metadata=_help("who made the digests; default: the digests' name")
    )
    publisher: str | None = attrs.field(default=None, metadata=_help("who publishes the book"))
    compress: bool = attrs.field(
        default=True, metadata=_help("false for bytes that are the same with every build of zlib")
    )


@exporter(
    "epub", suffix=".epub", media_type="application/epub+zip", binary=True, options=Options, carries=_CARRIES
)
def epub(digests: Iterable[Digest], context: ExportContext) -> Iterator[bytes]:
    """EPUB 3 book: a page per digest, a section per paper."""
    options: Options = context.options or Options()
    if options.images is not None and not options.images.is_dir():
        raise UsageError(f"images: {options.images} is not a folder")
    if context.language is not None and not is_tag(context.language):
        raise UsageError(f"--lang must be a language tag like ko or en-GB, not {context.language!r}")
    planned = plan.make(digests, title=context.title, language=context.language)
    design = book.Design(
        style=Style(
            planned.page_language,
            planned.language,
            planned.words,
            options.max_authors,
            options.video is Video.REMOTE,
        ),
        credits=Credits(
            options.creator, options.publisher or "", options.series, context.base_url, context.rights
        ),
        cover=_cover(context, options.cover),
        compress=options.compress,
    )
    _report(planned, context)
    if design.cover is None:
        _report_letters(planned, context)
    made = book.draft(planned, design, keep=options.images is not None)
    # A book without a folder has no pictures to weigh, and is always made only once.
    if options.images is None:
        yield book.bind(made)
    else:
        yield _illustrated(made, options.images, options, context)


def _illustrated(made: book.Draft, images: Path, options: Options, context: ExportContext) -> bytes:
    """The finished book, with pictures of a folder."""
    from digestkit_epub import illustration  # noqa: PLC0415 - few books have pictures
    from digestkit_epub.pictures.folder import Folder  # noqa: PLC0415 - as above

    max_bytes = options.max_total_mb * _MEGABYTE
    folder = Folder(images, options.max_image_px, max_bytes)
    data, found = illustration.illustrated(made, folder, max_bytes)
    _report_pictures(made.plan, found, context)
    return data


def _report(planned: plan.Plan, context: ExportContext) -> None:
    for day in planned.days:
        for node, message in of_digest(day.digest):
            context.report(message, node, Code.ALTERED)
        for section in day.sections:
            tell_of_names(section.reference, context.report)
            if section.href is None:
                context.report(f"the URL cannot be a link: {section.paper.url!r}", section.paper)


def _report_letters(planned: plan.Plan, context: ExportContext) -> None:
    """Report what the drawn cover cannot show; the pages have the whole title."""
    if missing := spell(planned.heading).missing:
        context.report(f"cover: no letters for {' '.join(missing[:_TOLD])!r}; its title is without them")


def _report_pictures(
    planned: plan.Plan, found: Mapping[str, Picture | Refusal], context: ExportContext
) -> None:
    """Report which pictures stay links, and which are embedded without the bytes that follow them."""
    for _, section in planned.sections:
        result = found.get(section.picture_url or "")
        if isinstance(result, Refusal):
            context.report(
                f"the picture stays a link: {result.reason}", section.paper.media, Code.EXPORT_WARNING
            )
        elif result is not None and result.left_out:
            context.report(f"the picture: {_left_out(result)}", section.paper.media)


def _cover(context: ExportContext, data: bytes | None) -> Picture | None:
    if data is None:
        return None
    from digestkit_epub.pictures.recognition import picture  # noqa: PLC0415 - few books bring their own cover

    found = picture(data)
    if isinstance(found, Refusal):
        message = f"cover: {found.reason}; the book has a drawn one"
        context.report(message, code=Code.EXPORT_WARNING)
        return None
    if found.left_out:
        context.report(f"cover: {_left_out(found)}")
    return found._replace(file_name="cover" + Path(found.file_name).suffix)


def _left_out(found: Picture) -> str:
    return f"{found.left_out:,} bytes that follow it in its file were left out"


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer the exporter to digestkit."""
    register(epub)
