"""What a paper shows: its picture, or its video where that plays in place."""

from __future__ import annotations

from digestkit.text import video_type
from digestkit_epub.markup import Markup, attribute
from digestkit_epub.pictures.picture import Picture
from digestkit_epub.plan import Section
from digestkit_epub.typography import own
from digestkit_epub.words import Words

PLACE = Markup("\0")
"""Where a paper's picture may stand, while a page is made: no text of a page can hold this character."""


def alternative(section: Section, words: Words) -> str:
    """What stands for a paper's picture: whose it is, since no digest says what it shows."""
    return words.picture_of.format(section.title.text)


def picture(shown: Picture, alternative: str) -> Markup:
    """A paper's picture; the link to it, on the line above, is there in any case."""
    # With its size given, the text does not jump when the picture is loaded.
    size = f' width="{shown.size[0]}" height="{shown.size[1]}"' if shown.size is not None else ""
    image = f'<img src="{attribute(shown.file_name)}" alt="{attribute(alternative)}"{size}/>'
    return Markup(f'<figure class="picture">{image}</figure>')


def playable(section: Section) -> str | None:
    """The URL of the video that a section can play, without a fragment, as in the manifest; else None."""
    media, href = section.paper.media, section.media_href
    if media is None or media.kind != "video" or href is None:
        return None
    # EPUB wants remote resources to come by https (EPUB 3.3, resource locations), and a media type for each.
    if href[:8].lower() != "https://" or video_type(href) is None:
        return None
    return href.partition("#")[0]


def video(section: Section, source: str, words: Words) -> Markup:
    """A video that plays in place."""
    link = f'<p><a href="{attribute(section.media_href or source)}">{own(words.video)}</a></p>'
    name = attribute(words.video_of.format(section.title.text))
    # The link inside is for readers without video; `preload` keeps a book that is opened off the network.
    start = f'<video src="{attribute(source)}" controls="controls" preload="none" aria-label="{name}">'
    return Markup(f'<figure class="picture">{start}{link}</video></figure>')
