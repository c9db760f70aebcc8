"""Finding items in another language than their digest, by their scripts.

A paper that was not translated stands out in a Korean digest. An item counts only if it has no letter at all
of the digest's script and enough words in another: names, formulas and titles look the same in any language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from digestkit.model import Digest, Item
from digestkit.text import languages

# Hangul, kana and Han, as `text.languages` counts them.
_NOT_LATIN = re.compile("[\u1100-\u11ff\u3041-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]")
# Words of a sentence end in two lower-case letters; this leaves out acronyms, URLs, paths, names of models.
_WORD = re.compile(r"(?<![\w:/.@-])[A-Za-z]*[a-z]{2}\b(?![/@])")
_FEWEST_WORDS = 12
_FEWEST_ITEMS = 5
_NAMES = {"ko": "Korean", "ja": "Japanese", "zh": "Chinese", "en": "English"}


def other_languages(digest: Digest) -> Iterator[tuple[Item, str]]:
    """Yield each item that is in another language than nine tenths of its digest, with a message.

    Nothing for a digest of fewer than five items in its usual script, where "usual" means little.
    """
    latin: list[Item] = []
    others: list[Item] = []
    for paper in digest.papers:
        for item in paper.summary:
            text = item.text
            (latin if text.isascii() or not _NOT_LATIN.search(text) else others).append(item)
    # First the scripts alone, in one pass: detecting the language of every item would be slow, and nearly
    # all digests are done here.
    few, many = sorted((latin, others), key=len)
    if not few or len(many) < max(_FEWEST_ITEMS, 9 * len(few)):
        return
    # The first items stand for all: they share a script, and detection needs only to name its language.
    usual = Counter(_language(item) for item in many[:_FEWEST_ITEMS]).most_common(1)[0][0]
    for item in few:
        language = _language(item)
        if (
            {language, usual}.issubset(_NAMES)
            and language != usual
            # Latin letters alone are no English: an item may be all names and numbers.
            and (language != "en" or _has_sentences(item.text))
        ):
            yield item, f"an item in {_NAMES[language]}, in a digest in {_NAMES[usual]}"


def _language(item: Item) -> str:
    return languages.detect([item.text])


def _has_sentences(text: str) -> bool:
    return len(_WORD.findall(text)) >= _FEWEST_WORDS
