"""Which pictures of a folder a book shows, so that it stays within its bound."""

from __future__ import annotations

from collections.abc import Mapping

from digestkit_epub.book import FOLDER, Choice, Draft, bind
from digestkit_epub.package.container import sizes
from digestkit_epub.pictures.folder import Folder
from digestkit_epub.pictures.picture import Picture, Refusal
from digestkit_epub.plan import Plan, Section

Found = Mapping[str, Picture | Refusal]
"""For each picture's URL, the picture, or why the book does not have it."""


def illustrated(made: Draft, folder: Folder, max_bytes: int) -> tuple[bytes, Found]:
    """The finished book, of at most `max_bytes` unless its text alone has more, and what became of each URL.

    If all pictures fit, it is made once. If not, that attempt has shown how large everything else is, and the
    book is made again from the same pages, with as many of the first pictures as fit.
    """
    urls = [url for _, section in made.plan.sections if (url := section.picture_url) is not None]
    # The first attempt leaves no room for the text, since only packing tells how small that becomes.
    found = folder.choose(urls, max_bytes)
    data = bind(made, _choice(made.plan, found))
    if len(data) > max_bytes:
        names = {f"{FOLDER}{one.file_name}" for one in found.values() if isinstance(one, Picture)}
        rest = len(data) - sum(size for name, size in sizes(data) if name in names)
        found = folder.choose(urls, max_bytes - rest)
        data = bind(made, _choice(made.plan, found))
    return data, found


def _choice(plan: Plan, found: Found) -> Choice:
    """For each paper of each day, the picture that was found for it, or None."""
    return [[_shown(section, found) for section in day.sections] for day in plan.days]


def _shown(section: Section, found: Found) -> Picture | None:
    picture = found.get(section.picture_url or "")
    return picture if isinstance(picture, Picture) else None
