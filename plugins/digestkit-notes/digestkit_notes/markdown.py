"""Opaque text as Markdown that means just that text: links, code, bold and TeX survive, all else is escaped.

Escaped is what CommonMark or Obsidian would take for markup: also `[[links]]`, `#tags`, `%%comments%%`,
`==marks==` and `^ids`. Formulas are characters, with HTML's superscripts and subscripts; one that characters
cannot show stays a formula in dollar signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from digestkit.text import Kind, Run, Token, clean, link_target, tokens

_SEPARATORS = re.compile("[\t\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
"""White space that some reader takes for the end of a line, and tabs, which indent."""

_UNSAFE = re.compile(r"<[A-Za-z/!?]|\]\(|\[\[|`|%%|\]\[|\]:|\n")
"""What would end a formula for a reader who knows none."""

_ESCAPED = re.compile(
    r"""[\\`*\[\]<|$~]      # wherever it stands
    |(?<![^\W_])_|_(?![^\W_])  # not between two letters
    |(?<!\S)\#              # a heading, a tag, or the end of a heading
    |(?<!\S)\^              # the id of a block
    |%(?=%)|(?<=%)%
    |=(?==)|(?<==)=
    |&(?=\#?\w+;)           # a character reference
    """,
    re.VERBOSE,
)
_START = re.compile(r"([>=]|[-+](?=[\s:|-]|$)|:(?=-))|(\d{1,9})([.)])(?=\s|$)")
"""What makes a list, a quotation or a heading at the start of a line, where it is not escaped already."""


def markdown(text: str) -> str:
    """The text as Markdown; it may go on over several lines, none of which is blank or indented."""
    lines = _join(tokens(clean(text))).split("\n")
    return "\n".join(
        _START.sub(_escape_start, line, count=1) if _START.match(line) else line for line in _whole(lines)
    )


def line(text: str) -> str:
    """The same on one line."""
    return markdown(text).replace("\n", " ")


def link(text: str, url: str) -> str:
    """A link with this text; where the URL may not be one, the text and the URL as text."""
    target = link_target(url)
    if target is None:
        return f"{line(text)}: {line(url)}" if text != url else line(url)
    return f"[{_inert(text)}]({_destination(target)})"


def image(url: str) -> str:
    """A picture; where its URL may not be one, the URL as text."""
    target = link_target(url)
    return line(url) if target is None else f"![]({_destination(target)})"


def _whole(lines: list[str]) -> list[str]:
    return [stripped for each in lines if (stripped := each.strip())]


def _escape_start(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def _join(read: list[Token]) -> str:
    """The tokens as Markdown; starts of lines are left for later."""
    made: list[str] = []
    starts: list[int] = []
    href = ""
    for at, token in enumerate(read):
        if token.kind in _OPENING:
            starts.append(len(made))
        made.append(_RENDER[token.kind](token))
        if token.kind is Kind.LINK_OPEN:  # no link is in another
            href = token.href or ""
        elif token.kind is Kind.LINK_CLOSE:
            made.append(f"]({_destination(href)})")
        elif token.kind in _STYLES:
            followed = "".join(each.visible for each in read[at + 1 : at + 2])
            _set_style(made, starts.pop(), _STYLES[token.kind], followed=followed)
    return "".join(made)


_OPENING = frozenset((Kind.STRONG_OPEN, Kind.EMPHASIS_OPEN))
_STYLES = {Kind.STRONG_CLOSE: ("**", "strong"), Kind.EMPHASIS_CLOSE: ("*", "em")}
"""Stars for what has ended, and HTML's element."""


def _set_style(made: list[str], start: int, style: tuple[str, str], *, followed: str) -> None:
    """Put stars around what was made since; HTML's tag where stars would not be read as such.

    By CommonMark, they are not where punctuation or a blank stands within and a letter without.
    """
    signs, tag = style
    before = "".join(made[start - 1 : start])
    inside = "".join(made[start:]).strip("\n")
    stars = inside[:1].isalnum() and inside[-1:].isalnum() and not followed.startswith("*")
    opening, closing = (signs, signs) if stars and before[-1:] != "*" else (f"<{tag}>", f"</{tag}>")
    made[start:] = [f"{opening}{inside}{closing}"] if inside.strip() else [inside]


def _tex(token: Token) -> str:
    """What TeX spells as characters; a formula that they cannot show, as Obsidian and its kin read it."""
    if token.visible == token.source and token.source[:1] == "$" and _UNSAFE.search(token.source) is None:
        return token.source
    return "".join([_run(run) for run in token.runs])


def _run(run: Run) -> str:
    tags = [_TAGS[script] for script in run.scripts]
    opening = "".join([f"<{tag}>" for tag in tags])
    closing = "".join([f"</{tag}>" for tag in reversed(tags)])
    return f"{opening}{_escape(run.text)}{closing}"


_TAGS = {"^": "sup", "_": "sub"}


def _escape(text: str) -> str:
    """Plain text."""
    return _escape_all(_SEPARATORS.sub(" ", text))


def _escape_all(text: str) -> str:
    return _ESCAPED.sub(lambda match: f"\\{match[0]}", text)


def _inert(text: str) -> str:
    """Text of a link."""
    return _escape_all(_SEPARATORS.sub(" ", clean(text)).replace("\n", " "))


def _code(text: str) -> str:
    """A code span, in more backticks than stand in it (CommonMark 0.31, section 6.1)."""
    text = _SEPARATORS.sub(" ", text).replace("\n", " ")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or text.strip() != text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _destination(target: str) -> str:
    """A link's address; what `link_target` gives has no blank and no angle bracket."""
    escaped = re.sub(r"&(?=#?\w+;)|\\", lambda match: f"\\{match[0]}", target)
    return f"<{escaped}>" if "(" in escaped or ")" in escaped else escaped


_RENDER: Mapping[Kind, Callable[[Token], str]] = MappingProxyType(
    {
        Kind.TEXT: lambda token: _escape(token.visible),
        Kind.BREAK: lambda _token: "\n",
        Kind.CODE: lambda token: _code(token.visible),
        Kind.URL: lambda token: f"[{_inert(token.visible)}]({_destination(token.href or '')})",
        Kind.LINK_OPEN: lambda _token: "[",
        Kind.TEX: _tex,
        # A style is set when its end is known; where a link leads is known from its beginning.
        Kind.LINK_CLOSE: lambda _token: "",
        Kind.STRONG_OPEN: lambda _token: "",
        Kind.STRONG_CLOSE: lambda _token: "",
        Kind.EMPHASIS_OPEN: lambda _token: "",
        Kind.EMPHASIS_CLOSE: lambda _token: "",
        Kind.GROUP_OPEN: lambda _token: "",
        Kind.GROUP_CLOSE: lambda _token: "",
    }
)
