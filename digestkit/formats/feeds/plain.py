"""What entries say as plain text: their titles, and what lists of entries show of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from digestkit.formats.feeds.phrases import phrases
from digestkit.model import Digest, Item, Paper
from digestkit.reference import Reference
from digestkit.text.cleaning import clean, is_clean
from digestkit.text.directions import isolated
from digestkit.text.inline import typeset
from digestkit.text.summary import lines, paragraph, visible

BYLINE_LENGTH = 10
"""How many names a byline shows, as in a book."""

_PARAGRAPH = 1_000
"""Characters of titles in the summary of a day: lists of items show no more, and the content has all."""

_LONGEST = 10_000
"""Characters of a text that make the summary of a paper. Abstracts at arXiv have 1,920 at most."""

# A sentence ends where white space follows its mark; after a CJK mark, anything may.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？]+[」』”’）]*")
# After these, it goes on: `e.g. a sum`, `Smith et al. show`, `vs. GPT`, and the initials of names.
_GOES_ON = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|e\.g|i\.e|cf|vs|al|etc|[Ff]igs?|[Ee]qs?|[Ss]ec|[Nn]o|Dr|Prof)\.$"
)


def byline(paper: Paper, names: Sequence[str], language: str) -> str:
    """The authors in one line, the first ten by name: `A, B, C and 7 more`."""
    words, truncated = phrases(language), paper.authors_truncated
    shown = ", ".join(map(isolated, names[:BYLINE_LENGTH]))
    rest = len(names) - BYLINE_LENGTH
    if rest > 0:
        return shown + (words.at_least if truncated else words.more).format(rest)
    return shown + (words.others if truncated and shown else "")


def names(reference: Reference) -> tuple[str, ...]:
    """The authors' names, cleaned of characters that XML forbids."""
    found = reference.authors
    return found if is_clean("\n".join(found)) else tuple(map(clean, found))


def title(paper: Paper) -> str:
    """The title, with TeX as characters; the URL if it is blank, since every item needs a title."""
    return clean(typeset(paper.title)).strip() or clean(paper.url).strip()


def paper_summary(paper: Paper, authors: Sequence[str], language: str) -> str:
    """Its one sentence, its abstract or the first item of its summary; else byline or title.

    Of what no list could show, the beginning: the content has all.
    """
    return about(paper, _LONGEST) or byline(paper, authors, language) or title(paper)


def paper_teaser(paper: Paper, authors: Sequence[str], language: str) -> str:
    """The same, but of an abstract and a summary the first sentence only."""
    return teaser(paper) or byline(paper, authors, language) or title(paper)


def teaser(paper: Paper) -> str:
    """Its one sentence as the digest has it, else the first of its abstract or summary; may be empty."""
    return _text(paper.tldr or "") or first_sentence(about(paper))


def about(paper: Paper, longest: int | None = None) -> str:
    """Its one sentence, its abstract or the first item of its summary that has text; may be empty.

    Of what is longer than `longest` characters, as written, only the beginning is read, and `…` ends it.
    """
    for text in filter(None, (paper.tldr, paper.abstract)):
        if found := _text(text, longest):
            return found
    return next(filter(None, (_item(item, longest) for item in paper.summary)), "")


def left_out(paper: Paper) -> int:
    """How many characters of a paper's sentence, abstract and summary a teaser leaves out."""
    said = (*map(_text, (paper.tldr or "", paper.abstract or "")), *map(_item, paper.summary))
    return sum(map(len, said)) - len(teaser(paper))


def first_sentence(text: str) -> str:
    """A text up to the end of its first sentence; all of it where no end is found."""
    for match in _END.finditer(text):
        if _GOES_ON.search(text, 0, match.start() + 1) is None:
            return text[: match.end()]
    return text


def day_summary(papers: Sequence[Paper], language: str) -> str:
    """The titles of a day's papers, separated by semicolons: the first, and as many as make a paragraph."""
    titles = [isolated(title(paper)) for paper in papers]
    # At least the first, however long it is.
    shown = titles[: sum(end <= _PARAGRAPH for end in accumulate(map(len, titles))) or 1]
    rest = len(titles) - len(shown)
    return "; ".join(shown) + (phrases(language).more_papers.format(rest) if rest else "")


def texts(digest: Digest) -> Iterator[str]:
    """The texts that show a digest's language: its summaries, as titles are English in any digest."""
    for paper in digest.papers:
        yield from filter(None, (paper.tldr, paper.abstract))
        for item in paper.summary:
            yield item.text


def _text(text: str, longest: int | None = None) -> str:
    shown = text[:longest]
    return " ".join(clean(visible(shown)).split()) + "…" * (len(shown) < len(text))


def _item(item: Item, longest: int | None = None) -> str:
    if longest is not None and len(item.text) > longest:
        return _text(f"{item.label}: {item.text}" if item.label else item.text, longest)
    return " ".join(clean(paragraph(lines((item,)))).split())
