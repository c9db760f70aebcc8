"""What search engines and networks show of a page: a few lines, and a picture.

The properties are Open Graph's (https://ogp.me); X shows pictures large where one of its own asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from digestkit.text import isolated
from digestkit_site.spacing import one_line
from digestkit_site.views import PaperView

_DESCRIBED = 200
_BLANKS = 40
_TITLES = 10


def described(text: str) -> str:
    """The beginning of a text, as search engines show it."""
    line = one_line(text[: _DESCRIBED + _BLANKS])
    if len(line) <= _DESCRIBED:
        line = one_line(text[: 4 * _DESCRIBED])
    return line if len(line) <= _DESCRIBED else f"{line[: _DESCRIBED - 1].rstrip()}…"


def listed(about: str, titles: Iterable[str]) -> str:
    """The first of a page's titles, each once, after what says when or how many; empty for none."""
    found = list(dict.fromkeys(titles))[:_TITLES]
    return (
        described(f"{about}: {' · '.join([isolated(one_line(title)) for title in found])}") if found else ""
    )


def picture(papers: Iterable[PaperView]) -> list[tuple[str, str]]:
    """The properties of the first picture among these papers."""
    for paper in papers:
        media = paper.media
        if media is not None and media.kind == "image" and media.href is not None:
            large = ("twitter:card", "summary_large_image")
            return [("og:image", media.href), ("og:image:alt", media.alt), large]
    return []
