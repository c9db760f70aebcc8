"""A day's papers under their headings: a digest has one where a day has several, and so has a section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

import digestkit
from digestkit_site.catalogue import Listing
from digestkit_site.context import Part
from digestkit_site.views import PaperView, Viewer


class Shown(NamedTuple):
    """A paper of a day with all that was made of it, and the page of the day that has it.

    `text` is what the digest says of it as plain text, for those who search.
    """

    listing: Listing
    view: PaperView
    body: Markup
    text: str
    page: str


Held = tuple[digestkit.Digest, Sequence[Shown]]


def arranged(digests: Sequence[Held], viewer: Viewer, *, level: int) -> Iterator[Part]:
    """The papers of digests, part by part; `level` is that of the highest heading."""
    first: dict[str, Shown] = {}
    for digest, shown in digests:
        below = level
        if len(digests) > 1 and (shown or digest.title):
            yield Part(viewer.title(digest.title), below, below + 1, (), ())
            below += 1
        for section, group in groupby(shown, key=lambda each: each.view.section):
            papers = list(group)
            title = None if section is None else viewer.title(section)
            yield Part(
                title,
                below,
                below if title is None else below + 1,
                tuple([each.view for each in papers]),
                tuple([_once(each, first) for each in papers]),
                "" if section is None else viewer.section_page(section),
            )


def _once(shown: Shown, first: dict[str, Shown]) -> Markup:
    """What was made of a paper; empty where the same stands above, in another section."""
    above = first.setdefault(shown.view.id, shown)
    return shown.body if above is shown or above.body != shown.body else Markup()
