"""From classified lines to the model: a document is segments, a digest papers, a paper fields and items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from digestkit import structure, unchecked
from digestkit.diagnostics import Code
from digestkit.errors import UsageError
from digestkit.markdown import grammar, usual
from digestkit.markdown.notes import Notes, note_characters
from digestkit.markdown.rules import LineKind
from digestkit.markdown.scanner import Cursor
from digestkit.model import Digest, Document, Item, Paper, Segment
from digestkit.source import BOM, SourceText, newline_of

_ENDS_DIGEST = frozenset({LineKind.DAY, LineKind.HEADING, LineKind.END})
_ENDS_PAPER = _ENDS_DIGEST | {LineKind.PAPER}
_STARTS_DIGEST = frozenset({LineKind.DAY, LineKind.PAPER})
_LOST_HEADINGS = frozenset({LineKind.SUBHEADING, LineKind.ODD_HEADING})
_HEAD_OF_PAPER = frozenset({LineKind.MEDIA, LineKind.VOTES, LineKind.AUTHORS, LineKind.ODD_FIELD})


def parse(text: str, name: str | None = None) -> Document:
    """Read a text: digests, the text around them, and diagnostics. Never raises on a `str`; linear time.

    Nothing is lost: what fits no rule stays in the layout of its node and has a diagnostic. `name` is
    what messages call the source.
    """
    if not isinstance(text, str):
        raise UsageError(f"parse() wants text, not {type(text).__name__}; digestkit.load() reads files")
    source = SourceText(text, name)
    parser = Parser(source)
    with unchecked.no_garbage():
        segments = parser.document()
    note_characters(text, parser.notes)
    return Document(
        segments,
        parser.notes.diagnostics(),
        bom=text.startswith(BOM),
        newline=newline_of(text),
    )


class Draft:
    """A paper being read: its fields as they are found."""

    def __init__(self, begun: usual.Below) -> None:
        self.media, self.votes, self.authors, self.items, _ = begun


class Parser(Cursor):
    """A cursor that makes nodes of what it passes.

    Of a text in pieces, each but the first begins with a day heading, maybe behind a byte order mark.
    """

    def __init__(self, source: SourceText, *, is_first: bool = True) -> None:
        self.source = source
        self.notes = Notes(source)
        self._authors_ordered: bool | None = None
        self._begin = 1 if is_first and source.text.startswith(BOM) else 0
        super().__init__(source.text, self._begin)
        self._usual = usual.nothing if self.has_returns else usual.below

    def document(self, *, is_last: bool = True) -> list[Segment]:
        """Read all segments."""
        segments: list[Segment] = []
        at = self._begin
        while at < len(self.text):
            inside = at == self.start and self.kind in _STARTS_DIGEST
            segments.append(self.digest() if inside else self.outside(at, after_digest=bool(segments)))
            at = self.start
        if is_last and segments and isinstance(segments[-1], Digest):
            self._note_cut_off(segments[-1])
        return segments

    def outside(self, start: int, *, after_digest: bool) -> str:
        """Read text up to the next digest; what a code fence encloses is not scanned."""
        fence = self.start
        fences = grammar.Fences()
        if after_digest:
            self._pass_over_heading()
        while self.kind is not LineKind.END:
            if fences.open is None:
                fence = self.start
            if not fences.hides(self.content) and self.kind in _STARTS_DIGEST:
                break
            self.advance()
        if fences.open is not None:
            self.notes.add(Code.OPEN_FENCE, fence, "a code fence never closes; nothing after it is read")
        return self.source.text[start : self.start]

    def _pass_over_heading(self) -> None:
        """Pass over the heading that ended a digest, and tell where it was to name one more of its papers.

        Any heading of level 1 or 2 ends a digest, and a README has its own; one that links to arXiv and
        has the fields of a paper below it is a paper's, with a `#` too few.
        """
        start, content = self.start, self.content
        self.advance()
        if self.kind in _HEAD_OF_PAPER and grammar.links_paper(content):
            message = f"a heading that ends the digest and names a paper: {_shown(content)}; kept"
            self.notes.add(Code.BAD_HEADING, start, message)

    def digest(self) -> Digest:
        """Read a digest: its heading, where it has one, and papers up to another heading of level 1 or 2."""
        start = self.start
        if self.kind is LineKind.DAY:
            date, title = self.value
            if date is None:
                self.notes.add(Code.BAD_DATE, start, f"no such day: {title[-12:]}")
            self.advance()
            self.pass_over()
        else:
            date, title = None, ""
            self.notes.add(Code.NO_DAY_HEADING, start, "papers stand under no day heading; they have no date")
        self._authors_ordered = grammar.authors_ordered(date)
        papers = []
        while self.kind is LineKind.PAPER:
            papers.append(self.paper())
        source = self.source
        return Digest(date, title, papers, span=(start, self.start), layout=source, source=source.name)

    def paper(self) -> Paper:
        """Read a paper, from its heading up to the next; its fields may stand in any order."""
        start = self.start
        title, url, tail = self.value
        if tail:
            self._note_extra(start + len(self.content) - len(tail), tail)
        begun = self._usual(self.text, self.below, self.source)
        media, votes, authors, items, self.below = begun
        self.advance()
        if self.kind not in _ENDS_PAPER:
            draft = self._rest(Draft(begun))
            media, votes, authors = draft.media, draft.votes, draft.authors
        names, truncated = authors or grammar.NO_AUTHORS
        return unchecked.paper(
            title,
            url,
            media,
            votes,
            names,
            truncated,
            tuple(items),
            (start, self.start),
            self.source,
            self._authors_ordered,
        )

    def _rest(self, draft: Draft) -> Draft:
        """Read the rest of a paper line by line, from its last item, which may go on there."""
        if draft.items:
            last: Any = draft.items.pop()
            self.below = last.span[0]
            self.advance()
        while (read := _FIELD_RULES.get(self.kind)) is not None:
            read(self, draft)
        return draft

    def media(self, draft: Draft) -> None:
        """Read a media line, and the frame below a `[Watch Video]`."""
        if draft.media is not None:
            self._repeated("media")
            return
        kind, url, extra = self.value
        start, content = self.start, self.content
        if extra:
            self._note_extra(start, extra)
        end = start + len(content)
        self.advance()
        if (
            kind == "video"
            and content.lstrip(" ")[0] == "["
            and self.content.rstrip() == grammar.video_frame(url)
        ):
            end = self.start + len(self.content)
            self.advance()
        draft.media = unchecked.media(kind, url, (start, end), self.source)

    def votes(self, draft: Draft) -> None:
        """Read a `Vote:` line."""
        votes = grammar.read_votes(self.value or self.content)
        if votes is None:
            message = f"neither a number nor `-`: {_shown(self.content)}; kept"
            self.notes.add(Code.BAD_VOTE, self.start, message)
        elif draft.votes is not None:
            self._repeated("votes")
            return
        else:
            draft.votes = votes
        self.advance()

    def authors(self, draft: Draft) -> None:
        """Read an `Authors:` line."""
        if draft.authors is not None:
            self._repeated("authors")
            return
        draft.authors = self.value
        self.advance()

    def odd_field(self, draft: Draft) -> None:
        """Read a field under another spelling as what it is."""
        usual, kind, value = self.value
        self._odd(usual)
        self.kind = kind
        self.value = usual if value is None else value  # the rule for votes reads nothing: `votes` does
        _FIELD_RULES[kind](self, draft)

    def items(self, draft: Draft) -> None:
        """Read items, each a line and the lines that go on with it, as long as one follows another."""
        while self.kind is LineKind.ITEM:
            start = self.start
            content = self._item_line()
            label, text = structure.split_label(content[2:])
            end, text = self._further_lines(start + len(content), text)
            draft.items.append(unchecked.item(label, text, (start, end), self.source))

    def odd_items(self, draft: Draft) -> None:
        """Read items under another bullet than `- `; where that stands again, the next one begins.

        An indented bullet below other items is a nested list that lost its item to a blank line: to read
        it as an item of the paper would say something else.
        """
        bullet: str = self.value
        if bullet[0] == " " and draft.items and not self._stands_at(draft.items[-1], bullet):
            self.stray_line()
            return
        while self.kind is LineKind.ODD_ITEM and self.value == bullet:
            start = self.start
            self._odd(f"- {self.content[len(bullet) :]}")
            content = self._item_line()
            label, text = structure.split_label(content[len(bullet) :])
            end, text = self._further_lines(start + len(content), text, bullet)
            draft.items.append(unchecked.item(label, text, (start, end), self.source))

    def _stands_at(self, item: Item, bullet: str) -> bool:
        return item.span is not None and self.source.text.startswith(bullet, item.span[0])

    def _further_lines(self, end: int, text: str, bullet: str | None = None) -> tuple[int, str]:
        """Take the lines that go on with an item which so far ends at `end`; returns its end and text.

        `bullet` is what starts the next item, beside `- `.
        """
        lines = [text]
        while self.kind not in _ENDS_ITEM and self.is_below(end):
            if self.kind is LineKind.ODD_ITEM and self.value == bullet:
                break
            start = self.start
            lines.append(self._item_line())
            end = start + len(lines[-1])
        return end, "\n".join(lines)

    def _item_line(self) -> str:
        """Take a line of an item; a paper's heading that is glued to its end becomes the next line."""
        content = self.content
        glued = grammar.find_glued_heading(content)
        if glued < 0:
            self.advance()
            return content
        heading = content[glued:]
        self.kind, self.start, self.content = LineKind.PAPER, self.start + glued, heading
        self.value = grammar.read_paper_heading(heading)
        message = "a paper's heading stands on the line of the item before it"
        self.notes.add(Code.GLUED_HEADING, self.start, message)
        return content[:glued].rstrip("\r")

    def pass_over(self, _draft: Draft | None = None) -> None:
        """Pass over lines of a digest that belong to no paper, up to the next paper that can be read.

        Above the first paper that is an introduction. Below a heading that cannot be read it is all that
        was said of its paper, which must not fall to the paper above.
        """
        while (kind := self.kind) not in _ENDS_PAPER:
            if kind in _LOST_HEADINGS:
                message = f"a heading that names no paper: {_shown(self.content)}; kept"
                self.notes.add(Code.BAD_HEADING, self.start, message)
                self.advance()
            elif kind is LineKind.SEPARATOR:
                self.separator()
            else:
                self.stray_line()

    def stray_line(self, _draft: Draft | None = None) -> None:
        """Pass over a line that fits no rule here; it stays in the layout."""
        message = f"text that belongs to no field of a paper: {_shown(self.content)}; kept"
        self.notes.add(Code.STRAY_TEXT, self.start, message)
        self.advance()

    def separator(self, _draft: Draft | None = None) -> None:
        """Pass over a line of marks, which says nothing."""
        self.notes.add(Code.SEPARATOR, self.start, f"a line of marks: {_shown(self.content)}; kept")
        self.advance()

    def _odd(self, usual: str) -> None:
        message = f"another spelling: {_shown(self.content)}; read as {_shown(usual)}"
        self.notes.add(Code.ODD_SPELLING, self.start, message)

    def _repeated(self, field: str) -> None:
        message = f"{field} stands here again: {_shown(self.content)}; kept"
        self.notes.add(Code.REPEATED_FIELD, self.start, message)
        self.advance()

    def _note_extra(self, offset: int, extra: str) -> None:
        if not extra.isspace():
            message = f"text that the field cannot hold: {_shown(extra.strip())}; kept"
            self.notes.add(Code.EXTRA_TEXT, offset, message)

    def _note_cut_off(self, last: Digest) -> None:
        text = self.source.text
        if text[-1] != "\n":
            self.notes.add(Code.CUT_OFF, len(text), "the text ends without a line end; it may be cut off")
        elif last.papers and not last.papers[-1].summary and any(paper.summary for paper in last.papers):
            message = "the text ends with a paper without a summary; it may be cut off"
            self.notes.add(Code.CUT_OFF, len(text), message)


# All that does not end a paper.
_FIELD_RULES: dict[LineKind, Callable[[Parser, Draft], None]] = {
    LineKind.ITEM: Parser.items,
    LineKind.MEDIA: Parser.media,
    LineKind.VOTES: Parser.votes,
    LineKind.AUTHORS: Parser.authors,
    LineKind.ODD_FIELD: Parser.odd_field,
    LineKind.ODD_ITEM: Parser.odd_items,
    LineKind.SUBHEADING: Parser.pass_over,
    LineKind.ODD_HEADING: Parser.pass_over,
    LineKind.SEPARATOR: Parser.separator,
    LineKind.TEXT: Parser.stray_line,
}
_ENDS_ITEM = _ENDS_PAPER | {LineKind.ITEM, LineKind.SUBHEADING}


def _shown(content: str) -> str:
    return repr(content if len(content) <= 60 else f"{content[:57]}...")
