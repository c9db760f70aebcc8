"""What reference managers and search engines read in pages: COinS, `citation_*`, JSON-LD, Open Graph.

A page of one paper has meta tags, a list of papers a COinS for each: one set of meta tags names one paper.
Sources: https://scholar.google.com/intl/en/scholar/inclusion.html, https://schema.org/ScholarlyArticle,
https://ogp.me, OpenURL 1.0 in HTML (COinS), whose Dublin Core profile names preprints.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from digestkit.reference import Reference
from digestkit.text import clean, link_target

_LESS, _GREATER, _AND = "\\u003c", "\\u003e", "\\u0026"


def coins(reference: Reference) -> str:
    """The paper as the title of an element of class `Z3988`: a query string."""
    paper = reference.paper
    pairs = [
        ("rft.type", "preprint" if reference.arxiv is not None else "webpage"),
        ("rft.title", clean(reference.title)),
        ("rft.identifier", link_target(reference.page)),
        ("rft.identifier", f"doi:{reference.doi}" if reference.doi is not None else None),
        ("rft.date", date(reference)),
        *(("rft.creator", clean(name)) for name in paper.authors_clean),
    ]
    spelled = "&".join([f"{key}={quote(value, errors='replace')}" for key, value in pairs if value])
    return f"ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&{spelled}"


def date(reference: Reference) -> str:
    """When the paper came out, as far as it is known: `2024-07`; empty where it is not."""
    issued = reference.issued
    if issued is None:
        return ""
    return f"{issued.year:04}" if issued.month is None else f"{issued.year:04}-{issued.month:02}"


def highwire(reference: Reference) -> Iterator[tuple[str, str]]:
    """The meta tags of a paper's page, as pairs of name and content."""
    yield "citation_title", clean(reference.title)
    for name in reference.paper.authors_clean:
        yield "citation_author", clean(name)
    if issued := date(reference):
        yield "citation_publication_date", issued.replace("-", "/")
    if reference.doi is not None:
        yield "citation_doi", clean(reference.doi)
    if reference.arxiv is not None:
        yield "citation_arxiv_id", reference.arxiv.id
    if reference.pdf_url is not None:
        yield "citation_pdf_url", reference.pdf_url
    if (page := link_target(reference.page)) is not None:
        yield "citation_abstract_html_url", page
    for word in reference.keywords:
        yield "citation_keywords", clean(word)


def json_ld(reference: Reference, language: str, description: str) -> str:
    """The paper as a `ScholarlyArticle`, fit for the inside of a `script` element."""
    paper = reference.paper
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": f"https://doi.org/{reference.doi}" if reference.arxiv is not None else None,
        "headline": clean(reference.title),
        "url": link_target(reference.page),
        "author": [{"@type": "Person", "name": clean(name)} for name in paper.authors_clean],
        "datePublished": date(reference),
        "keywords": ", ".join(map(clean, reference.keywords)),
        "abstract": description,
        "inLanguage": language if description else None,
    }
    text = json.dumps({key: value for key, value in known.items() if value}, ensure_ascii=False)
    # Neither `</script>` nor `<!--` may stand in it (HTML, section 4.12.1.3).
    return text.replace("<", _LESS).replace(">", _GREATER).replace("&", _AND)
