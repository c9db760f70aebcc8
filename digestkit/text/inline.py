"""What stands inside opaque text: links, code, bold, line breaks and TeX. The rest is plain.

`tokens` cuts a text into pieces whose sources rejoin to it; `plain` and `html` are built on them. HTML with
its tags stripped and its references resolved is what `plain` gives, but for how it spells superscripts and
subscripts: law L8. Only the markup that digests use on purpose is read, of HTML `<br>` alone: `~`, a single
`*` and `<EOS>` are plain text, and so is TeX that Unicode cannot show. Everything costs linear time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, Protocol

from digestkit.structure import Outline, is_plain
from digestkit.text.cleaning import EATEN, clean, escape, escape_attribute
from digestkit.text.links import link_target
from digestkit.text.marks import Kind, Mark, Run, find, may_have_markup, may_have_tex

__all__ = [
    "Kind",
    "Run",
    "Token",
    "clean",
    "html",
    "link_target",
    "plain",
    "summary_html",
    "title_tokens",
    "tokens",
    "typeset",
    "typeset_html",
]


class Outlined(Protocol):
    """An item of a summary: `digestkit.Item` is one."""

    @property
    def label(self) -> str | None:
        """The label without its stars, or None."""

    @property
    def text(self) -> str:
        """The text as written, markup included."""

    @property
    def outline(self) -> Outline:
        """The nested lists and Python literals in the text, as a tree."""


class Token(NamedTuple):
    """A piece of a text: what it spells, what a reader sees of it, and where it leads.

    `runs` are what is seen of TeX where there are superscripts and subscripts, and of a `<br>`; `visible` is
    the same in plain text. Other tokens have none.
    """

    kind: Kind
    source: str
    visible: str
    href: str | None = None
    runs: tuple[Run, ...] = ()


_CLOSE = {
    Kind.LINK_OPEN: Kind.LINK_CLOSE,
    Kind.STRONG_OPEN: Kind.STRONG_CLOSE,
    Kind.EMPHASIS_OPEN: Kind.EMPHASIS_CLOSE,
    Kind.GROUP_OPEN: Kind.GROUP_CLOSE,
}


def tokens(text: str, *, keep_tex: bool = False) -> list[Token]:
    """Cut a text into tokens; their sources, joined, are the text. An empty text has none.

    Links and bold come as an opening and a closing token, nested properly; a URL that `link_target` refuses
    stays plain text. With `keep_tex`, so does TeX, for a format that TeX will read.
    """
    if not may_have_markup(text):
        return [Token(Kind.TEXT, text, text)] if text else []
    return _cut_cleanly(text, find(text)) if keep_tex else _read(text)


def title_tokens(text: str) -> list[Token]:
    """Cut a text without markup, such as a title, at its TeX; links, which it has no place for, stay text."""
    if not may_have_tex(text):
        return [Token(Kind.TEXT, text, text)] if text else []
    return _cut_cleanly(text, [mark for mark in _find_tex(text) if mark.href is None])


def plain(text: str) -> str:
    """What a reader sees of a text, with XML's characters only.

    Markup and the targets of links are lost; `summary.visible` keeps the targets. TeX is characters where
    Unicode has them.
    """
    if not may_have_markup(text):
        return clean(text)
    return clean("".join([token.visible for token in _read(text)]))


def html(text: str) -> str:
    """The text as an XHTML fragment without a root element: escaped, cleaned, with absolute links only.

    It uses `a`, `code`, `strong`, `em`, `br`, `sup` and `sub`, and parses as XML.
    """
    if not may_have_markup(text):
        return escape(text)
    return "".join([_RENDER[token.kind](token) for token in _read(text)])


def typeset(text: str) -> str:
    """A text without markup, such as a title, in which TeX is characters where Unicode has them.

    Everything else stays as it is written: `X$^2$ at $5` is `X² at $5`.
    """
    if not may_have_tex(text):
        return text
    return "".join([token.visible for token in title_tokens(text)])


def typeset_html(text: str) -> str:
    """The same as an XHTML fragment: escaped and cleaned, with `sup`, `sub`, `em` and `strong`."""
    if not may_have_tex(text):
        return escape(text)
    return "".join([_RENDER[token.kind](token) for token in title_tokens(text)])


def summary_html(items: Iterable[Outlined]) -> str:
    """A summary as one `<ul>`, with labels in bold and nested entries as lists within; empty for none."""
    return _list_html([(item, ()) if is_plain(item.text) else _branch(item.outline) for item in items])


def _branch(entry: Outline) -> tuple[Outline, tuple[Outline, ...]]:
    return entry, entry.items


def _list_html(entries: Iterable[tuple[Outlined | Outline, tuple[Outline, ...]]]) -> str:
    """A list of entries, each with those below it."""
    rows = []
    for entry, items in entries:
        label = "" if entry.label is None else _label_html(entry.label)
        below = _list_html(map(_branch, items)) if items else ""
        rows.append(f"<li>{label}{html(entry.text)}{below}</li>")
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


@lru_cache(maxsize=256)  # most papers of a digest have the same
def _label_html(label: str) -> str:
    return f"<strong>{typeset_html(label)}:</strong> "


def _runs(token: Token) -> str:
    if len(token.runs) == 1 and not token.runs[0].scripts:
        return escape(token.visible)
    from digestkit.text import runs  # noqa: PLC0415 - few texts have TeX

    return runs.html(token.runs)


def _anchor(token: Token) -> str:
    return f'<a href="{escape_attribute(token.href or "")}">'


_RENDER: dict[Kind, Callable[[Token], str]] = {
    Kind.TEXT: lambda token: escape(token.visible),
    Kind.BREAK: lambda _token: "<br/>\n",
    Kind.CODE: lambda token: f"<code>{escape(token.visible)}</code>",
    Kind.URL: lambda token: f"{_anchor(token)}{escape(token.visible)}</a>",
    Kind.LINK_OPEN: _anchor,
    Kind.LINK_CLOSE: lambda _token: "</a>",
    Kind.STRONG_OPEN: lambda _token: "<strong>",
    Kind.STRONG_CLOSE: lambda _token: "</strong>",
    Kind.TEX: _runs,
    Kind.EMPHASIS_OPEN: lambda _token: "<em>",
    Kind.EMPHASIS_CLOSE: lambda _token: "</em>",
    Kind.GROUP_OPEN: lambda _token: "",
    Kind.GROUP_CLOSE: lambda _token: "",
}


def _read(text: str) -> list[Token]:
    """Cut a text at its markup and its TeX."""
    marks = find(text)
    if may_have_tex(text):
        # The sort is stable: where both begin at the same place, it is TeX.
        marks = sorted([*_find_tex(text), *marks], key=itemgetter(0))
    return _cut_cleanly(text, marks)


def _find_tex(text: str) -> list[Mark]:
    from digestkit.text import texmarks  # noqa: PLC0415 - few texts have any, and its table costs start-up time

    return texmarks.find(text)


def _cut_cleanly(text: str, marks: list[Mark]) -> list[Token]:
    r"""Cut a text at marks; where one of them stands in LaTeX that `clean` restores, only at line ends."""
    # Cleaning token by token must give what cleaning the whole gives; but a tab that stands for `\t` is known
    # by the letters after it, and those may have ended up in another token.
    made = list(_cut(text, marks))
    if "\t" not in text or clean("".join([token.visible for token in made])) == "".join(
        [clean(token.visible) for token in made]
    ):
        return made
    return list(_cut(text, [mark for mark in marks if mark.kind is Kind.BREAK]))


def _cut(text: str, marks: list[Mark]) -> Iterator[Token]:
    """Cut at the marks, in order; one that begins inside another's delimiters or crosses it is no markup."""
    at = 0
    around: list[Mark] = []
    link: Mark | None = None  # the one around, if any: HTML forbids links within links
    for mark in marks:
        while around and mark.start >= around[-1].inner_end:
            yield from _close(text, at, around[-1])
            at = around.pop().end
        # A rejected mark is dropped whole, its delimiters stay text; no earlier decision is taken back.
        if mark.start < at or not _fits(text, mark, around, link):
            continue
        if at < mark.start:
            yield _text(text, at, mark.start)
        if mark.kind in _CLOSE:
            around.append(mark)
            link = mark if mark.kind is Kind.LINK_OPEN else link
            yield Token(mark.kind, text[mark.start : mark.inner], "", mark.href)
            at = mark.inner
        else:
            yield _token(text, mark)
            at = mark.end
    while around:
        yield from _close(text, at, around[-1])
        at = around.pop().end
    if at < len(text):
        yield _text(text, at, len(text))


def _token(text: str, mark: Mark) -> Token:
    source = text[mark.start : mark.end]
    if not mark.runs:
        return Token(mark.kind, source, text[mark.inner : mark.inner_end], mark.href)
    if len(mark.runs) == 1 and not mark.runs[0].scripts:  # a letter, a quotation mark
        return Token(mark.kind, source, mark.runs[0].text, mark.href, mark.runs)
    from digestkit.text import runs  # noqa: PLC0415 - as above

    visible = runs.plain(mark.runs, text[mark.end : mark.end + 1])
    return Token(mark.kind, source, visible, mark.href, runs.settled(mark.runs, visible))


def _fits(text: str, mark: Mark, around: list[Mark], link: Mark | None) -> bool:
    # `clean` restores an eaten LaTeX command by its next letter, so no token may end between the two.
    eaten_before = mark.start > 0 and text[mark.start - 1] in EATEN and mark.kind is not Kind.BREAK
    if eaten_before or text[mark.inner_end - 1] in EATEN:
        return False
    if not around:
        return True
    in_link = link is not None and mark.start < link.inner_end and mark.kind in (Kind.URL, Kind.LINK_OPEN)
    return mark.end <= around[-1].inner_end and not in_link


def _text(text: str, start: int, end: int) -> Token:
    source = text[start:end]
    return Token(Kind.TEXT, source, source)


def _close(text: str, at: int, mark: Mark) -> Iterator[Token]:
    if at < mark.inner_end:
        yield _text(text, at, mark.inner_end)
    yield Token(_CLOSE[mark.kind], text[mark.inner_end : mark.end], "")
