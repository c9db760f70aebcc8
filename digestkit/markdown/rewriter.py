"""Change the recorded text of a paper where its fields changed, and leave the rest as it is."""

from __future__ import annotations

from digestkit.markdown import grammar
from digestkit.markdown.eras import Style
from digestkit.markdown.rules import LineKind
from digestkit.markdown.scanner import Cursor
from digestkit.model import Item, Paper
from digestkit.source import Span

_LINES = {LineKind.VOTES: "votes", LineKind.AUTHORS: "authors"}
_ORDER = ("heading", "media", "votes", "authors")


def rewrite(text: str, old: Paper, new: Paper, style: Style, newline: str) -> str:
    """Return `text`, which reads as `old`, changed to read as `new`.

    Only the lines of fields that changed are spelled anew. The result is a proposal, to be read back
    before it is believed: next to a changed line, one that stayed can get another meaning.
    """
    edits = _Edits(text, newline)
    places = _places(text, old)
    spelled = _spelled_fields(old, new, style)
    before = places["heading"]
    for field in _ORDER:
        place = places.get(field)
        if field in spelled:
            line = spelled[field]
            if place is None:
                edits.insert(before[1], f"\n\n{line}" if line else "")
            elif line is None:
                edits.remove(place)
            else:
                edits.replace(place, line)
        before = place or before
    _rewrite_items(edits, old.summary, new.summary, before, style)
    return edits.result()


def _places(text: str, paper: Paper) -> dict[str, Span]:
    """Where the fields of a paper stand, as far as its text has them."""
    line = Cursor(text)
    places = {"heading": (0, len(line.content) - len(line.value[2]))}
    if paper.media is not None and paper.media.span:
        places["media"] = paper.media.span
    items = [item.span for item in paper.summary if item.span]
    while line.kind is not LineKind.END:
        field = _LINES.get(line.value.kind if line.kind is LineKind.ODD_FIELD else line.kind)
        at = line.start
        if field and field not in places and not any(start <= at < end for start, end in items):
            places[field] = (at, at + len(line.content))
        line.advance()
    return places


def _spelled_fields(old: Paper, new: Paper, style: Style) -> dict[str, str | None]:
    """The lines of the fields that changed; None for a field that is gone."""
    lines: dict[str, str | None] = {}
    if (old.title, old.url) != (new.title, new.url):
        lines["heading"] = style.heading(new)
    if old.media != new.media:
        lines["media"] = style.media(new.media) if new.media else None
    if old.votes != new.votes:
        lines["votes"] = style.votes(new) if new.votes is not None else None
    if (old.authors, old.authors_truncated) != (new.authors, new.authors_truncated):
        lines["authors"] = style.authors(new) if new.authors or new.authors_truncated else None
    return lines


def _rewrite_items(
    edits: _Edits, old: tuple[Item, ...], new: tuple[Item, ...], before: Span, style: Style
) -> None:
    bullet = "- "
    for was, now in zip(old, new, strict=False):
        if was.span:
            bullet = edits.bullet(was.span)
            if was != now:
                edits.replace(was.span, _item(now, bullet, style))
    for was in old[len(new) :]:
        if was.span:
            edits.remove(was.span)
    added = new[len(old) :]
    if added:
        end = old[-1].span[1] if old and old[-1].span else before[1]
        separator = style.between_items if old else "\n\n"
        edits.insert(end, separator + style.between_items.join(_item(item, bullet, style) for item in added))


def _item(item: Item, bullet: str, style: Style) -> str:
    """An item with the bullet of its place: after `- x`, what follows under `* ` would be text of it."""
    return bullet + style.items([item]).removeprefix("- ")


class _Edits:
    """Replacements in a text, given in any order, that do not overlap."""

    def __init__(self, text: str, newline: str) -> None:
        self._text = text
        self._newline = newline
        self._edits: list[tuple[int, int, str]] = []

    def replace(self, place: Span, by: str) -> None:
        self._edits.append((*place, by.replace("\n", self._newline)))

    def insert(self, at: int, what: str) -> None:
        self.replace((at, at), what)

    def bullet(self, place: Span) -> str:
        """The bullet of the item at a place of the text as it was."""
        return grammar.read_odd_bullet(self._text[slice(*place)]) or "- "

    def remove(self, place: Span) -> None:
        """Take out whole lines, and the blank lines after them."""
        start, end = place
        while end < len(self._text) and self._text[end] in "\r\n":
            end += 1
        self.replace((start, end), "")

    def result(self) -> str:
        parts = []
        at = 0
        for start, end, by in sorted(self._edits, key=lambda edit: edit[0]):
            parts.append(self._text[at:start])
            parts.append(by)
            at = end
        return "".join([*parts, self._text[at:]])
