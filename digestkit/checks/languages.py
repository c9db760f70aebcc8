"""Finding items in another language than their digest, by their scripts.

A paper that was not translated stands out in a Korean digest. Only what has no letter at all of the
digest's script counts, and enough words of another: names, formulas and titles stay as they are in any
language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from digestkit.model import Digest, Item
from digestkit.text import languages

_NOT_LATIN = re.compile("[\u1100-\u11ff\u3041-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]")
_WORD = re.compile(r"(?<![\w:/.@-])[A-Za-z]*[a-z]{2}\b(?![/@])")
_FEWEST_WORDS = 12
_FEWEST_ITEMS = 5
_NAMES = {"ko": "Korean", "ja": "Japanese", "zh": "Chinese", "en": "English"}


def other_languages(digest: Digest) -> Iterator[tuple[Item, str]]:
    """The items of a digest that are in another language than nine tenths of them."""
    latin: list[Item] = []
    others: list[Item] = []
    for paper in digest.papers:
        for item in paper.summary:
            text = item.text
            (latin if text.isascii() or not _NOT_LATIN.search(text) else others).append(item)
    few, many = sorted((latin, others), key=len)
    if not few or len(many) < max(_FEWEST_ITEMS, 9 * len(few)):
        return
    usual = Counter(_language(item) for item in many[:_FEWEST_ITEMS]).most_common(1)[0][0]
    for item in few:
        language = _language(item)
        if (
            {language, usual}.issubset(_NAMES)
            and language != usual
            and (language != "en" or _has_sentences(item.text))
        ):
            yield item, f"an item in {_NAMES[language]}, in a digest in {_NAMES[usual]}"


def _language(item: Item) -> str:
    return languages.detect([item.text])


def _has_sentences(text: str) -> bool:
    return len(_WORD.findall(text)) >= _FEWEST_WORDS
