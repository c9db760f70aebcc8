"""Names of the same people in two lists, spelled and ordered differently.

Names are compared by their words: case, accents, punctuation and the order within a name do not count, so
that `Smith, John` is `John Smith`; nor does what a list has left in one (`and Lei Bai`). An initial stands
for any word that begins with it, and further initials that only one side has do not count. Nothing else is
guessed: `Bob` is not `Robert`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from functools import lru_cache

from digestkit.text.bylines import mended

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
# Letters that Unicode does not decompose.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
_MOST_PAIRS = 20
"""For each name, how many that may be the same are looked at on average: more say that nothing is clear."""


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, sorted: `José M. Núñez` is `("jose", "m", "nunez")`."""
    bare = unicodedata.normalize("NFKD", mended(name).translate(_APOSTROPHES))
    plain = "".join(char for char in bare if not unicodedata.combining(char))
    return tuple(sorted(_WORD.findall(plain.casefold().translate(_LETTERS))))


def is_initial(word: str) -> bool:
    """Whether a word is one letter of a script with capitals; `李` is a whole name."""
    return len(word) == 1 and word.upper() != word


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names, as `words` gives them, may be one: a whole word is common, the rest agrees."""
    if one == other:
        return True
    common = Counter(one) & Counter(other)
    if not any(not is_initial(word) for word in common):
        return False
    mine, theirs = list((Counter(one) - common).elements()), list((Counter(other) - common).elements())
    _pair_initials(mine, theirs)
    _pair_initials(theirs, mine)
    # What is left may be initials that only one of them has.
    return not (mine and theirs) and all(map(is_initial, mine + theirs))


def _pair_initials(some: list[str], others: list[str]) -> None:
    """Take from both lists each initial with a word that begins with it."""
    for word in [word for word in some if is_initial(word)]:
        fitting = next((other for other in others if other[0] == word), None)
        if fitting is not None:
            some.remove(word)
            others.remove(fitting)


def places(names: Sequence[str], among: Sequence[str]) -> list[int | None] | None:
    """For each name of `among`, which of `names` it is, if any; None unless each of `names` has its own."""
    mine, theirs = [words(name) for name in names], [words(name) for name in among]
    waiting: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for place, name in enumerate(mine):
        waiting[name].append(place)
    found: list[int | None] = [waiting[name].popleft() if waiting.get(name) else None for name in theirs]
    left = [place for each in waiting.values() for place in each]
    if left and not _place_rest(left, mine, theirs, found):
        return None
    return found


def _place_rest(
    left: list[int], mine: list[tuple[str, ...]], theirs: list[tuple[str, ...]], found: list[int | None]
) -> bool:
    """Place those names that are spelled differently; False where one of them has no place."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(theirs):
        if found[at] is None:
            for word in set(name):
                if not is_initial(word):
                    by_word[word].append(at)
    fitting: dict[int, set[int]] = {}
    looked_at, most = 0, _MOST_PAIRS * len(mine) + 1000
    for place in left:
        candidates = {at for word in set(mine[place]) for at in by_word.get(word, ())}
        looked_at += len(candidates)
        if looked_at > most:
            return False
        fitting[place] = {at for at in candidates if alike(mine[place], theirs[at])}
    return _settle(fitting, found)


def _settle(fitting: dict[int, set[int]], found: list[int | None]) -> bool:
    """Give each name a place that fits it, those with one choice first; False where one gets none."""
    wanting: dict[int, set[int]] = defaultdict(set)
    for place, fits in fitting.items():
        for at in fits:
            wanting[at].add(place)
    ready = deque(place for place, fits in fitting.items() if len(fits) == 1)
    open_ones = deque(sorted(fitting))
    while fitting:
        place = ready.popleft() if ready else open_ones.popleft()
        if place not in fitting:
            continue
        fits = fitting.pop(place)
        if not fits:
            return False
        at = min(fits)
        found[at] = place
        for other in wanting.pop(at):
            if other in fitting:
                fitting[other].discard(at)
                if len(fitting[other]) == 1:
                    ready.append(other)
    return True


def fuller(one: str, other: str) -> str:
    """Of two spellings of one name, that with more letters; of equals, the spoken one, or the first."""
    mine, theirs = words(one), words(other)
    if mine != theirs:
        return other if sum(map(len, theirs)) > sum(map(len, mine)) else one
    if "," in one and "," not in other:
        return other
    return other if _accents(other) > _accents(one) else one


def _accents(name: str) -> int:
    return sum(not char.isascii() for char in name)
