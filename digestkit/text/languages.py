"""Languages: which one a text is in, as far as its script tells, and what is a tag of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

__all__ = ["detect", "is_tag", "other_language", "primary"]

_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
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
    """The language tag (BCP 47) of some texts together: `ko`, `ja`, `zh`, else `en`.

    Written Korean and Japanese about research is full of Latin words, so a tenth of the letters decides.
    Kana tells Japanese from Chinese. Other languages need the user's word: `--lang`.
    """
    sample = "\n".join(islice(texts, _SAMPLE))
    if sample.isascii():
        return "en"
    enough = len(_LATIN.findall(sample)) / 9
    if (hangul := len(_HANGUL.findall(sample))) and hangul >= enough:
        return "ko"
    kana, han = len(_KANA.findall(sample)), len(_HAN.findall(sample))
    if not (kana + han) or kana + han < enough:
        return "en"
    return "ja" if kana >= han / 20 else "zh"


def is_tag(text: str) -> bool:
    """Whether a text is a language tag (BCP 47) in form, such as `ko` or `en-GB`."""
    return _TAG.fullmatch(text) is not None


def primary(tag: str) -> str:
    """The language of a tag without script and region: `ko` of `ko-KR`."""
    return tag.partition("-")[0].lower()


def other_language(text: str, around: str) -> str | None:
    """The language of a short text where it is another than that of what stands around it, else None."""
    language = detect([text])
    return None if language == primary(around) else language
