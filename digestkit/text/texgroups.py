r"""Groups of TeX in opaque text: styles (`\emph{…}`, `{\it …}`), and links (`\href{…}{…}`, `\url{…}`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from digestkit.text.links import link_target
from digestkit.text.marks import Kind, Mark, Run
from digestkit.text.tex import COMMANDS
from digestkit.text.tex import Kind as Does

_STRONG, _EMPHASIS, _PLAIN = Kind.STRONG_OPEN, Kind.EMPHASIS_OPEN, Kind.GROUP_OPEN
_SWITCHES: Mapping[str, Kind] = MappingProxyType({
    **dict.fromkeys(("bf", "bfseries"), _STRONG),
    "color": _PLAIN,
    **dict.fromkeys(("it", "em", "sl", "itshape", "slshape"), _EMPHASIS),
    **dict.fromkeys(
        ("rm", "sf", "tt", "sc", "scshape", "ttfamily", "sffamily", "rmfamily", "upshape", "normalfont",
         "tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE",
         "huge", "Huge"),
        _PLAIN,
    ),
})  # fmt: skip
"""What sets the rest of its group in another style: `{\\it …}`."""
_STYLES: Mapping[str, Kind] = MappingProxyType({
    **{name: _PLAIN for name, command in COMMANDS.items() if command.kind is Does.TEXT},
    **dict.fromkeys(("underline", "uline", "uwave", "hl", "ensuremath"), _PLAIN),
    **dict.fromkeys(("emph", "textit", "textsl"), _EMPHASIS),
    "textbf": _STRONG,
})  # fmt: skip
"""What sets its argument in another style: `\\emph{…}`."""

_COMMAND = re.compile(r"\\([A-Za-z]+)\s*\{")
_SWITCH = re.compile(r"\{\s*\\(?:([A-Za-z]+)(?![A-Za-z{])|color\s*\{[\w.!-]*\})\s*")
_NEXT = re.compile(r"\s*\{")
_WORD = re.compile(r"\S")


def find(text: str) -> Iterator[Mark]:
    """The groups and links of a text, as marks; one that is never closed, or empty, is none."""
    if "{" not in text or "\\" not in text:
        return
    closing = _closing_braces(text)
    for found in _SWITCH.finditer(text):
        kind, close = _SWITCHES.get(found[1] or "color"), closing.get(found.start())
        if kind is not None and close is not None and found.end() < close:
            yield Mark(found.start(), found.end(), close, close + 1, kind)
    for found in _COMMAND.finditer(text):
        first = _Argument.at(found.end() - 1, text, closing)
        made = first and _made(text, found, first, closing)
        if made is not None:
            yield made


class _Argument(NamedTuple):
    """What stands in braces: `text[start:end]`, without them."""

    start: int
    end: int

    @classmethod
    def at(cls, brace: int, text: str, closing: Mapping[int, int]) -> _Argument | None:
        """The argument whose brace opens at an offset; None for an empty one, or one that is never closed."""
        end = closing.get(brace)
        # Searched, not sliced: arguments nest, and copying each would be quadratic.
        return None if end is None or _WORD.search(text, brace + 1, end) is None else cls(brace + 1, end)


def _made(text: str, found: re.Match[str], first: _Argument, closing: Mapping[int, int]) -> Mark | None:
    name = found[1]
    if name in _STYLES:
        return Mark(found.start(), *first, first.end + 1, _STYLES[name])
    if name == "url":
        return _bare(text, found.start(), first)
    second = _NEXT.match(text, first.end + 1) if name in ("href", "textcolor") else None
    shown = _Argument.at(second.end() - 1, text, closing) if second is not None else None
    if shown is None:
        return None
    if name == "textcolor":
        return Mark(found.start(), *shown, shown.end + 1, _PLAIN)
    address = _address(text, first)
    href = None if address is None else link_target(address)
    return None if href is None else Mark(found.start(), *shown, shown.end + 1, Kind.LINK_OPEN, href)


def _bare(text: str, start: int, argument: _Argument) -> Mark | None:
    address, end = _address(text, argument), argument.end + 1
    href = None if address is None else link_target(address)
    if address is None or href is None:
        return None
    return Mark(start, start, end, end, Kind.URL, href, (Run(address),))


# One level of braces: addresses do not nest, and copying those that do would be quadratic.
_UNNESTED = re.compile(r"(?:[^{}\\]++|\\[\s\S]|\{[^{}]*+\})*+")
_ESCAPED = re.compile(r"\\([%&_#~-])")


def _address(text: str, argument: _Argument) -> str | None:
    """The argument as an address, without TeX's backslashes; None for what nests like no address."""
    found = _UNNESTED.fullmatch(text, *argument)
    return None if found is None else _ESCAPED.sub(r"\1", found[0].strip())


_BRACE = re.compile(r"\\[\s\S]|[{}]")


def _closing_braces(text: str) -> dict[int, int]:
    """From the offset of each brace that is closed to that of its partner."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACE.finditer(text):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            closing[opened.pop()] = found.start()
    return closing
