"""Which paper a URL names: arXiv ids and what follows from them."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import NamedTuple

_ARXIV_URL = re.compile(
    r"""(?:(?:https?:)?//)?
    (?:(?:www\.|export\.|browse\.)?arxiv\.org/(?:abs|pdf|html|ps|e-print)/
      |(?:www\.)?(?:huggingface\.co|hf\.co)/papers/
      |(?:www\.|dx\.)?doi\.org/10\.48550/arxiv\.
      |/papers/)
    (?P<id>[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})
    (?:v(?P<version>[1-9][0-9]{0,2}))?(?:\.pdf)?/?(?:[?\#].*)?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII | re.DOTALL,
)


class ArxivId(NamedTuple):
    """An arXiv identifier without its version, and the version where the URL names one."""

    id: str
    version: int | None


class YearMonth(NamedTuple):
    """A month of a year."""

    year: int
    month: int


@lru_cache(maxsize=256)  # of one paper several things are asked, one after the other
def find(url: str) -> ArxivId | None:
    """The arXiv identifier in a URL of arXiv, Hugging Face papers or arXiv's DOIs; None in any other.

    Both schemes of https://info.arxiv.org/help/arxiv_identifier.html: `2407.01906` and `hep-th/9901001`.
    """
    match = _ARXIV_URL.fullmatch(url)
    if match is None:
        return None
    version = match["version"]
    return ArxivId(match["id"], int(version) if version else None)


def submitted(arxiv: str) -> YearMonth:
    """The month that an arXiv identifier encodes; the old scheme began in 1991, the new one in 2007."""
    digits = arxiv.rpartition("/")[2]
    year = int(digits[:2])
    century = 1900 if "/" in arxiv and year >= 91 else 2000
    return YearMonth(century + year, int(digits[2:4]))


def url_digest(url: str) -> str:
    """16 hexadecimal digits of the SHA-256 of a URL as written."""
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:16]
