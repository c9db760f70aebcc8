"""How pages are made."""

from __future__ import annotations

from typing import NamedTuple

from digestkit_epub.words import Words


class Style(NamedTuple):
    """How pages are made: in which language, with how many authors (0: all), whether videos play in place.

    `digest_language` is that of the digests, which the page is not in where the book has no words in it.
    """

    language: str
    digest_language: str
    words: Words
    max_authors: int
    play_videos: bool
