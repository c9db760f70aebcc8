"""Loose values, as JSON, feeds and tables have them, in the shape that the model takes.

Constructors of the model refuse what no dialect could mean: a URL over two lines, a blank name, a number of
votes as text. A reader meets all of these. Nothing is guessed here: what a value does not say stays unsaid.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from digestkit import arxiv
from digestkit.dialects import dates
from digestkit.model import Item, Pair

_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}.*", re.DOTALL)
_MORE = re.compile(
    r"(?:^|[\s,;，、])(?:\+|et\.? ?al\.?|etc\.|\.\.\.|…|and (?:[0-9]+ )?(?:others|more))$"
    r"|等(?: ?[0-9]+ ?[人位]\w*)?$",
    re.IGNORECASE,
)
_LONGEST_MORE = 40
"""Characters at the end of a list in which it is looked for that it goes on."""

_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")


class Names(NamedTuple):
    """A list of names, and whether it says that there are more."""

    names: tuple[str, ...]
    truncated: bool = False


def one_line(value: object) -> str:
    """A text on one line, white space collapsed; empty for None. Other values are spelled as Python does."""
    return "" if value is None else " ".join(str(value).split())


def day(value: object) -> datetime.date | None:
    """The day that a value names; None where it names none that exists.

    A date, a time (in its own zone), or a text: `2024-07-05`, `2024-07-05T08:00:00Z`, `2024.7.5`,
    `2024年07月05日`, `5-Jul-2024`, `5 July 2024`.
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = one_line(value)
    timed = _TIME.fullmatch(text)
    return dates.read(timed[1] if timed is not None else text)


def names(value: str | Iterable[str] | None, separator: str = ",") -> Names:
    """The names in a text, or in a list of texts, without blanks around them and without empty ones.

    A `+` for a name and `et al.`, `and 12 others`, `…`, `等` at the end say that there are more. Raises
    TypeError for a list of anything but texts.
    """
    parts = value.split(separator) if isinstance(value, str) else list(value or ())
    if not all(isinstance(part, str) for part in parts):
        raise TypeError("names must be text")
    cleaned = [one_line(part) for part in parts]
    more = "+" in cleaned
    cleaned = [name for name in cleaned if name and name != "+"]
    if cleaned and (cut := _MORE.search(cleaned[-1][-_LONGEST_MORE:])) is not None:
        last = cleaned.pop()
        last = last[: len(last) - (cut.end() - cut.start())].rstrip(" ,;，、")
        return Names((*cleaned, last) if last else tuple(cleaned), truncated=True)
    return Names(tuple(cleaned), more)


def arxiv_url(text: str) -> str | None:
    """The address of a paper's abstract page, from its arXiv id or an address of it; None for anything else.

    A version is kept: `2407.01906v2`, `arXiv:2407.01906`, `https://arxiv.org/pdf/2407.01906.pdf`,
    `https://huggingface.co/papers/2407.01906`, `10.48550/arXiv.2407.01906`.
    """
    spelled = one_line(text)
    bare = spelled[len("arxiv:") :].lstrip() if spelled.lower().startswith("arxiv:") else spelled
    for url in (spelled, arxiv.PAGES + bare, f"https://doi.org/{bare}"):
        found = arxiv.find(url)
        if found is not None:
            return found.abs_url
    return None


def votes(value: object) -> int:
    """A number of votes: `18`, `"18"`, `"1,024"`, `18.0`. Raises ValueError for anything else."""
    if isinstance(value, str):
        spelled = value.strip()
        if _NUMBER.fullmatch(spelled) is None:
            raise ValueError("no number of votes")
        return int(spelled.replace(",", "")[:_LONGEST_MORE])
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1:
        raise ValueError("no number of votes")
    return int(value)


def terms(value: str | Iterable[object], separator: str = ",") -> tuple[str, ...]:
    """The terms in a text, or in a list: each on one line, without empty ones."""
    parts: Iterable[object] = value.split(separator) if isinstance(value, str) else value
    return tuple([term for part in parts if (term := one_line(part))])


def pairs(value: Mapping[str, object] | Iterable[tuple[object, object]]) -> tuple[Pair, ...]:
    """Pairs of texts, from a mapping or from pairs, without those where either says nothing."""
    given = value.items() if isinstance(value, Mapping) else value
    spelled = ((one_line(name), "" if said is None else str(said).strip()) for name, said in given)
    return tuple([(name, said) for name, said in spelled if name and said])


def item(label: object, text: object) -> Item | None:
    """An item of a summary: a label or None, and a text without blanks around it; None for a blank text."""
    spelled = "" if text is None else str(text).strip()
    return Item(one_line(label) or None, spelled) if spelled else None
