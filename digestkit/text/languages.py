"""Languages: which one a text is in, as far as its script tells, and what is a tag of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

__all__ = ["UNKNOWN", "detect", "is_tag", "other_language", "primary"]

UNKNOWN = "und"
"""The tag of a language that nothing tells (BCP 47)."""


class _Script(NamedTuple):
    """A script, by what its letters have in UTF-16: their first byte names a block of 256 characters.

    Counting bytes is many times as fast as counting matches. `blocks` are all the script's, `edges` in part,
    and there the pattern decides.
    """

    blocks: bytes
    edges: tuple[bytes, ...]
    at_edges: re.Pattern[str]


_HANGUL = _Script(
    bytes([0x11, *range(0xAC, 0xD7)]), (b"\x31", b"\xd7"), re.compile(r"[\u3130-\u318f\ud700-\ud7a3]")
)
_KANA = _Script(b"", (b"\x30",), re.compile(r"[\u3041-\u30ff]"))
_HAN = _Script(bytes(range(0x34, 0xA0)), (), re.compile(""))
_NO_LATIN = bytes(byte for byte in range(256) if byte > 127 or not chr(byte).isalpha())
_LATIN = re.compile(r"[A-Za-z]")

# RFC 5646 section 2.1, without the tags that stand for no language that a program could know.
_TAG = re.compile(
    r"""[a-z]{2,3}(?:-[a-z]{3}){0,3}
    (?:-[a-z]{4})?
    (?:-(?:[a-z]{2}|[0-9]{3}))?
    (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*
    (?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*
    (?:-x(?:-[a-z0-9]{1,8})+)?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)

_SAMPLE = 400
"""How many texts are looked at: the language of a digest shows in its first papers."""


def detect(texts: Iterable[str]) -> str:
    """The language tag (BCP 47) of some texts together: `ko`, `ja`, `zh`, `en`, or `und` (see `UNKNOWN`).

    Written Korean and Japanese about research is full of Latin words, so a tenth of the letters decides.
    Kana tells Japanese from Chinese. Other languages need the user's word: `--lang`.
    """
    sample = "\n".join(islice(texts, _SAMPLE))
    if sample.isascii():
        return "en" if _LATIN.search(sample) else UNKNOWN
    latin = len(sample.encode("ascii", "ignore").translate(None, _NO_LATIN))
    enough = latin / 9
    blocks = sample.encode("utf-16-be", "surrogatepass")[::2]
    if (hangul := _count(_HANGUL, sample, blocks)) and hangul >= enough:
        return "ko"
    kana, han = _count(_KANA, sample, blocks), _count(_HAN, sample, blocks)
    if kana + han and kana + han >= enough:
        return "ja" if kana >= han / 20 else "zh"
    return "en" if latin else UNKNOWN


def _count(script: _Script, text: str, blocks: bytes) -> int:
    """How many letters of a script a text has; `blocks` are the first bytes of its characters."""
    count = len(blocks) - len(blocks.translate(None, script.blocks))
    if any(edge in blocks for edge in script.edges):
        count += len(script.at_edges.findall(text))
    return count


def is_tag(text: str) -> bool:
    """Whether a text is a language tag (BCP 47) in form, such as `ko` or `en-GB`."""
    return _TAG.fullmatch(text) is not None


def primary(tag: str) -> str:
    """The language of a tag without script and region: `ko` of `ko-KR`."""
    return tag.partition("-")[0].lower()


def other_language(text: str, around: str) -> str | None:
    """The language of a short text where it is known to be another than that around it, else None."""
    language = detect([text])
    return None if language in (primary(around), UNKNOWN) else language
