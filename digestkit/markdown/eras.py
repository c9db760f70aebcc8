"""The ten eras of the format: how a paper is laid out when it is written from its fields alone.

The digests changed their layout ten times; each style reproduces its era byte for byte. A style governs
spelling, never presence: a field that is set is written in every style, also where the era had none.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import NamedTuple

from digestkit.errors import UsageError
from digestkit.markdown import grammar
from digestkit.model import Digest, Item, Media, Paper, media_kind


def _watch_linked(url: str) -> str:
    return f"[Watch Video]({url})\n{grammar.video_frame(url)}"


def _watch_bare(url: str) -> str:
    """`[Watch Video]URL`, unless reading would take blanks or parentheses off the URL."""
    line = f"[Watch Video]{url}"
    media = grammar.read_video(line)
    if media is None or media[1] != url:
        return _watch_linked(url)
    return f"{line}\n{grammar.video_frame(url)}"


def _element(url: str) -> str:
    return f"<video src='{url}'></video>"


def _in_image_syntax(media: Media) -> bool:
    """Whether media stand as `![](URL)`: in all eras, also the files of video other than MP4."""
    if media.kind == "image":
        return True
    return media_kind(media.url) == "video" and ".mp4" not in media.url.lower()


class Style(NamedTuple):
    """How one era spells a paper. `since` is the first day of the era."""

    name: str
    since: datetime.date
    video: Callable[[str], str] = _watch_linked
    stars: str = "**"
    authors_as_list: bool = False
    between_items: str = "\n"
    after_items: str = "\n"
    tight: bool = False  # no blank line between heading, image and authors

    def day(self, digest: Digest) -> str:
        """The heading of a digest and the blank line after it; nothing for papers under no heading."""
        if digest.date is None and not digest.title:
            return ""
        return grammar.spell_day(digest.date, digest.title) + "\n\n"

    def paper(self, paper: Paper) -> str:
        """A paper with all its fields, and what separates it from the next."""
        fields = [self.heading(paper)]
        if paper.media is not None:
            fields.append(self.media(paper.media))
        if paper.votes is not None:
            fields.append(self.votes(paper))
        if paper.authors or paper.authors_truncated:
            fields.append(self.authors(paper))
        tight = self.tight and (paper.media is None or _in_image_syntax(paper.media))
        head = ("\n" if tight else "\n\n").join(fields) + "\n\n"
        if not paper.summary:
            return head
        return head + self.items(paper.summary) + "\n" + self.after_items

    def heading(self, paper: Paper) -> str:
        """`### [Title](URL)`."""
        return f"### [{paper.title}]({paper.url})"

    def media(self, media: Media) -> str:
        """An image, or a video on one or two lines."""
        return f"![]({media.url})" if _in_image_syntax(media) else self.video(media.url)

    def votes(self, paper: Paper) -> str:
        """`Vote: 18`."""
        return f"Vote: {paper.votes}"

    def authors(self, paper: Paper) -> str:
        """`Authors: A, B`, or the `repr` of a list where the era or a name asks for it."""
        return grammar.spell_authors(paper.authors, paper.authors_truncated, as_list=self.authors_as_list)

    def items(self, items: Iterable[Item]) -> str:
        """`- text` or `- **Label**: text`, one below the other."""
        stars = self.stars
        lines = [
            f"- {item.text}" if item.label is None else f"- {stars}{item.label}{stars}: {item.text}"
            for item in items
        ]
        return self.between_items.join(lines)


def _style(name: str, since: str, **spelling: object) -> Style:
    return Style(name, datetime.date.fromisoformat(since), **spelling)  # type: ignore[arg-type] # rows of a table


STYLES = (
    _style("E0", "2023-11-20", after_items=""),
    _style("E1", "2023-11-21", tight=True, video=_element),
    _style("E2", "2023-11-22"),
    _style("E3", "2023-12-04", video=_watch_bare),
    _style("E4", "2023-12-06", video=_watch_bare),
    _style("E5", "2023-12-08"),
    _style("E6", "2024-06-12", between_items="\n\n"),
    _style("E7", "2024-06-13"),
    _style("E8", "2024-10-18", stars="***", authors_as_list=True),
    _style("E9", "2024-10-28", stars="***"),
)


NAMES = tuple(style.name for style in STYLES)
"""The names of the styles, oldest first."""


def style_named(name: str) -> Style:
    """The style of an era, `"E0"` to `"E9"`; raises `UsageError` for another name."""
    for style in STYLES:
        if style.name == name:
            return style
    raise UsageError(f"unknown style {name!r}; the styles are {', '.join(NAMES)}")


def style_of(date: datetime.date | None) -> Style:
    """The style of the era that a day falls in; the newest for papers without a day."""
    if date is None:
        return STYLES[-1]
    begun = [style for style in STYLES if style.since <= date]
    return begun[-1] if begun else STYLES[0]
