"""Which paper a URL names: arXiv ids and what follows from them."""

from __future__ import annotations

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


PAGES = "https://arxiv.org/abs/"
"""What precedes an identifier in the canonical address of a paper."""


class ArxivId(NamedTuple):
    """An arXiv identifier without its version, and the version where the URL names one."""

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
        """Where arXiv describes the paper, of the version if there is one here, else of the newest."""
        return PAGES + self.versioned

    @property
    def pdf_url(self) -> str:
        """Where the PDF is, of the version if there is one here, else of the newest."""
        return f"https://arxiv.org/pdf/{self.versioned}"

    @property
    def doi(self) -> str:
        """The DOI that arXiv registers for every paper (https://info.arxiv.org/help/doi.html)."""
        return f"10.48550/arXiv.{self.id}"


_CATEGORY = re.compile(
    r"""(?:(?:cs|econ|eess|math|physics|q-bio|q-fin|stat|astro-ph|cond-mat|nlin)(?:\.[A-Za-z-]{2,17})?
    |gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|nucl-ex|nucl-th|quant-ph)""",
    re.VERBOSE,
)


def is_category(term: str) -> bool:
    """Whether arXiv could have such a category (https://arxiv.org/category_taxonomy): `cs.CL`, `hep-th`."""
    return _CATEGORY.fullmatch(term) is not None


class YearMonth(NamedTuple):
    """A month of a year."""

    year: int
    month: int


@lru_cache(maxsize=256)  # of one paper several things are asked, one after the other
def find(url: str) -> ArxivId | None:
    """The arXiv identifier in a URL of arXiv, Hugging Face papers or arXiv's DOIs; None in any other.

    Both schemes of https://info.arxiv.org/help/arxiv_identifier.html: `2407.01906` and `hep-th/9901001`. The
    case of letters is arXiv's, whatever the URL's: `math.GT/0309136`.
    """
    match = _ARXIV_URL.fullmatch(url)
    if match is None:
        return None
    found, version = match["id"], match["version"]
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
    """What identifies the paper at a URL in which `find` found this: `arxiv:2407.01906`, else by the URL."""
    return f"arxiv:{found.id}" if found is not None else f"url:{url_digest(url)}"


def url_digest(url: str) -> str:
    """16 hexadecimal digits of the SHA-256 of a URL as written."""
    import hashlib  # noqa: PLC0415 - OpenSSL takes milliseconds to load, and few papers are not arXiv's

    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:16]
