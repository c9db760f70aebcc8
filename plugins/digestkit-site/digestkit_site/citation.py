"""What reference managers and search engines read in pages: COinS, `citation_*`, JSON-LD, Open Graph.

A page of one paper has meta tags, a list of papers a COinS for each: one set of meta tags names one paper.
Sources: https://scholar.google.com/intl/en/scholar/inclusion.html, https://schema.org/ScholarlyArticle,
https://ogp.me, OpenURL 1.0 in HTML (COinS), whose Dublin Core profile names preprints; and what
Zotero makes of them, https://github.com/zotero/translators (`Embedded Metadata.js`, `COinS.js`, `RDF.js`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from urllib.parse import quote

from digestkit.reference import Reference
from digestkit.text import clean, escape, escape_attribute, link_target
from digestkit_site.hearing import legal


def coins(reference: Reference, title: str, names: Sequence[str]) -> str:
    """The paper as the title of an element of class `Z3988`: a query string. Title and names are clean."""
    pairs = [("title", title), ("identifier", page(reference)), ("date", date(reference))]
    # As an identifier of the profile, a DOI would be passed over by Zotero.
    doi = f"&rft_id=info:doi/{_quoted(reference.doi)}" if reference.doi is not None else ""
    spelled = "".join([f"&rft.{key}={_quoted(value)}" for key, value in pairs if value])
    # All names at once: no name has a line end.
    creators = (
        "&rft.creator=" + _quoted("\n".join(names[:_NAMED])).replace("%0A", "&rft.creator=") if names else ""
    )
    # The type is the last: once Zotero knows an article, it takes `rft.title` for the journal's.
    return f"{_COINS}{doi}{spelled}{creators}&rft.type={_kind(reference) or 'webpage'}"


def _kind(reference: Reference) -> str | None:
    """What Zotero calls such a paper; None where nobody knows what it is."""
    if reference.arxiv is not None:
        return "preprint"
    return None if reference.doi is None else "journalArticle"


def _quoted(value: str) -> str:
    """A value of a query string; `quote` looks at each byte, and few are more than blanks between words."""
    return _ODD.sub(_quote, value).replace(" ", "%20").replace("\n", "%0A")


def _quote(found: re.Match[str]) -> str:
    return quote(found[0], errors="replace")


def _persons(names: Sequence[str]) -> str:
    """Authors as a list of objects, all encoded at once: no name has a next line, which JSON leaves alone."""
    spelled = _encoded("\x85".join(names)).replace("\x85", '"}, {"@type": "Person", "name": "')
    return f'[{{"@type": "Person", "name": {spelled}}}]'


_encoded = json.JSONEncoder(ensure_ascii=False).encode
_ODD = re.compile(r"[^\w .,:/\n-]+", re.ASCII)
_NAMED = 500
"""Authors in a COinS, which a list repeats for each paper; the paper's own page names them all."""
_COINS = "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc"


def page(reference: Reference) -> str | None:
    """Where the paper can be read; None where the digest's URL may not be a link."""
    return reference.page if reference.arxiv is not None else link_target(reference.page)


def date(reference: Reference) -> str:
    """When the paper came out, as far as it is known: `2024-07`; empty where it is not."""
    issued = reference.issued
    if issued is None:
        return ""
    return f"{issued.year:04}" if issued.month is None else f"{issued.year:04}-{issued.month:02}"


def highwire(
    reference: Reference, title: str, names: Sequence[str], issued: str, language: str | None = None
) -> str:
    """The meta tags of a paper's page, one a line. Title and names are clean; `issued` is its `date`.

    `language` is the title's, where it is another than the page's, which Zotero would take for it. From
    `citation_public_url` it has the address of the paper; it would have that of the page, from Open Graph.
    """
    where = page(reference) or ""
    pairs = [
        ("title", title),
        ("publication_date", issued.replace("-", "/")),
        ("doi", clean(reference.doi or "")),
        ("arxiv_id", reference.arxiv.id if reference.arxiv is not None else ""),
        ("pdf_url", reference.pdf_url or ""),
        ("abstract_html_url", where),
        ("public_url", where),
        ("language", language or ""),
        ("abstract", clean(" ".join(reference.paper.abstract.split())) if reference.paper.abstract else ""),
        *(("keywords", clean(word)) for word in reference.keywords),
    ]
    rows = [
        f'<meta name="citation_{name}" content="{escape_attribute(said)}">\n' for name, said in pairs if said
    ]
    if names:
        before, after = '<meta name="citation_author" content="', '">\n'
        authors = escape("\n".join(names)).replace('"', "&quot;").split("\n")
        rows.insert(1, before + f"{after}{before}".join(authors) + after)
    if kind := _kind(reference):
        rows.append(f'<meta name="DC.type" content="{kind}">\n')
    return "".join(rows)


def json_ld(
    reference: Reference, title: str, names: Sequence[str], issued: str, description: str, language: str
) -> str:
    """The paper as a `ScholarlyArticle`, fit for the inside of a `script` element; see `highwire`.

    `language` is the paper's, as far as its title tells, and not that of what the digest says of it.
    """
    known = (
        ("@id", f"https://doi.org/{reference.doi}" if reference.arxiv is not None else reference.doi_url),
        ("headline", title),
        ("url", page(reference)),
        ("author", names),
        ("datePublished", issued),
        ("keywords", ", ".join(map(clean, reference.keywords))),
        ("abstract", description),
        ("inLanguage", language),
    )
    pairs = [
        f', "{key}": {_encoded(value) if isinstance(value, str) else _persons(value)}'
        for key, value in known
        if value
    ]
    text = f'{{"@context": "https://schema.org", "@type": "ScholarlyArticle"{"".join(pairs)}}}'
    # The page's policy has its hash, so that nothing in it may be replaced later on.
    text = legal(text)
    # Neither `</script>` nor `<!--` may stand in it (HTML, section 4.12.1.3).
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
