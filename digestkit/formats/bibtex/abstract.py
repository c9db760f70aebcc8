"""A summary as one paragraph of plain text, for an `abstract`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digestkit.model import Item
from digestkit.structure import Outline
from digestkit.text import inline

_ENDS = tuple(".!?。！？:;…")


def paragraph(items: Iterable[Item]) -> str:
    """The items one after another, labels before their texts and a URL after the text that led to it.

    Nothing is lost but markup: the stars of bold text, the backticks of code, quotes and brackets of
    Python literals. Where a part does not end as a sentence does, a semicolon follows.
    """
    return _join(_parts(item.outline for item in items))


def _parts(entries: Iterable[Outline]) -> Iterator[str]:
    for entry in entries:
        below = _join(_parts(entry.items))
        text = " ".join(filter(None, (_visible(entry.text), below)))
        yield f"{entry.label}: {text}" if entry.label is not None else text


def _visible(text: str) -> str:
    return "".join(map(_seen, inline.tokens(text))).strip()


def _seen(token: inline.Token) -> str:
    if token.kind is inline.Kind.LINK_CLOSE:
        return f" ({token.source[2:-1]})"
    return token.visible


def _join(parts: Iterable[str]) -> str:
    made = ""
    for part in filter(None, parts):
        if not made:
            made = part
        else:
            made += f" {part}" if made.endswith(_ENDS) else f"; {part}"
    return made
