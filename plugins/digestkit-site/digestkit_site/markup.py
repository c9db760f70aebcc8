"""Opaque text as HTML: links, code, bold and formulas survive, all else is escaped.

The result is markup that templates need not escape, without characters that HTML forbids. Nothing that a
digest says becomes an element or an attribute but by digestkit's own reading of its markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from markupsafe import Markup

import digestkit
from digestkit.text import (
    Kind,
    Run,
    Token,
    escape,
    escape_attribute,
    html,
    isolated_html,
    languages,
    may_have_markup,
    title_tokens,
    tokens,
    typeset_html,
)
from digestkit_site import addresses, mathematics

_NONE: Mapping[str, str] = MappingProxyType({})


def safe(html: str) -> Markup:
    """HTML made of escaped pieces, which templates shall not escape again."""
    return Markup(html)  # noqa: S704 - as said


def inline(text: str, *, math: bool = True) -> str:
    """A text with its markup; line ends are breaks. Without `math`, formulas are characters."""
    if not math or not mathematics.may_have(text):
        made = html(text)
        return made.replace("<br/>", "<br>") if "\n" in text else made
    return "".join([_RENDER[token.kind](token) for token in tokens(text)])


def title(text: str, *, math: bool = True) -> str:
    """A text without markup, such as a title, in which only TeX is read; it turns nothing beside it."""
    if not math or not mathematics.may_have(text):
        return isolated_html(typeset_html(text), text)
    return isolated_html("".join([_RENDER[token.kind](token) for token in title_tokens(text)]), text)


def summary(
    items: Iterable[digestkit.Item], around: str, *, math: bool = True, pages: Mapping[str, str] = _NONE
) -> Markup:
    """A summary as a list, nested where it is; empty for none. `around` is the language that it stands in.

    Labels lead to their `pages`, by folded name and relative to the root, where they have one.
    """
    given = list(items)
    bodies = _plain([item.text for item in given])
    if bodies is None:
        bodies = [_body(item, around, math) for item in given]
    rows = [
        f"<li>{'' if item.label is None else _led(item.label, around, math, pages)}{body}</li>"
        for item, body in zip(given, bodies, strict=True)
    ]
    return safe(f"<ul>{''.join(rows)}</ul>" if rows else "")


def _plain(texts: list[str]) -> list[str] | None:
    """Texts without any markup or list, as nearly all are, escaped together; None where some may have one."""
    together = _APART.join(["", *texts])
    if may_have_markup(together) or together.count(_APART) > len(texts) or _LITERAL.search(together):
        return None
    return escape(together).split(_APART)[1:]


_APART = "\u241e"
"""What parts texts: the sign for a record separator, which is as printable as any letter."""
_LITERAL = re.compile(rf"{_APART}\s*[\[{{]")
"""What a text begins with that may be a list."""


def _body(item: digestkit.Item, around: str, math: bool) -> str:
    # An outline costs more than the rest, and nearly all items are a line of text.
    entry = item.outline if "\n" in item.text or item.items else item
    return inline(entry.text, math=math) + _list(entry.items, around, math)


def _led(label: str, around: str, math: bool, pages: Mapping[str, str]) -> str:
    made = _label(label, around, math)
    page = pages.get(addresses.fold(" ".join(label.split()))) if pages else None
    return made if page is None else f'<a class="label" href="../{page}">{made.rstrip()}</a> '


def paragraphs(text: str, *, math: bool = True) -> Markup:
    """A text as paragraphs, which blank lines part; other line ends are blanks."""
    bodies = (" ".join(part.split("\n")) for part in _parts(text))
    return safe("".join([f"<p>{inline(body, math=math)}</p>" for body in bodies]))


@lru_cache(maxsize=64)
def marked(language: str | None, around: str) -> str:
    """The attribute for a language, with a blank before it; empty for None.

    Where it is written the other way than the language `around` it, also the attribute for that.
    """
    if not language:
        return ""
    direction = languages.direction(language)
    turned = "" if direction == languages.direction(around) else f' dir="{direction}"'
    return f' lang="{escape_attribute(language)}"{turned}'


def root_marked(language: str) -> str:
    """The attributes for the language of a whole page."""
    return marked(language, "en")


def _parts(text: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for line in text.strip().split("\n"):
        if line.strip():
            parts[-1].append(line)
        elif parts[-1]:
            parts.append([])
    return ["\n".join(lines) for lines in parts if lines]


def _list(entries: Iterable[digestkit.Outline], around: str, math: bool) -> str:
    rows = "".join([f"<li>{_entry(entry, around, math)}</li>" for entry in entries])
    return f"<ul>{rows}</ul>" if rows else ""


def _entry(entry: digestkit.Outline, around: str, math: bool) -> str:
    label = "" if entry.label is None else _label(entry.label, around, math)
    below = _list(entry.items, around, math) if entry.items else ""
    return f"{label}{inline(entry.text, math=math)}{below}"


@lru_cache(maxsize=1024)
def _label(text: str, around: str, math: bool) -> str:
    return (
        f"<strong{marked(languages.other_language(text, around), around)}>{title(text, math=math)}:</strong> "
    )


def _tex(token: Token) -> str:
    return mathematics.of(token) or "".join([_run(run) for run in token.runs]) or escape(token.visible)


def _run(run: Run) -> str:
    names = [_SCRIPTS[script] for script in run.scripts]
    opening = "".join([f"<{name}>" for name in names])
    closing = "".join([f"</{name}>" for name in reversed(names)])
    return f"{opening}{escape(run.text)}{closing}"


_SCRIPTS = {"^": "sup", "_": "sub"}


def _anchor(token: Token) -> str:
    return f'<a href="{escape_attribute(token.href or "")}">'


_RENDER: Mapping[Kind, Callable[[Token], str]] = MappingProxyType(
    {
        Kind.TEXT: lambda token: escape(token.visible),
        Kind.BREAK: lambda _token: "<br>\n",
        Kind.CODE: lambda token: f"<code>{escape(token.visible)}</code>",
        Kind.URL: lambda token: f"{_anchor(token)}{escape(token.visible)}</a>",
        Kind.LINK_OPEN: _anchor,
        Kind.LINK_CLOSE: lambda _token: "</a>",
        Kind.STRONG_OPEN: lambda _token: "<strong>",
        Kind.STRONG_CLOSE: lambda _token: "</strong>",
        Kind.EMPHASIS_OPEN: lambda _token: "<em>",
        Kind.EMPHASIS_CLOSE: lambda _token: "</em>",
        Kind.GROUP_OPEN: lambda _token: "",
        Kind.GROUP_CLOSE: lambda _token: "",
        Kind.TEX: _tex,
    }
)
