"""Appending knows a paper by the entries that others offer for it, and by nothing that is said of others."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from durations import linear

import digestkit
from digestkit import Digest, Paper
from digestkit.text import bib, preprints

ENTRIES = sorted((Path(__file__).parent / "entries").glob("*.bib"))
ID = "arxiv:2407.01906"
TITLE = (
    "Let the Expert Stick to His Last: Expert-Specialized Fine-Tuning for Sparse Architectural Large Language"
    " Models"
)
PAPER = Paper(TITLE, "https://arxiv.org/abs/2407.01906", authors=("Zihan Wang", "Damai Dai", "Deli Chen"))
OTHER = Paper("Another", "https://arxiv.org/abs/2407.01907", authors=("Zihan Wang",))


def added(data: bytes, *papers: Paper) -> list[str]:
    """The ids of the papers that follow a file, all of whose bytes stay."""
    written = digestkit.dump_bytes([Digest(datetime.date(2024, 7, 5), "", papers)], "bibtex", append=data)
    assert written.startswith(data)
    return [
        entry.key
        for entry in bib.entries(written.decode("utf-8", "replace"))
        if entry.key.startswith("arxiv:")
    ]


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_the_entry_of_each_source_is_the_paper(path):
    data = path.read_bytes()
    assert added(data, PAPER, OTHER) == [OTHER.id]
    assert added(data.replace(b"\n", b"\r\n"), PAPER, OTHER) == [OTHER.id]
    assert added(b"\xef\xbb\xbf" + data.rstrip(), PAPER, OTHER) == [OTHER.id]


def stated(fields: str) -> bool:
    [entry] = bib.entries(f"@misc{{a, {fields}}}")
    return ID in set(preprints.ids(entry.fields))


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {2407.01906v2}",
        "eprint = {arXiv:2407.01906 [cs.CL]}",
        "eprint = {abs/2407.01906}, eprinttype = {ArXiv}",
        'EPRINT = "2407.01906", ARCHIVEPREFIX = "arxiv"',
        "eprint = {https://arxiv.org/abs/2407.01906}",
        "arxivId = {2407.01906}",
        "doi = {https://doi.org/10.48550/ARXIV.2407.01906}",
        "doi = {doi:10.48550/arXiv.2407.01906v1}",
        "url = {http://arxiv.org/abs/2407.01906}",
        "url = {https://arxiv.org/pdf/2407.01906v3.pdf}",
        "url = {https://arxiv.org/html/2407.01906v1}",
        "url = {https://export.arxiv.org/abs/2407.01906}",
        "url = {arxiv.org/abs/2407.01906}",
        "url = {https://www.alphaxiv.org/abs/2407.01906}",
        "url = {https://www.alphaxiv.org/overview/2407.01906v2}",
        "url = {https://huggingface.co/papers/2407.01906}",
        "url = {https://ar5iv.labs.arxiv.org/html/2407.01906}",
        "url = {https://api.semanticscholar.org/arXiv:2407.01906}",
        "url = {https://doi.org/10.48550/arXiv.2407.01906}",
        "howpublished = {arXiv preprint arXiv:2407.01906}",
        "howpublished = {\\url{https://arxiv.org/abs/2407.01906}, 2024}",
        "journal = {arXiv preprint arXiv:2407.01906}",
        "journaltitle = {arXiv e-prints, arXiv:2407.01906}",
        "journal = {ArXiv}, volume = {abs/2407.01906}",
        "journal = {arXiv}, volume = {2407.01906}",
        "number = {2407.01906}, publisher = {arXiv}",
        "number = {arXiv:2407.01906v2}",
        "pages = {arXiv:2407.01906}",
        "note = {arXiv:2407.01906 [cs.LG] Comment: 12 pages}",
        "note = {arXiv preprint arXiv:2407.01906}",
        "note = {Preprint, arXiv:2407.01906}",
        "note = {Also available as arXiv:2407.01906}",
        "note = {\\href{https://arxiv.org/abs/2407.01906}{arXiv:2407.01906}}",
        "ee = {https://doi.org/10.48550/arXiv.2407.01906}",
    ],
)
def test_it_is_the_paper(fields):
    assert stated(fields)


@pytest.mark.parametrize(
    "fields",
    [
        "abstract = {arXiv:2407.01906}",
        "annote = {arXiv:2407.01906}",
        "keywords = {arXiv:2407.01906}",
        "title = {On arXiv:2407.01906}",
        "note = {Comment on arXiv:2407.01906}",
        "note = {See also arXiv:2407.01906}",
        "note = {Reply to: arXiv:2407.01906}",
        "note = {Extends \\url{https://arxiv.org/abs/2407.01906}}",
        "note = {arXiv:2407.01906, arXiv:2407.01907}",
        "note = {arXiv:2407.01906}, eprint = {2407.01907}",
        "note = {Code at https://github.com/arxiv/2407.01906}",
        "number = {2407.01906}",
        "volume = {2407.01906}, journal = {Nature}",
        "pages = {2407.01906}",
        "journal = {Journal of arXiv:2407.01906}",
        "eprint = {2407.01906}, eprinttype = {hal}",
        "eprint = {12407.01906}",
        "eprint = {2407.019061}",
        "doi = {10.1234/2407.01906}",
        "url = {https://example.org/2407.01906}",
        "url = {https://example.org/?paper=arxiv.org/abs/2407.01906}",
    ],
)
def test_it_is_another_or_none(fields):
    assert not stated(fields)


def entry(**fields: str) -> bytes:
    said = {"title": TITLE, "author": "Wang, Zihan and Others, Some", "year": "2024"} | fields
    return f"@misc{{a, {', '.join(f'{name} = {{{value}}}' for name, value in said.items())}}}\n".encode()


def test_what_is_published_elsewhere_is_known_by_title_and_an_author():
    assert added(entry(), PAPER) == []
    assert (
        added(entry(title="{Let} the expert STICK to his last -- " + TITLE.partition(": ")[2]), PAPER) == []
    )
    assert added(entry(author="Lovelace, Ada"), PAPER) == [ID]
    assert added(entry(author=""), PAPER) == [ID]
    assert added(entry(title="Let the Expert Stick"), PAPER) == [ID]
    # Who says another id means another paper.
    assert added(entry(eprint="2407.01907"), PAPER) == [ID]


def test_short_titles_tell_nothing():
    short = Paper("Technical Report", PAPER.url, authors=PAPER.authors)
    assert added(entry(title="Technical Report"), short) == [ID]


@pytest.mark.parametrize(
    "mine",
    [
        "@comment{jabref-meta: databaseType:bibtex;}\r\n",
        '@preamble{ "\\newcommand{\\noop}[1]{}" }\n@string(acl = {ACL})\n',
        "@misc{a, crossref = {b}, x = acl # {, } # 1}",
        "% Mine, not {theirs\n@Comment @misc{b, title = {x}}\n\n\n",
        "\ufeff@misc{a,\r  title = {old Mac}\r}\r",
    ],
)  # fmt: skip
def test_what_users_have_in_their_files_stays(mine):
    data = mine.encode()
    assert added(data, PAPER) == [ID]
    once = digestkit.dump_bytes([Digest(None, "", (PAPER,))], "bibtex", append=data)
    assert digestkit.dump_bytes([Digest(None, "", (PAPER,))], "bibtex", append=once) == once


@pytest.mark.parametrize(
    "piece", ["a-", "a.", "/", "arxiv ", "2407.01906 ", "\\url{", "www.arxiv.org/", "[", " "]
)
def test_ids_are_found_in_linear_time(piece):
    value = piece * 20_000
    with linear():
        list(preprints.ids([(name, value) for name in ("eprint", "url", "note", "number", "journal", "doi")]))
