"""Papers and digests from loose values: what the model cannot hold is reported, and kept beside the rest."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from digestkit.diagnostics import Code
from digestkit.errors import ModelError
from digestkit.model import Digest, Item, Media, Pair, Paper, media_kind
from digestkit.reading import values
from digestkit.reading.contract import ReadContext
from digestkit.refusals import check_votes
from digestkit.source import Layout, RecordOrigin, Span


def paper(
    context: ReadContext, *, title: object, url: object, line: int | None = None, **fields: object
) -> Paper | None:
    """A paper of loose values; None, with a report, where there is no URL.

    `fields` are those of `Paper`, as texts, numbers, lists and mappings; None and blanks say nothing. What a
    field cannot hold is reported, and kept in `extra` under the field's name. Media may be a URL alone, and a
    URL that is an arXiv id alone becomes the address of its paper. `line` is where it stands, which messages
    about it show.

    Raises TypeError for a field that papers do not have.
    """
    address = values.one_line(url)
    if not address:
        shown = values.one_line(title)[:80]
        context.report(f"a paper without a URL is left out: {shown!r}", line, code=Code.READ_ERROR)
        return None
    place = RecordOrigin(context.origin.name, line or 1)
    span = (0, 0) if line is not None else None
    known: dict[str, Any] = {}
    kept: list[tuple[str, str]] = []
    for name, value in fields.items():
        make = _MAKERS.get(name)
        if make is None:
            raise TypeError(f"papers have no {name!r}")
        try:
            made = make(value) if value is not None else None
        except (ValueError, TypeError, AttributeError, OverflowError, ModelError):
            spelled = _spelled(value)
            kept.append((name, spelled))
            context.report(f"{name} cannot be {spelled[:80]!r}; it is kept in extra", line)
        else:
            if made is not None:
                known[name] = made
    return _paper(values.one_line(title), address, known, kept, place, span)


def digest(
    context: ReadContext,
    *,
    day: object,
    title: object = "",
    papers: Iterable[Paper | None],
    line: int | None = None,
) -> Digest | None:
    """A digest of loose values, without the papers that are None; None where it would say nothing.

    A day that does not exist is reported, and its text becomes part of the title.
    """
    date, heading = values.day(day), values.one_line(title)
    spelled = values.one_line(day)
    if date is None and spelled:
        context.report(f"there is no such day: {spelled[:80]!r}", line)
        heading = f"{heading} {spelled}".lstrip()
    held = [paper for paper in papers if paper is not None]
    if date is None and not heading and not held:
        return None
    place, span = RecordOrigin(context.origin.name, line or 1), (0, 0) if line is not None else None
    return Digest(date, heading, held, span=span, layout=place)


def by_day(
    context: ReadContext, dated: Iterable[tuple[object, Paper | None]], title: object = ""
) -> list[Digest]:
    """A digest for each day that papers are given with, in the order in which the days are met first.

    Papers that are None are passed over. Papers without a day are one digest, too.
    """
    days: dict[datetime.date | str, list[Paper]] = {}
    for day, one in dated:
        if one is not None:
            days.setdefault(values.day(day) or values.one_line(day), []).append(one)
    made = (digest(context, day=day, title=title, papers=held) for day, held in days.items())
    return [one for one in made if one is not None]


def _paper(
    title: str,
    url: str,
    known: dict[str, Any],
    kept: list[tuple[str, str]],
    place: Layout,
    span: Span | None,
) -> Paper:
    names = known.pop("authors", values.Names(()))
    truncated = known.pop("authors_truncated", False) or names.truncated
    summary = [Item(one.label, one.text, span, place) for one in known.pop("summary", ())]
    return Paper(
        title,
        url if "//" in url else values.arxiv_url(url) or url,
        known.pop("media", None),
        known.pop("votes", None),
        names.names,
        truncated,
        summary,
        span,
        place,
        extra=(*known.pop("extra", ()), *kept),
        **known,
    )


def _spelled(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # a number of more digits than Python spells
        return type(value).__name__


def _media(value: object) -> Media | None:
    if isinstance(value, Media):
        return value
    if not isinstance(value, str):
        raise TypeError("no media")
    url = values.one_line(value)
    return Media(media_kind(url), url) if url else None


def _links(value: Any) -> tuple[Pair, ...]:  # noqa: ANN401 - a mapping or pairs
    return tuple([(name, values.one_line(url)) for name, url in values.pairs(value)])


def _votes(value: object) -> int | None:
    if isinstance(value, str) and not value.strip():
        return None
    made = values.votes(value)
    check_votes(made)
    return made


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither True nor False")
    return value


def _text(value: object) -> str | None:
    return str(value).strip() or None


def _day(value: object) -> datetime.date | None:
    if not values.one_line(value):
        return None
    made = values.day(value)
    if made is None:
        raise ValueError("no day")
    return made


def _summary(value: Any) -> list[Item]:  # noqa: ANN401 - text, items, or pairs of label and text
    if isinstance(value, (str, Item)):
        value = [value]
    made = []
    for one in value.items() if isinstance(value, Mapping) else value:
        if isinstance(one, Item):
            made.append(one)
            continue
        label, text = (None, one) if isinstance(one, str) else one
        item = values.item(label, text)
        if item is not None:
            made.append(item)
    return made


_MAKERS: Mapping[str, Callable[[Any], Any]] = {
    "media": _media,
    "votes": _votes,
    "authors": lambda names: names if isinstance(names, values.Names) else values.names(names),
    "authors_truncated": _flag,
    "authors_ordered": _flag,
    "summary": _summary,
    "section": lambda text: values.one_line(text) or None,
    "doi": lambda text: values.one_line(text) or None,
    "abstract": _text,
    "tldr": _text,
    "categories": values.terms,
    "tags": values.terms,
    "submitted": _day,
    "links": _links,
    "extra": values.pairs,
}
"""How the value of each field is made; each may raise for what the field cannot hold."""
