"""Which paper a URL names: arXiv ids and what follows from them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# The month is spelled out, which keeps out numbers that only look like an id. The bare `/papers/` is a link
# relative to Hugging Face, as some digests have it.
_ARXIV_URL = r"""(?:(?:https?:)?//)?
    (?:(?:www\.|export\.|browse\.)?arxiv\.org/(?:abs|pdf|html|ps|e-print)/
      |(?:www\.)?(?:huggingface\.co|hf\.co)/papers/
      |(?:www\.|dx\.)?doi\.org/10\.48550/arxiv\.
      |/papers/)
    (?P<id>[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})
    (?:v(?P<version>[1-9][0-9]{0,2}))?(?:\.pdf)?/?(?:[?\#].*)?"""
_ANY_CASE = re.VERBOSE | re.IGNORECASE | re.ASCII | re.DOTALL


@lru_cache(maxsize=1)
def _any_url() -> re.Pattern[str]:
    """The pattern of all such URLs, which takes a start longer to make than most inputs need it."""
    return re.compile(_ARXIV_URL, _ANY_CASE)


# How nearly all of them are written; the match costs half of the other's.
_USUAL_URL = re.compile(r"https://arxiv\.org/abs/([0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5})")

PAGES = "https://arxiv.org/abs/"
"""What precedes the identifier in the canonical address of a paper."""


class ArxivId(NamedTuple):
    """An arXiv identifier without its version, and the version (from 1) where the URL names one."""

    id: str
    version: int | None

    @property
    def versioned(self) -> str:
        """The identifier with the version where there is one: `2407.01906v2`."""
        return f"{self.id}v{self.version}" if self.version else self.id

    @property
    def page(self) -> str:
        """The canonical address, which shows the newest version."""
        return PAGES + self.id

    @property
    def abs_url(self) -> str:
        """The paper's abstract page: of the named version, or else of the newest."""
        return PAGES + self.versioned

    @property
    def pdf_url(self) -> str:
        """The paper's PDF: of the named version, or else of the newest."""
        return f"https://arxiv.org/pdf/{self.versioned}"

    @property
    def doi(self) -> str:
        """The DOI that arXiv registers for every paper (https://info.arxiv.org/help/doi.html)."""
        return f"10.48550/arXiv.{self.id}"


_CATEGORY = r"""(?:(?:cs|econ|eess|math|physics|q-bio|q-fin|stat|astro-ph|cond-mat|nlin)(?:\.[A-Za-z-]{2,17})?
    |gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|nucl-ex|nucl-th|quant-ph)"""


@lru_cache(maxsize=1024)  # papers share a few
def is_category(term: str) -> bool:
    """Whether arXiv could have such a category (https://arxiv.org/category_taxonomy): `cs.CL`, `hep-th`."""
    return re.fullmatch(_CATEGORY, term, re.VERBOSE) is not None


def category(term: str) -> str:
    """The code of a category as arXiv's listings spell it, `Robotics (cs.RO)`; any other text as it is."""
    code = term[term.rfind("(") + 1 : -1] if term.endswith(")") else ""
    return code if is_category(code) else term


class YearMonth(NamedTuple):
    """A month (1 to 12) of a year (four digits)."""

    year: int
    month: int


@lru_cache(maxsize=256)  # an export asks several things of one paper in a row
def find(url: str) -> ArxivId | None:
    """The arXiv identifier in a URL of arXiv, of Hugging Face papers or of arXiv's DOIs; None in any other.

    Both schemes of https://info.arxiv.org/help/arxiv_identifier.html: `2407.01906` and `hep-th/9901001`.
    Letters get arXiv's case, whatever the URL's: `math.GT/0309136`. Whether the paper exists is not checked.
    """
    usual = _USUAL_URL.fullmatch(url)
    if usual is not None:
        return ArxivId(usual[1], None)
    match = _any_url().fullmatch(url)
    if match is None:
        return None
    found, version = match["id"], match["version"]
    # One paper has one id, however its URL is written: archives in lower case, subject classes in upper.
    if "/" in found:
        archive, dot, rest = found.lower().partition(".")
        found = f"{archive}{dot}{rest.upper()}"
    return ArxivId(found, int(version) if version else None)


def submitted(arxiv: str) -> YearMonth:
    """The month that an arXiv identifier encodes; the old scheme began in 1991, the new one in 2007."""
    digits = arxiv.rpartition("/")[2]
    year = int(digits[:2])
    century = 1900 if "/" in arxiv and year >= 91 else 2000
    return YearMonth(century + year, int(digits[2:4]))


def identity(url: str, found: ArxivId | None) -> str:
    """The id of the paper at a URL: `arxiv:2407.01906`, or `url:` and a digest of the URL (`url_digest`).

    `found` is what `find` returned for the URL: callers have it at hand.
    """
    return f"arxiv:{found.id}" if found is not None else f"url:{url_digest(url)}"


def url_digest(url: str) -> str:
    """16 hexadecimal digits (64 bits) of the SHA-256 of a URL's UTF-8, as written: no normalisation.

    A change here would change ids, citation keys and guids that others have stored.
    """
    import hashlib  # noqa: PLC0415 - OpenSSL takes milliseconds to load, and nearly all papers are arXiv's

    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:16]
