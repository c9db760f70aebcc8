"""Languages: which one a text is in, as far as its script shows, and what a language tag looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Literal, NamedTuple

__all__ = ["UNKNOWN", "detect", "direction", "is_tag", "other_language", "primary", "written"]

UNKNOWN = "und"
"""The tag for a language that cannot be determined (BCP 47, from ISO 639-2)."""


class _Script(NamedTuple):
    """A script, by the first byte that its letters have in UTF-16, which names a block of 256 characters.

    Counting bytes is many times faster than counting matches. `blocks` belong to the script entirely, `edges`
    in part, and there the pattern decides.
    """

    blocks: bytes
    edges: tuple[bytes, ...]
    at_edges: re.Pattern[str]


_HANGUL = _Script(
    bytes([0x11, *range(0xAC, 0xD7)]), (b"\x31", b"\xd7"), re.compile(r"[\u3130-\u318f\ud700-\ud7a3]")
)
_KANA = _Script(b"", (b"\x30",), re.compile(r"[\u3041-\u30ff]"))
# The alphabets from Cyrillic to Georgian, whose languages have to be named. Greek is in too many formulas.
_OTHERS = _Script(bytes(range(0x04, 0x11)), (), re.compile(""))
_HAN = _Script(bytes(range(0x34, 0xA0)), (), re.compile(""))
# All bytes but the ASCII letters: deleting these from a text leaves as many bytes as it has Latin letters.
_NO_LATIN = bytes(byte for byte in range(256) if byte > 127 or not chr(byte).isalpha())
_LATIN = re.compile(r"[A-Za-z]")

# RFC 5646 section 2.1, without grandfathered tags, tags of private use alone, and languages of four letters
# or more, none of which is registered.
_TAG = re.compile(
    r"""[a-z]{2,3}(?:-[a-z]{3}){0,3}
    (?:-[a-z]{4})?
    (?:-(?:[a-z]{2}|[0-9]{3}))?
    (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*
    (?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*
    (?:-x(?:-[a-z0-9]{1,8})+)?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)

_TRADITIONAL = frozenset(("hant", "tw", "hk", "mo"))
"""Subtags of scripts and regions that tell of Chinese in traditional characters."""

_SAMPLE = 400
"""How many texts are examined: the first papers of a digest show its language."""


def detect(texts: Iterable[str]) -> str:
    """The language tag (BCP 47) of some texts together: `ko`, `ja`, `zh`, `en`, or `und` (see `UNKNOWN`).

    Korean and Japanese texts about research are full of Latin words, so a tenth of the letters decides.
    Kana tells Japanese from Chinese. Any other language has to be named by the user, with `--lang`; one in
    Latin letters is taken for English, and one with more letters of another alphabet for none of these. Only
    the first 400 texts are read.
    """
    return _language("\n".join(islice(texts, _SAMPLE)))


def _language(sample: str) -> str:
    if sample.isascii():
        return "en" if _LATIN.search(sample) else UNKNOWN
    # The even bytes are the high ones; a character outside the BMP counts as two surrogates, in no script.
    blocks = sample.encode("utf-16-be", "surrogatepass")[::2]
    # Enough even if all the rest were Latin letters, which is so of nearly all Korean texts.
    if 9 * _count_whole(_HANGUL, blocks) >= len(sample):
        return "ko"
    # In UTF-8, too, no other character has the byte of a letter.
    latin = len(sample.encode("utf-8", "surrogatepass").translate(None, _NO_LATIN))
    enough = latin / 9  # nine Latin letters to one: a tenth of all
    if (hangul := _count(_HANGUL, sample, blocks)) and hangul >= enough:
        return "ko"
    kana, han = _count(_KANA, sample, blocks), _count(_HAN, sample, blocks)
    if kana + han and kana + han >= enough:
        # Japanese has kana in nearly every sentence; Chinese has it at most in a quoted name.
        return "ja" if kana >= han / 20 else "zh"
    return "en" if latin and latin >= _count_whole(_OTHERS, blocks) else UNKNOWN


def _count(script: _Script, text: str, blocks: bytes) -> int:
    """How many letters of a script a text has; `blocks` are the first bytes of its characters."""
    count = _count_whole(script, blocks)
    # The pattern costs far more than the test, and most texts touch no edge.
    if any(edge in blocks for edge in script.edges):
        count += len(script.at_edges.findall(text))
    return count


def _count_whole(script: _Script, blocks: bytes) -> int:
    """How many there are in the blocks that belong to the script entirely."""
    return len(blocks) - len(blocks.translate(None, script.blocks))


def is_tag(text: str) -> bool:
    """Whether a text is well-formed as a language tag (RFC 5646, section 2.2.9), such as `ko` or `en-GB`.

    Whether its subtags are registered is not checked.
    """
    return _TAG.fullmatch(text) is not None


def primary(tag: str) -> str:
    """The primary subtag in lower case, without script and region: `ko` of `ko-KR`."""
    return tag.partition("-")[0].lower()


# The languages that are written from right to left where their tag names no script, and the scripts of today
# that run so: Unicode CLDR 45, likely subtags and script metadata.
_LEFTWARD = frozenset((
    "ar", "arc", "arz", "azb", "bal", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "khw",
    "ks", "lrc", "luz", "mzn", "nqo", "pnb", "prs", "ps", "rhg", "sd", "skr", "syr", "ug", "ur",
    "yi",
))  # fmt: skip
_LEFTWARD_SCRIPTS = frozenset((
    "adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi",
))  # fmt: skip


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """How a language is written: `rtl` for Arabic and `az-Arab`, `ltr` for Korean and `ar-Latn`."""
    first, *others = tag.lower().split("-")
    for subtag in others:
        if len(subtag) == 1:  # what follows is an extension
            break
        if len(subtag) == _SCRIPT and subtag.isalpha():
            return "rtl" if subtag in _LEFTWARD_SCRIPTS else "ltr"
    return "rtl" if first in _LEFTWARD else "ltr"


_SCRIPT = 4
"""Letters of the subtag for a script, in a place where no other subtag has as many."""


def written(tag: str) -> str:
    """The primary subtag, or `zh-Hant` for Chinese in traditional characters: what words have to be in."""
    first, *others = tag.lower().split("-")
    traditional = first == "zh" and "hans" not in others and not _TRADITIONAL.isdisjoint(others)
    return "zh-Hant" if traditional else first


def other_language(text: str, around: str) -> str | None:
    """The language of a short text where it clearly differs from the tag `around` it, else None."""
    language = _language(text)
    return None if language in (primary(around), UNKNOWN) else language
