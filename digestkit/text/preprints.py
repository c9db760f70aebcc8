r"""Which paper the fields of a bibliography's entry name: its arXiv id, or its URL.

Each source of entries has a place of its own for the id. DBLP has `volume = {abs/…}`, Google Scholar
`journal = {arXiv preprint arXiv:…}`, Zotero `number = {arXiv:…}`, ADS `pages` and `eid`. What is said about
other papers counts nowhere: abstracts, keywords and comments are not read, and a note only where it begins
with the id and says no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from digestkit import arxiv

# All repetitions are bounded or possessive, so that no value makes the search quadratic.
_NUMBER = r"(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]{1,3})?(?![0-9])"
_GAP = r"[\s:.,/-]{0,9}+"
# `arXiv:`, `arXiv preprint arXiv:`, `ArXiv abs/`, `arXiv e-prints, arXiv:`, `abs/`.
_LABEL = rf"(?:ar ?xiv|abs){_GAP}(?:(?:e-?prints?|preprints?|id|no|ar ?xiv|abs){_GAP}){{0,3}}+"
_CLASSES = r"(?:\[[^\]]{0,60}+\])?"
_STATED = re.compile(rf"(?<![\w/=]){_LABEL}({_NUMBER})", re.IGNORECASE | re.ASCII)
_BARE = re.compile(
    rf"[^\w\[]{{0,9}}+({_NUMBER})[^\w\[]{{0,9}}+{_CLASSES}\W{{0,9}}+", re.IGNORECASE | re.ASCII
)
# Who shows arXiv's papers under their ids, and arXiv's own mirrors.
_PAGE = re.compile(
    rf"""(?<![\w./=-])(?:https?://)?(?:[\w-]{{1,30}}\.){{0,3}}(?:(?:arxiv|alphaxiv|ar5iv)\.org
    |ar5iv\.labs\.arxiv\.org|xxx\.lanl\.gov|arxiv-vanity\.com|huggingface\.co|hf\.co|papers\.cool|scirate\.com
    |semanticscholar\.org)/(?:[a-z][\w-]{{0,20}}[/:])?({_NUMBER})(?:\.pdf)?(?![\w.]{{0,9}}\w)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DOI = re.compile(rf"\b10\.48550/arxiv\.({_NUMBER})", re.IGNORECASE | re.ASCII)
_HOME = re.compile(r"\W{0,9}(?:ar ?xiv|corr\b)", re.IGNORECASE)
_NOTE = re.compile(
    rf"""[^\w\\]{{0,9}}+
    (?:(?:also|preprint|available|published|posted|online|as|at|on|from|an?)\b[^\w\\]{{0,9}}+){{0,9}}+
    (?:\\(?:url|href)[^\w\\]{{0,9}}+)?
    (?:{_LABEL}{_NUMBER}|{_PAGE.pattern}|(?:https?://(?:dx\.)?doi\.org/)?{_DOI.pattern})""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
"""A note that says where the paper itself is, not what it is about."""


def ids(fields: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The ids of the paper that fields name, in lower case, as `Paper.id` spells them; some occur twice.

    What `eprint`, `doi` and the addresses say settles it; where they name no paper of arXiv, others may.
    """
    said = [(name.lower(), value) for name, value in fields]
    settled = False
    for name, value in said:
        if name in _SETTLING and not (name == "eprint" and _is_elsewhere(said)):
            found = _first(_SETTLING[name](value))
            settled = settled or found is not None
            if found is not None:
                yield found
            if name in _ADDRESSES:
                yield f"url:{arxiv.url_digest(value.strip())}"
    if not settled:
        at_home = any(_HOME.match(value) for name, value in said if name in _PLACES)
        for name, value in said:
            found = _first(_HINTS[name](value, at_home)) if name in _HINTS else None
            if found is not None:
                yield found


def _first(numbers: Iterable[str]) -> str | None:
    for number in numbers:
        found = arxiv.find(arxiv.PAGES + number.lower())
        if found is not None:
            return f"arxiv:{found.id}".lower()
    return None


def _is_elsewhere(said: Iterable[tuple[str, str]]) -> bool:
    """Whether the eprint is some other archive's, such as HAL's."""
    kinds = [value.strip() for name, value in said if name in {"archiveprefix", "eprinttype"}]
    return any(kind and _HOME.match(kind) is None for kind in kinds)


def _anywhere(value: str) -> Iterator[str]:
    """Ids in a text that is about nothing but the paper's place."""
    for pattern in (_PAGE, _DOI, _STATED):
        yield from pattern.findall(value)


def _eprint(value: str) -> Iterator[str]:
    bare = _BARE.fullmatch(value)
    if bare is not None:
        yield bare[1]
    yield from _anywhere(value)


def _placed(value: str, at_home: bool) -> Iterator[str]:
    """Ids in a place that holds other numbers, too: a bare one counts only in an entry of arXiv's."""
    yield from _STATED.findall(value)
    bare = _BARE.fullmatch(value) if at_home else None
    if bare is not None:
        yield bare[1]


def _noted(value: str, _at_home: bool) -> Iterator[str]:
    found = list(_anywhere(value))
    if found and _NOTE.match(value) and len({re.sub("v[0-9]+$", "", each.lower()) for each in found}) == 1:
        yield found[0]


_ADDRESSES = frozenset(("url", "howpublished"))
_SETTLING: dict[str, Callable[[str], Iterator[str]]] = {
    "eprint": _eprint,
    "arxivid": _eprint,
    "arxiv": _eprint,
    "doi": _anywhere,
    "url": _anywhere,
    "howpublished": _anywhere,
}
_HINTS: dict[str, Callable[[str, bool], Iterator[str]]] = {
    "journal": lambda value, _at_home: iter(_STATED.findall(value) if _HOME.match(value) else ()),
    "journaltitle": lambda value, _at_home: iter(_STATED.findall(value) if _HOME.match(value) else ()),
    "volume": _placed,
    "number": _placed,
    "pages": _placed,
    "eid": _placed,
    "note": _noted,
    "ee": lambda value, _at_home: _anywhere(value),
    "pdf": lambda value, _at_home: _anywhere(value),
}
_PLACES = frozenset(
    (
        *("archive", "archiveprefix", "eprinttype", "howpublished", "institution", "journal"),
        *("journaltitle", "organization", "publisher", "series"),
    )
)
"""Where an entry says that the paper is arXiv's."""
