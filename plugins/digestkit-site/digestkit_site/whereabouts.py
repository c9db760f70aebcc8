"""Where a paper can be read: its pages at arXiv, Hugging Face and its DOI, and what else its digest links."""

from __future__ import annotations

from digestkit.reference import Reference
from digestkit.text import clean, link_target
from digestkit_site.words import Words

HUGGING_FACE = "https://huggingface.co/papers/"


def of(
    reference: Reference, site: str | None, words: Words
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Links, each a text and an address, and what cannot be one, each a kind and what stands for the address.

    Hugging Face has pages for the papers of its digests; those of another site may not be there. A link of
    the digest's own to one of these pages, as some have to the PDF, would say the same twice.
    """
    made = _usual(reference, site, words)
    dead: list[tuple[str, str]] = []
    pages = {_page(href) for _, href in made} if reference.paper.links else set()
    for kind, url in reference.paper.links:
        target = link_target(url)
        if target is None:
            dead.append((clean(kind), clean(url)))
        elif _page(target) not in pages:
            made.append((clean(kind) or words.links, target))
    return made, dead


def _usual(reference: Reference, site: str | None, words: Words) -> list[tuple[str, str]]:
    made, known = [], reference.arxiv
    if known is not None:
        made += [(f"arXiv:{known.versioned}", known.abs_url), (words.pdf, known.pdf_url)]
        if site is None or f"{site}/".startswith(HUGGING_FACE):
            made.append((words.hugging_face, HUGGING_FACE + known.id))
    if reference.doi_url is not None:
        made.append((f"DOI {clean(reference.stated_doi or '')}", reference.doi_url))
    return made


def _page(url: str) -> str:
    """What two spellings of an address have in common that lead to the same page."""
    return url.partition("://")[2].removeprefix("www.").removesuffix("/").removesuffix(".pdf")
