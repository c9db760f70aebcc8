"""What notes are called, and which tags they may have."""

from __future__ import annotations

import re
import unicodedata

import digestkit

UNDATED = "undated"
"""The note of digests whose day is not known."""

_UNFIT = re.compile(r"[^\w/-]+")
_DASHES = re.compile(r"-*([-/])[-/]*")


def of_paper(paper: digestkit.Paper) -> str:
    """The arXiv id without its version, `-` for the `/` of old ones; else the paper's own id.

    It depends on the paper's URL alone, so that a note keeps its name.
    """
    return paper.id.removeprefix("arxiv:").replace("/", "-").replace(":", "-")


def of_day(digest: digestkit.Digest) -> str:
    """The day, as `2024-07-05`."""
    return digest.date.isoformat() if digest.date is not None else UNDATED


def tags(words: tuple[str, ...]) -> list[str]:
    """Words as tags of Obsidian: letters, digits, `_`, `-` and `/`, and not digits alone; each once.

    Blanks and everything else become a hyphen. Obsidian ignores case, so the first spelling counts.
    """
    found = {tag.casefold(): tag for word in reversed(words) if (tag := _tag(word))}
    return list(reversed(found.values()))


def _tag(word: str) -> str:
    spelled = _UNFIT.sub("-", unicodedata.normalize("NFC", word))
    tag = _DASHES.sub(r"\1", spelled).strip("-/")
    return f"n{tag}" if tag.isdecimal() else tag
