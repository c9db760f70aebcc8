"""The exporter `text`: everything that the page says, in lines; for the other part of a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import digestkit
from digestkit.reference import Reference
from digestkit.text import clean, plain
from digestkit_site import about, catalogue
from digestkit_site.catalogue import names_of, terms
from digestkit_site.hearing import Hearing
from digestkit_site.views import Viewer


@digestkit.exporter(
    "text",
    suffix=".txt",
    media_type="text/plain",
    summary="Plain text, to read and to send: the twin of a mail.",
    api_version=2,
    carries=about.CARRIES,
)
def text(digests: Iterable[digestkit.Digest], context: digestkit.ExportContext) -> Iterator[str]:
    """Write the digests in the order in which they come."""
    hearing = Hearing(context)
    held = list(hearing.of(digests))
    site = about.of(catalogue.make(held, min_papers=1), context, shows_media=False)
    viewer = Viewer(site.lang, site.words)
    yield f"{site.title}\n{_RULE}\n\n"
    for digest in held:
        yield hearing.replaced("".join([f"{line}\n" for line in _digest(digest, viewer)]))
    if site.rights:
        yield f"{site.rights}\n"


_RULE = "=" * 40


def _digest(digest: digestkit.Digest, viewer: Viewer) -> Iterator[str]:
    words = viewer.words
    day = words.undated if digest.date is None else words.on(digest.date)
    title = clean(digest.title)
    yield f"{title} ({day})" if title.strip() else day
    yield "-" * 40
    yield ""
    section = None
    for number, paper in enumerate(digest.papers, 1):
        if paper.section != section:
            section = paper.section
            yield f"[ {clean(section)} ]" if section else "* * *"
            yield ""
        yield from _paper(number, Reference(paper, digest.date), viewer)
        yield ""


def _paper(number: int, reference: Reference, viewer: Viewer) -> Iterator[str]:
    paper, words = reference.paper, viewer.words
    votes = f" ({viewer.votes(paper.votes)})" if paper.votes is not None else ""
    yield f"{number}. {clean(reference.title)}{votes}"
    yield clean(paper.href)
    names = ", ".join(names_of(reference))
    others = f" {words.and_others}" if paper.authors_truncated else ""
    if names or others:
        yield f"{names}{others}"
    if paper.further:
        yield from _further(reference, viewer)
    if paper.media is not None:
        yield f"{words.video if paper.media.kind == 'video' else words.picture}: {clean(paper.media.href)}"
    for label, said in ((words.tldr, paper.tldr), (words.abstract, paper.abstract)):
        if said is not None:
            yield from ("", f"{label}: {clean(plain(said))}")
    if paper.summary:
        yield from ("", clean(reference.summary_text))
    for label, said in paper.extra:
        yield from ("", f"{clean(label)}: {clean(plain(said))}")


def _further(reference: Reference, viewer: Viewer) -> Iterator[str]:
    paper = reference.paper
    for kind in ("category", "tag"):
        if names := terms(paper, "category" if kind == "category" else "tag"):
            yield ", ".join(map(clean, names))
    if paper.submitted is not None:
        yield viewer.words.submitted.format(viewer.words.on(paper.submitted))
    if paper.doi is not None:
        yield f"DOI: {clean(reference.doi_url or paper.doi)}"
    for kind, url in paper.links:
        yield f"{clean(kind)}: {clean(url)}"
