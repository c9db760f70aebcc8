"""Content that no reader expects: cut off, doubled, out of order, or nothing of the kind at all."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

_CUTS = 12
"""In how many places a sample is cut."""

LONG = 10 << 20
"""Characters of the longest line that is tried."""

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "nothing": "",
        "a line end": "\n",
        "blanks": " \t \n\n   \n",
        "a byte order mark": "\ufeff",
        "control characters": "".join(map(chr, range(32))) * 3,
        "characters that XML forbids": "\x00\x0b\ufffe\uffff \x85\u2028\u2029",
        "halves of surrogate pairs": "\ud800 \udfff\n\udc00",
        "another script": "## 오늘의 논문\n\n- 한글 \U0001f600 e\u0301\n",
        "markup": "<html><body><p>&amp;&#0;</p></body></html>",
        "JSON": '{"a": [1, 2.5, null, true, {"b": "c"}]}',
        "JSON of another shape": "[[], {}, 0, null, [null]]",
        "a table": "| a | b |\n|---|---|\n| c |\n| d | e | f |\n",
        "a number": "1" * 5000,
        "deep brackets": "[" * 5000 + "]" * 5000,
        "deep braces": '{"a":' * 3000 + "1" + "}" * 3000,
        "deep markup": "<a>" * 3000,
    }
)
"""Texts that hold no digest, or none that a reader of one format would see."""

SPAM: tuple[str, ...] = (
    "x",
    " ",
    "\n",
    "|",
    "| |\n",
    "[",
    "(",
    "<",
    '"',
    "\\",
    "- ",
    "# ",
    "*",
    "`",
    "a,",
)
"""Pieces that a long text consists of: repeated, they make patterns go back and forth."""

Vary = Callable[[str], str]

VARIED: Mapping[str, Vary] = MappingProxyType(
    {
        "twice": lambda text: text + text,
        "with CR LF": lambda text: text.replace("\n", "\r\n"),
        "without its line ends": lambda text: text.replace("\n", " "),
        "with a byte order mark": lambda text: "\ufeff" + text,
        "upside down": lambda text: "\n".join(reversed(text.split("\n"))),
        "every other line": lambda text: "\n".join(text.split("\n")[::2]),
        "with a control character in each line": lambda text: text.replace("\n", "\x00\x1b\n"),
        "with half a surrogate pair in each line": lambda text: text.replace("\n", "\ud800\n"),
        "indented": lambda text: "    " + text.replace("\n", "\n    "),
        "without digits": lambda text: "".join(char for char in text if not char.isdigit()),
        "with other digits": lambda text: text.translate({ord("0") + at: 0x0660 + at for at in range(10)}),
        "with impossible numbers": lambda text: text.replace("1", "9" * 30),
        "in capitals": str.upper,
    }
)
"""Ways to spoil a sample."""


def text_of(content: str | bytes) -> str:
    """Content as text, whatever it is."""
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else content


def with_crlf(content: str | bytes) -> str | bytes | None:
    """The content with other line ends; None where it has none, or is no text."""
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
    except UnicodeDecodeError:
        return None
    if "\n" not in text or "\r" in text or "\0" in text:
        return None
    other = text.replace("\n", "\r\n")
    return other.encode("utf-8") if isinstance(content, bytes) else other


_MOST_VALUES = 40
_OTHERS: tuple[object, ...] = (None, 7, "text", [], {}, [None], {"x": [1]}, True, 1.5)


def retyped(text: str) -> Iterator[tuple[str, str]]:
    """JSON, or JSON Lines, with one value at a time left out or another; what was done, and the text."""
    for values in (_parsed([text]), _parsed(text.splitlines())):
        if values:
            for done, other in itertools.islice(_altered(values), _MOST_VALUES * (1 + len(_OTHERS))):
                yield done, "\n".join(map(json.dumps, other))
            return


def _parsed(texts: Iterable[str]) -> list[Any]:
    try:
        return [json.loads(text) for text in texts if text.strip()]
    except (ValueError, RecursionError):
        return []


def _altered(node: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON
    """The node with one of the values in it left out or replaced, whatever its depth."""
    places: Iterable[Any] = node if isinstance(node, dict) else range(len(node))
    for place in places:
        key = f"{place!r}" if isinstance(node, dict) else "an element"
        if isinstance(node, dict):
            yield f"no {key}", {other: value for other, value in node.items() if other != place}
        for other in _OTHERS:
            if type(other) is not type(node[place]):
                yield f"{json.dumps(other)} for {key}", _with(node, place, other)
        if isinstance(node[place], (dict, list)):
            for done, inner in _altered(node[place]):
                yield done, _with(node, place, inner)


def _with(node: Any, place: Any, value: object) -> Any:  # noqa: ANN401 - as above
    made = node.copy()
    made[place] = value
    return made


def cuts(length: int) -> list[int]:
    """Places at which something of this length is cut: near its ends, and evenly between."""
    near = {1, 2, length - 2, length - 1}
    return sorted(at for at in near | {length * part // _CUTS for part in range(1, _CUTS)} if 0 < at < length)


def noise(length: int) -> bytes:
    """Bytes in which there is no order, the same ones each time."""
    return random.Random(length).randbytes(length)  # noqa: S311 - nothing is secret


def damaged(data: bytes) -> bytes:
    """The bytes with one in forty changed, never the same way."""
    chance = random.Random(len(data))  # noqa: S311 - as above
    return bytes(chance.randrange(256) if chance.random() < 1 / 40 else byte for byte in data)
