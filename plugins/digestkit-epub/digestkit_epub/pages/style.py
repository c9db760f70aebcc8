"""How pages are made."""

from __future__ import annotations

from typing import NamedTuple

from digestkit_epub.words import Words


class Style(NamedTuple):
    """How pages are made: in which language, with how many authors (0: all), whether videos play in place."""

    language: str
    words: Words
    max_authors: int
    play_videos: bool
