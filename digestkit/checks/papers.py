"""Lints that look at one paper: a small function each, from the paper to a message or None."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from digestkit.diagnostics import Code
from digestkit.model import Paper

# An id in the scheme since 2007 as a whole segment of a path: `…/papers/2407.01906.png`.
_ID_IN_PATH = re.compile(r"/([0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5})(?:v[0-9]+)?(?=[./?#]|\Z)")
# What a title calls its subject: `DeepSeek-V2: A Strong …`, `Mamba-2 - …`; three words at most.
_LEADING_NAME = re.compile(r"([^\s:]+(?: [^\s:]+){0,2}):\s")
_MARKS = re.compile(r"[\W_]+")


def _no_arxiv_id(paper: Paper) -> str | None:
    return f"no arXiv id in {paper.url}" if paper.arxiv_id is None else None


def _no_summary(paper: Paper) -> str | None:
    said = paper.summary or paper.abstract or paper.tldr
    return None if said else f"no summary of {paper.title!r}"


def _repeated_author(paper: Paper) -> str | None:
    if len(set(paper.authors)) == len(paper.authors):
        return None
    # Only neighbours: the same name further on is more likely a second person.
    twice = [name for name, after in itertools.pairwise(paper.authors) if name == after]
    return f"twice in a row: {', '.join(dict.fromkeys(twice))}" if twice else None


def _other_thumbnail(paper: Paper) -> str | None:
    """Thumbnails of arXiv papers have the id in their path; other media have none and are not compared."""
    found = _ID_IN_PATH.search(paper.media.url) if paper.media is not None else None
    own = paper.arxiv_id if found is not None else None
    if found is None or own is None or own == found[1]:
        return None
    return f"the thumbnail is of {found[1]}, the paper is {own}"


def _semicolons(paper: Paper) -> str | None:
    """`; ` with a name on both sides; the semicolon of an entity (`O&#39;Neill`) has no space after it."""
    # One search in all names at once, which finds nothing for nearly every paper.
    if "; " not in "\n".join(paper.authors):
        return None
    for name in paper.authors:
        if "; " in name and all(part.strip() for part in name.split(";")):
            return f"names separated by semicolons are read as one: {shown(name)}"
    return None


def _unmentioned_name(paper: Paper) -> str | None:
    """Case, spaces and punctuation do not count, so that `Mamba 2` mentions `Mamba-2`."""
    found = _LEADING_NAME.match(paper.title)
    if found is None or not paper.summary or not _is_name(found[1]):
        return None
    summary = _bare(" ".join(f"{item.label or ''} {item.text}" for item in paper.summary))
    return None if _bare(found[1]) in summary else f"the summary never mentions {found[1]!r}"


def _is_name(text: str) -> bool:
    """Whether a name is coined: it has a digit, or a capital that no sentence asks for (`LoRA`, `GPT`)."""
    return any(char.isdigit() or char.isupper() for word in text.split() for char in word[1:])


def _bare(text: str) -> str:
    return _MARKS.sub("", text).casefold()


def shown(text: str, most: int = 60) -> str:
    """A text as messages quote it: its `repr`, cut with `...` beyond `most` code points."""
    return repr(text if len(text) <= most else f"{text[: most - 3]}...")


PAPER_RULES: tuple[tuple[Code, Callable[[Paper], str | None]], ...] = (
    (Code.NO_ARXIV_ID, _no_arxiv_id),
    (Code.NO_SUMMARY, _no_summary),
    (Code.REPEATED_AUTHOR, _repeated_author),
    (Code.OTHER_THUMBNAIL, _other_thumbnail),
    (Code.SEMICOLONS, _semicolons),
    (Code.UNMENTIONED_NAME, _unmentioned_name),
)
