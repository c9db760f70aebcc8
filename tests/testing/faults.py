"""Exporters with one fault each: sound ones of four kinds, and what can be wrong with them.

Each is in `FAULTS` with the one check that must find it. Classes for other processes are made at the end.
"""

import atexit
import csv
import datetime
import decimal
import enum
import getpass
import html
import io
import itertools
import json
import locale
import logging
import os
import platform
import random
import re
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unicodedata
import uuid
import warnings
import zipfile
from pathlib import Path
from typing import Literal

import attrs

import digestkit
from digestkit import Code
from digestkit.export import alterations
from digestkit.export.contract import FIELDS, FIELDS_1, InputFile
from digestkit.model import Item, Media, media_kind
from digestkit.testing import ExporterConformance
from digestkit.text import clean, escape

# Sound ones.


def record(paper):
    return {
        "title": paper.title,
        "url": paper.url,
        "media": [paper.media.kind, paper.media.url] if paper.media else None,
        "votes": paper.votes,
        "authors": list(paper.authors),
        "more": paper.authors_truncated,
        "summary": [[item.label, item.text] for item in paper.summary],
        "section": paper.section,
        "abstract": paper.abstract,
        "tldr": paper.tldr,
        "categories": list(paper.categories),
        "tags": list(paper.tags),
        "submitted": str(paper.submitted) if paper.submitted else None,
        "doi": paper.doi,
        "links": list(paper.links),
        "extra": list(paper.extra),
    }


def text(digests, _context=None):
    """Lines, with every text as a Python literal."""
    for digest in digests:
        yield f"== {digest.date} {digest.title!a}\n"
        for paper in digest.papers:
            yield "".join(f"{name}: {value!r}\n" for name, value in record(paper).items())


def lines(digests, _context=None):
    """JSON Lines, a line for each digest."""
    for digest in digests:
        papers = [record(paper) for paper in digest.papers]
        day = str(digest.date) if digest.date else None
        yield json.dumps({"date": day, "title": digest.title, "papers": papers}) + "\n"


def xml(digests, context=None):
    """XML; what it cannot hold is replaced, and reported."""
    yield "<digests>\n"
    for digest in digests:
        if context is not None:
            for node, message in alterations.of_digest(digest):
                context.report(message, node, Code.ALTERED)
        yield f"<digest><date>{digest.date or ''}</date><title>{escape(clean(digest.title))}</title>\n"
        for paper in digest.papers:
            yield f"<paper>{''.join(element(name, value) for name, value in record(paper).items())}</paper>\n"
        yield "</digest>\n"
    yield "</digests>\n"


def element(name, value):
    if isinstance(value, (list, tuple)):
        return f"<{name}>{''.join(element('part', part) for part in value)}</{name}>"
    return f"<{name}/>" if value is None else f"<{name}>{escape(clean(str(value)))}</{name}>"


def archive(digests, _context=None):
    """A zip file with a JSON file for each digest."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for number, line in enumerate(lines(digests)):
            target.writestr(zipfile.ZipInfo(f"{number}.json"), line)
    yield made.getvalue()


KINDS = {
    text: {"suffix": ".txt", "media_type": "text/plain", "streams": True},
    lines: {"suffix": ".jsonl", "media_type": "application/x-ndjson", "streams": True},
    xml: {"suffix": ".xml", "media_type": "application/xml", "streams": True},
    archive: {"suffix": ".zip", "media_type": "application/zip", "binary": True},
}


def made(export, base=text, **given):
    record = {"summary": "For a test.", "carries": FIELDS, **KINDS[base], **given}
    return digestkit.exporter("sample", **record)(export)


SOUND = {base.__name__: made(base, base) for base in KINDS}
SOUND["version 1"] = made(
    lambda digests, _context: lines(
        attrs.evolve(digest, papers=[attrs.evolve(paper, **NOTHING_FURTHER) for paper in digest.papers])
        for digest in digests
    ),
    lines,
    carries=FIELDS_1,
)
NOTHING_FURTHER = {
    "section": None, "abstract": None, "tldr": None, "categories": (), "tags": (), "submitted": None, "doi": None,
    "links": (), "extra": (),
}  # fmt: skip

FAULTS = {}
"""By name: the exporter, the check that must find it, and words that its message must have."""

_bases = itertools.cycle(KINDS)


def fault(check, *words, base=None, **given):
    """Register an exporter; `base` decides its record."""

    def register(export):
        name = export.__name__
        assert name not in FAULTS, name
        FAULTS[name] = made(export, base or text, **given), check, words
        return export

    return register


def of_digests(name, check, change, *words, base=None):
    """A sound exporter that is given other digests than it was asked for."""
    base = base or next(_bases)

    def export(digests, context):
        return base((changed for digest in digests if (changed := change(digest)) is not None), context)

    assert name not in FAULTS, name
    FAULTS[name] = made(export, base), check, words


def of_papers(name, check, change, *words, base=None):
    of_digests(
        name,
        check,
        lambda digest: attrs.evolve(
            digest, papers=[new for paper in digest.papers if (new := change(paper)) is not None]
        ),
        *words,
        base=base,
    )


def of_field(name, field, change, *words, check="nothing_is_lost", base=None):
    of_papers(
        name,
        check,
        lambda paper: attrs.evolve(paper, **{field: change(getattr(paper, field))}),
        *words,
        base=base,
    )


def of_texts(name, change, *words, check="nothing_is_lost", base=None):
    """Each text of a paper is changed; what becomes blank, and may not be, stays."""

    def some(value):
        return change(value) if value and change(value).strip() else value

    def of_paper(paper):
        return attrs.evolve(
            paper,
            title=some(paper.title),
            authors=tuple(map(some, paper.authors)),
            summary=tuple(Item(some(item.label), some(item.text)) for item in paper.summary),
            abstract=some(paper.abstract),
            tldr=some(paper.tldr),
            section=some(paper.section),
            extra=tuple((name, some(value)) for name, value in paper.extra),
        )

    of_papers(name, check, of_paper, *words, base=base)


def items(change):
    return lambda summary: tuple(map(change, summary))


LOST, BULK, CARRIES = "nothing_is_lost", "nothing_is_lost_in_bulk", "what_it_carries_is_true"

# Content: whole fields.

for _field in FIELDS[2:]:
    _nothing = {"title": "", "url": "https://arxiv.org/abs/2407.00001", "authors": (), "summary": ()}
    _none = _nothing.get(_field, False if _field == "authors_truncated" else NOTHING_FURTHER.get(_field))
    of_field(f"drops {_field}", _field, lambda _, none=_none: none, repr(_field), check=CARRIES)
of_digests(
    "drops date", CARRIES, lambda digest: attrs.evolve(digest, date=None, title=digest.title or "x"), "'date'"
)
of_digests(
    "drops the title of the digest", CARRIES, lambda digest: attrs.evolve(digest, title="x"), "'digest'"
)

# Content: texts.

for _number in (50, 100, 280, 1000, 5000, 65_536):
    of_texts(f"cuts texts at {_number}", lambda text, n=_number: text[:n], "its last character", check=BULK)
of_field("cuts summaries at 280", "summary", items(lambda item: Item(item.label, item.text[:280])),
         "281 characters", check=BULK)  # fmt: skip
of_field("cuts titles at 120", "title", lambda title: title[:120], "title", "121", check=BULK)
of_field("cuts URLs at 255", "url", lambda url: url[:255], check=BULK)
of_field("cuts the abstract at 1000", "abstract", lambda text: text and text[:1000], check=BULK)
of_field(
    "cuts labels at 30",
    "summary",
    items(lambda item: Item(item.label and item.label[:30], item.text)),
    check=BULK,
)
of_field("leaves out the middle of long texts", "summary",
         items(lambda item: Item(item.label, f"{item.text[:500]}…{item.text[-500:]}" if len(item.text) > 1000 else item.text)),
         "its middle", check=BULK)  # fmt: skip
of_field("shortens texts with textwrap", "summary",
         items(lambda item: Item(item.label, textwrap.shorten(item.text, 300) if len(item.text) > 300 else item.text)),
         check=BULK)  # fmt: skip
of_texts("drops all that is not ASCII", lambda text: text.encode("ascii", "ignore").decode())
of_texts("replaces what is not ASCII", lambda text: text.encode("ascii", "replace").decode())
of_texts("drops what is not Latin-1", lambda text: text.encode("latin-1", "ignore").decode("latin-1"))
of_texts("drops what is beyond the first plane", lambda text: re.sub("[\U00010000-\U0010ffff]", "", text))
of_texts("drops accents", lambda text: "".join(
    c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c <= "\u036f"))  # fmt: skip
of_texts("lowers case", str.lower)
of_texts("capitalises", str.title)
of_texts("strips", str.strip, "white space")
of_texts("strips on the right", str.rstrip)
of_texts("collapses white space", lambda text: " ".join(text.split()))
of_texts("normalises to NFC", lambda text: unicodedata.normalize("NFC", text), "NFC")
of_texts("normalises to NFKC", lambda text: unicodedata.normalize("NFKC", text))
of_texts("unescapes references", html.unescape)
of_texts("drops markup", lambda text: re.sub("<[^>]*>", "", text))
of_texts("drops control characters", lambda text: re.sub("[\x00-\x08\x0b-\x1f]", "", text), "control")
of_texts("drops backslashes", lambda text: text.replace("\\", ""))
of_texts("drops digits", lambda text: re.sub("[0-9]", "", text))
of_texts("drops the first character", lambda text: text[1:] if len(text) > 1 else text)
of_texts("drops the last character", lambda text: text[:-1] if len(text) > 1 else text)
of_texts("drops emoji", lambda text: re.sub("[\U0001f300-\U0001f6ff]", "", text))
of_texts("keeps the first line", lambda text: text.split("\n")[0])
of_texts("keeps the first paragraph", lambda text: text.split("\n\n")[0])
of_texts("keeps the first sentence", lambda text: text.split(". ")[0], check=LOST)
of_texts("joins lines", lambda text: text.replace("\n", " "))
of_texts("drops commas", lambda text: text.replace(",", ""))
of_field("drops nested lines", "summary",
         items(lambda item: Item(item.label, re.sub(r"\n +.*", "", item.text))))  # fmt: skip
of_field("drops the query of URLs", "url", lambda url: url.partition("?")[0], "query")
of_field("drops the fragment of URLs", "url", lambda url: url.partition("#")[0], "fragment")
of_field("lowers URLs", "url", str.lower)

# Content: signs, which a program tidies or forgets to escape.

for _name, _pattern, _new in (
    ("makes quotation marks straight", "[“”]", '"'),
    ("makes apostrophes straight", "[‘’]", "'"),
    ("makes dashes hyphens", "[–—−]", "-"),
    ("spells ellipses out", "…", "..."),
    ("takes ideographic spaces for spaces", "\u3000", " "),
    ("takes separators of lines for spaces", "[\u2028\u2029]", " "),
    ("takes tildes for spaces", "~", " "),
    ("takes bars for slashes", r"\|", "/"),
    ("takes double quotes for single ones", '"', "'"),
    ("writes out ampersands", "&", "and"),
    ("drops zero-width joiners", "[\u200c\u200d]", ""),
    ("drops soft hyphens", "\u00ad", ""),
    ("drops marks of direction", "[\u200e\u200f\u202a-\u202e]", ""),
    ("drops variation selectors", "[\ufe00-\ufe0f]", ""),
    ("drops letters of private use", "[\ue000-\uf8ff]", ""),
    ("drops combining marks", "[\u0300-\u036f]", ""),
    ("drops null characters", "\x00", ""),
    ("drops subscripts", "[₀-₉]", ""),
    ("drops what is in parentheses", r"\([^)]*\)", ""),
    ("drops formulas", r"\$[^$]*\$", ""),
    ("drops braces", "[{}]", ""),
    ("drops stars", r"\*", ""),
    ("drops underscores", "_", ""),
    ("drops backticks", "`", ""),
    ("drops number signs", "#", ""),
    ("drops semicolons", ";", ""),
    ("drops the last full stop", r"\.$", ""),
    ("takes a per cent sign for a comment", "%.*", ""),
    ("has no Greek", "[\u0370-\u03ff]", "?"),
    ("has no Arabic", "[\u0600-\u06ff]", "?"),
):
    of_texts(_name, lambda text, pattern=_pattern, new=_new: re.sub(pattern, new, text))
of_field("drops the port of URLs", "url", lambda url: re.sub(r":\d+/", "/", url), "the port")
of_field("drops the last slash of URLs", "url", lambda url: url.rstrip("/"), "slash at its end")
of_field("wants https", "url", lambda url: url.replace("http:", "https:"), "the scheme")
of_field(
    "drops the suffix of pictures",
    "media",
    lambda media: media and Media(media.kind, re.sub(r"\.\w+$", "", media.url)),
)
of_field(
    "drops full stops of names",
    "authors",
    lambda names: [name.replace(".", "") for name in names],
    "a full stop",
)
of_field(
    "drops hyphens of names", "authors", lambda names: [name.replace("-", " ") for name in names], "a hyphen"
)
of_field("drops names of one word", "authors", lambda names: [name for name in names if " " in name])
of_field(
    "cuts names at a comma", "authors", lambda names: [name.split(",")[0] for name in names], "behind a comma"
)

# Content: numbers, labels, lists, order.

of_field("drops votes of 0", "votes", lambda votes: votes or None, "votes")
of_field("takes no votes for 0", "votes", lambda votes: votes or 0, "votes")
of_field("caps votes at 999", "votes", lambda votes: votes and min(votes, 999), "1000")
of_field(
    "rounds votes",
    "votes",
    lambda votes: min(votes, 10**17 + 3) and int(float(min(votes, 10**17 + 3))) if votes else votes,
    "100000000000000001",
)
of_field("drops labels", "summary", items(lambda item: Item(None, item.text)), "label")
of_field("drops the label of the first item", "summary",
         lambda items: tuple(Item(None if at == 0 else item.label, item.text) for at, item in enumerate(items)))  # fmt: skip
of_field("drops items without a label", "summary", lambda items: tuple(item for item in items if item.label))
of_field("drops items without a text", "summary", lambda items: tuple(item for item in items if item.text))
of_field("drops items that repeat", "summary", lambda items: tuple(dict.fromkeys(items)), "again")
of_field(
    "drops an item with a label of one letter",
    "summary",
    lambda items: tuple(item for item in items if item.label is None or len(item.label) > 1),
)
for _field in ("authors", "summary", "categories", "tags", "links", "extra"):
    of_field(f"drops the last of {_field}", _field, lambda values: values[:2] if len(values) > 2 else values)
    of_field(
        f"drops the second of {_field}",
        _field,
        lambda values: values[:1] + values[2:] if len(values) > 2 else values,
    )
    of_field(f"drops the first of {_field}", _field, lambda values: values[1:] if len(values) > 2 else values)
    of_field(f"sorts {_field}", _field, lambda values: tuple(sorted(values, key=str)), "order")
    of_field(
        f"reverses by length {_field}",
        _field,
        lambda values: tuple(sorted(values, key=lambda v: (len(str(v)), str(v)))),
        "order",
    )
of_field("keeps 100 authors", "authors", lambda names: names[:100], "101 entries", check=BULK)
of_field("keeps the first and last of many authors", "authors",
         lambda names: (*names[:10], names[-1]) if len(names) > 11 else names, "middle", check=BULK)  # fmt: skip
of_field("keeps 50 items", "summary", lambda values: values[:50], check=BULK)
of_field("keeps 20 tags", "tags", lambda values: values[:20], check=BULK)
of_field("drops names that come again", "authors", lambda names: tuple(dict.fromkeys(names)), "again")
of_field(
    "keeps initials", "authors", lambda names: tuple(re.sub(r"^(\w)\w* ", r"\1. ", name) for name in names)
)
of_field(
    "keeps family names",
    "authors",
    lambda names: tuple(name.split()[-1] if name.strip() else name for name in names),
)
of_field("takes videos for images", "media",
         lambda media: media if media is None or media_kind(media.url) == "video" else Media("image", media.url), "kind")  # fmt: skip
of_field("drops videos", "media", lambda media: media if media and media.kind == "image" else None)
of_field("keeps the month of submission", "submitted",
         lambda day: day and day.replace(year=2024, day=1))  # fmt: skip
of_papers("drops the mark of more authors if there are none", LOST,
          lambda paper: paper if paper.authors else attrs.evolve(paper, authors_truncated=False))  # fmt: skip
of_papers("drops the summary if there is an abstract", LOST,
          lambda paper: attrs.evolve(paper, summary=()) if paper.abstract and paper.tldr else paper, base=lines)  # fmt: skip
of_papers("drops votes of papers from elsewhere", LOST,
          lambda paper: paper if paper.arxiv_id else attrs.evolve(paper, votes=None))  # fmt: skip
of_papers("drops tags of papers with categories", LOST,
          lambda paper: attrs.evolve(paper, tags=()) if paper.categories and len(paper.tags) > 2 else paper)  # fmt: skip

# Content: papers and days.

of_papers("drops papers without authors", LOST, lambda paper: paper if paper.authors else None)
of_papers("drops papers from elsewhere", LOST, lambda paper: paper if paper.arxiv_id else None)
of_papers("drops papers without votes", LOST, lambda paper: paper if paper.votes else None)
of_digests(
    "drops digests without a date", LOST, lambda digest: digest if digest.date else None, "without a date"
)
of_digests(
    "keeps the first paper of a day", LOST, lambda digest: attrs.evolve(digest, papers=digest.papers[:1])
)
of_digests("drops the second paper of a day", LOST,
           lambda digest: attrs.evolve(digest, papers=digest.papers[:1] + digest.papers[2:]), "papers[1]")  # fmt: skip
of_digests("drops the last paper of a day", LOST,
           lambda digest: attrs.evolve(digest, papers=digest.papers[:-1] if len(digest.papers) > 2 else digest.papers))  # fmt: skip
of_digests(
    "keeps 20 papers a day", BULK, lambda digest: attrs.evolve(digest, papers=digest.papers[:20]), "papers"
)
of_digests("keeps 300 papers a day", BULK, lambda digest: attrs.evolve(digest, papers=digest.papers[:300]))
of_digests("sorts papers by title", LOST,
           lambda digest: attrs.evolve(digest, papers=sorted(digest.papers, key=lambda paper: paper.title)), "order")  # fmt: skip
of_digests("sorts papers by votes", LOST,
           lambda digest: attrs.evolve(digest, papers=sorted(digest.papers, key=lambda paper: paper.url)), "order")  # fmt: skip
of_digests("drops papers that repeat in a day", LOST,
           lambda digest: attrs.evolve(digest, papers=dict.fromkeys(digest.papers)), "again")  # fmt: skip
of_digests("keeps the year of days", LOST,
           lambda digest: attrs.evolve(digest, date=digest.date and digest.date.replace(month=1, day=1)))  # fmt: skip
of_digests("keeps the month of days", LOST,
           lambda digest: attrs.evolve(digest, date=digest.date and digest.date.replace(day=1)), "date")  # fmt: skip


@fault(BULK, "papers")
def keeps_500_papers(digests, context):
    left = 500
    for digest in digests:
        kept = digest.papers[:left]
        left -= len(kept)
        yield from text([attrs.evolve(digest, papers=kept)])


@fault(BULK)
def keeps_64_kib(digests, context):
    size = 0
    for chunk in text(digests):
        size += len(chunk)
        if size < 1 << 16:
            yield chunk


@fault(BULK, base=lines)
def keeps_100_days(digests, context):
    for number, digest in enumerate(digests):
        if number < 100:
            yield from lines([digest])


@fault(LOST, "again")
def drops_papers_met_before(digests, context):
    seen = set()
    for digest in digests:
        kept = [paper for paper in digest.papers if paper.id not in seen and not seen.add(paper.id)]
        yield from text([attrs.evolve(digest, papers=kept)] if kept else [])


@fault(LOST, base=archive)
def keeps_one_digest_of_a_day(digests, context):
    yield from archive({digest.date: digest for digest in digests}.values())


@fault(LOST, streams=False)
def sorts_days(digests, context):
    yield from text(sorted(digests, key=lambda digest: str(digest.date)))


@fault(LOST, "exchanged")
def gathers_votes(digests, context):
    for digest in digests:
        yield from text(
            [attrs.evolve(digest, papers=[attrs.evolve(paper, votes=None) for paper in digest.papers])]
        )
        votes = [paper.votes for paper in digest.papers]
        yield f"{sorted(votes, key=str)}\n"


@fault(LOST, "label")
def gathers_labels(digests, context):
    for digest in digests:
        bare = [
            attrs.evolve(paper, summary=tuple(Item(None, item.text) for item in paper.summary))
            for paper in digest.papers
        ]
        yield from text([attrs.evolve(digest, papers=bare)])
        yield "".join(f"{sorted(str(item.label) for item in paper.summary)}\n" for paper in digest.papers)


@fault(LOST, "Code.DROPPED")
def tells_of_a_loss_in_passing(digests, context):
    for digest in digests:
        for paper in digest.papers:
            if paper.votes == 0:
                context.report("0 votes are left out", paper, Code.EXPORT_NOTE)
        papers = [attrs.evolve(paper, votes=paper.votes or None) for paper in digest.papers]
        yield from text([attrs.evolve(digest, papers=papers)])


@fault("its_reports_are_diagnostics", "nothing can be lost")
def always_tells_of_a_loss(digests, context):
    yield from text(digests)
    context.report("something may have been lost", code=Code.DROPPED)


@fault("its_reports_are_diagnostics", "says nothing")
def says_nothing(digests, context):
    yield from text(digests)
    context.report(" ")


@fault("it_takes_every_sample", "is_loss")
def reports_strings(digests, context):
    yield from text(digests)
    context.report("x", code="DK502")


@fault(CARRIES, "'votes'", carries=[field for field in FIELDS if field != "votes"])
def carries_more_than_it_says(digests, context):
    yield from text(digests)


@fault(CARRIES, "'extra'", carries=[field for field in FIELDS if field != "extra"])
def counts_what_it_does_not_carry(digests, context):
    yield from text(digests)


# Chunks, reading, errors.

TYPES = "it_yields_chunks_of_the_declared_type"
ONCE = "it_reads_all_digests_once"


@fault(TYPES, "returns str")
def returns_text(digests, context):
    return "".join(text(digests))


@fault(TYPES, "declares str", "binary=True")
def yields_bytes(digests, context):
    yield from (chunk.encode("utf-8", "replace") for chunk in text(digests))


@fault(TYPES, "declares bytes", base=archive)
def yields_text_as_bytes(digests, context):
    yield from text(digests)


@fault(TYPES, "NoneType")
def yields_nothing_at_the_end(digests, context):
    yield from text(digests)
    yield None


@fault(TYPES)
def returns_nothing(digests, context):
    list(digests)


@fault(TYPES, base=archive)
def yields_byte_arrays(digests, context):
    yield bytearray(b"".join(archive(digests)))


@fault(TYPES)
def yields_lists(digests, context):
    yield list(text(digests))


@fault(ONCE, "len()")
def wants_a_length(digests, context):
    yield f"{len(digests)}\n"
    yield from text(digests)


@fault(ONCE, "not subscriptable")
def wants_an_index(digests, context):
    yield from text([digests[0]])


@fault(ONCE, "2 times")
def reads_twice(digests, context):
    yield from text(digests)
    yield from text(digests)


@fault(ONCE, "before the last")
def stops_early(digests, context):
    for digest in digests:
        yield from text([digest])
        break


@fault(ONCE)
def reads_ten(digests, context):
    yield from text(itertools.islice(digests, 10))


@fault(ONCE)
def reads_nothing(digests, context):
    yield "nothing\n"


@fault("it_streams_if_it_says_so", "without yielding")
def only_says_that_it_streams(digests, context):
    yield from text(list(digests))


@fault("it_streams_if_it_says_so")
def streams_at_the_end(digests, context):
    yield "head\n"
    yield "".join(text(digests))


@fault("it_lets_errors_of_the_digests_pass", "swallowed")
def swallows_errors(digests, context):
    try:
        yield from text(digests)
    except Exception:  # noqa: BLE001 - the fault
        yield "the end\n"


@fault("it_lets_errors_of_the_digests_pass", "came out as")
def wraps_errors(digests, context):
    try:
        yield from text(digests)
    except digestkit.DigestkitError as error:
        raise ValueError("it failed") from error


@fault("it_can_be_left_early", "GeneratorExit")
def cannot_be_left(digests, context):
    try:
        yield from text(digests)
    finally:
        yield "the end\n"


@fault("it_can_be_left_early")
def takes_leaving_for_an_error(digests, context):
    try:
        yield from text(digests)
    except GeneratorExit:
        raise RuntimeError("not finished") from None


# Crashes.

TAKES = "it_takes_every_sample"


def crash(name, test, *words):
    def export(digests, context):
        for digest in digests:
            for paper in digest.papers:
                test(paper, digest)
            yield from text([digest])

    FAULTS[name] = made(export), TAKES, words


crash("crashes on surrogates", lambda paper, _: paper.title.encode(), "lone surrogates", "\\ud800")
crash("crashes without a date", lambda _, digest: digest.date.year, "no date", "AttributeError")
crash("crashes without media", lambda paper, _: paper.media.url)
crash("crashes without votes", lambda paper, _: paper.votes + 1)
crash("crashes without authors", lambda paper, _: paper.authors[0], "IndexError")
crash("crashes without labels", lambda paper, _: [item.label.upper() for item in paper.summary])
crash("crashes without a summary", lambda paper, _: paper.summary[0])
crash("crashes on an empty title", lambda paper, _: paper.title[0])
crash("crashes elsewhere", lambda paper, _: paper.arxiv_id.upper())
crash("crashes on many votes", lambda paper, _: "%c" % min(paper.votes or 0, 0x110000))
crash(
    "crashes on the first day", lambda _, digest: digest.date and digest.date - datetime.timedelta(days=400)
)
crash("crashes on the last day", lambda _, digest: digest.date and digest.date + datetime.timedelta(days=1))
crash(
    "crashes on literals",
    lambda paper, _: [json.loads(item.text) for item in paper.summary if item.text[:1] == "["],
)
crash("exits", lambda paper, _: sys.exit() if "{" in paper.title else None, "SystemExit")


crash(
    "recurses by characters",
    lambda paper, _: [_recurse(item.text) for item in paper.summary],
    "RecursionError",
)


def _recurse(text):
    return 1 + _recurse(text[1:]) if text else 0


@fault(TAKES, "no digests", streams=False)
def crashes_without_digests(digests, context):
    digests = list(digests)
    yield f"{digests[0].title}\n"
    yield from text(digests)


@fault(TAKES, "a day twice", streams=False)
def crashes_on_a_day_twice(digests, context):
    digests = list(digests)
    days = {digest.date for digest in digests}
    assert len(days) == len(digests)
    yield from text(digests)


@fault(TAKES)
def crashes_on_a_paper_twice(digests, context):
    seen = set()
    for digest in digests:
        for paper in digest.papers:
            assert paper.url not in seen
            seen.add(paper.url)
        yield from text([digest])


@fault("it_takes_whatever_the_context_says", "title")
def cannot_bear_a_title(digests, context):
    yield (context.title or "").encode("ascii").decode()
    yield from text(digests)


@fault("it_takes_whatever_the_context_says", "language")
def cannot_bear_a_language(digests, context):
    yield {None: "", "ko": "한국어"}[context.language]
    yield from text(digests)


# Form.

FORM = "it_is_well_formed"


@fault(FORM, "no XML", base=xml)
def does_not_escape(digests, context):
    yield "<digests>"
    for chunk in text(digests):
        yield chunk
    yield "</digests>"


@fault(FORM, base=xml)
def lets_control_characters_through(digests, context):
    yield "<digests>"
    for chunk in lines(digests):
        yield html.escape(json.loads(json.dumps(chunk)).encode().decode("unicode-escape"))
    yield "</digests>"


@fault(FORM, "no JSON", base=lines)
def writes_json_by_hand(digests, context):
    for digest in digests:
        yield f'{{"date": "{digest.date}", "title": "{digest.title}", "papers": "{[*map(record, digest.papers)]}"}}\n'


@fault(FORM, "NaN", base=lines)
def writes_nan(digests, context):
    for digest in digests:
        yield from lines([digest])
        yield (
            json.dumps([float("nan") if paper.votes is None else paper.votes for paper in digest.papers])
            + "\n"
        )


@fault(FORM, "no zip", base=archive)
def writes_no_zip(digests, context):
    yield from (chunk.encode("utf-8", "replace") for chunk in text(digests))


@fault(FORM, "one name", base=archive)
def names_entries_by_day(digests, context):
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w") as target:
        warnings.simplefilter("ignore")
        for digest in digests:
            target.writestr(zipfile.ZipInfo(f"{digest.date}.json"), "".join(lines([digest])))
    yield made.getvalue()


@fault(FORM, "javascript:", suffix=".html", media_type="text/html")
def links_to_scripts(digests, context):
    for digest in digests:
        yield html.escape("".join(text([digest])))
        for paper in digest.papers:
            yield f'<a href="{html.escape(paper.url)}">x</a>\n'


@fault(FORM, "<script>", suffix=".html", media_type="text/html")
def writes_markup(digests, context):
    for digest in digests:
        yield html.escape("".join(text([digest])))
        yield "".join(f"<h1>{paper.title}</h1>\n" for paper in digest.papers)


# Chance and memory.

TWICE = "two_runs_give_the_same_bytes"


def ends_with(name, check, end, *words):
    def export(digests, context):
        yield from text(digests)
        yield f"{end()}\n"

    FAULTS[name] = made(export), check, words


_numbers = random.Random()
ends_with("is random", TWICE, _numbers.random, "first run", "second run", "differ at byte")
ends_with("makes a UUID", TWICE, uuid.uuid4)
ends_with("tells the nanosecond", TWICE, time.perf_counter_ns)
ends_with("tells the time", TWICE, time.time_ns)
ends_with("asks the system for chance", TWICE, lambda: os.urandom(4))
_count = itertools.count()
ends_with("counts its runs", TWICE, lambda: next(_count))

_seen = []


@fault(TWICE)
def remembers(digests, context):
    for digest in digests:
        _seen.append(digest)
        yield f"{len(_seen)}\n"
        yield from text([digest])


_known = set()


@fault(TWICE)
def leaves_out_what_it_has_shown(digests, context):
    for digest in digests:
        papers = [paper for paper in digest.papers if paper not in _known]
        _known.update(papers)
        yield from text([attrs.evolve(digest, papers=papers)] if papers else [])


# Time and place.

ELSEWHERE = "time_and_place_do_not_matter"

ends_with("tells the day", ELSEWHERE, lambda: datetime.date.today(), "the clock")  # noqa: DTZ011 - the fault
ends_with("tells the year", ELSEWHERE, lambda: datetime.datetime.now(datetime.UTC).year, "the clock")
ends_with("tells the month by strftime", ELSEWHERE, lambda: time.strftime("%Y-%m"), "the clock")
ends_with("tells the zone", ELSEWHERE, lambda: time.strftime("%z", time.localtime(0)), "the time zone")
ends_with("tells the local hour", ELSEWHERE,
          lambda: datetime.datetime.fromtimestamp(0).hour, "the time zone")  # fmt: skip # noqa: DTZ006
ends_with("tells hashes", ELSEWHERE, lambda: hash("digest"), "the hash seed")
ends_with("lists a set", ELSEWHERE, lambda: list({f"word {at}" for at in range(20)}), "the hash seed")
ends_with("tells the folder", ELSEWHERE, Path.cwd, "the working directory")
ends_with("tells the home", ELSEWHERE, Path.home, "the home directory")
ends_with("tells the user's folder", ELSEWHERE, lambda: Path("~/x").expanduser(), "the home directory")
ends_with("tells the user", ELSEWHERE, getpass.getuser, "the name of the user")
ends_with(
    "tells the user by a variable", ELSEWHERE, lambda: os.environ.get("USER", "none"), "the name of the user"
)
ends_with("tells the host", ELSEWHERE, socket.gethostname, "the name of the host")
ends_with("tells the host by uname", ELSEWHERE, lambda: os.uname().nodename, "the name of the host")
ends_with("tells the host by platform", ELSEWHERE, platform.node, "the name of the host")
ends_with("tells the node", ELSEWHERE, uuid.getnode, "the name of the host")
ends_with("tells a variable", ELSEWHERE, lambda: os.environ.get("DIGEST_FOOTER", ""), "environment variables")
ends_with("tells the width", ELSEWHERE, lambda: os.environ.get("COLUMNS"), "environment variables")
ends_with(
    "tells the temporary folder", ELSEWHERE, lambda: os.environ.get("TMPDIR", "/tmp"), "environment variables"
)
ends_with("tells where it is", ELSEWHERE, lambda: __file__, "where its files are")
ends_with("tells its folder", ELSEWHERE, lambda: Path(__file__).resolve().parent, "where its files are")
ends_with("tells its process", ELSEWHERE, os.getpid, "the process")
ends_with("tells addresses", ELSEWHERE, lambda: id(_seen) % 2**40 + os.getpid(), "the process")
ends_with("tells the time of its import", ELSEWHERE, lambda: _IMPORTED, "the process")
ends_with("tells its arguments", ELSEWHERE, lambda: sys.argv, "the process")
ends_with("writes numbers by locale", ELSEWHERE, lambda: f"{1.5:n}", "the locale")
ends_with(
    "writes numbers by the locale module", ELSEWHERE, lambda: locale.format_string("%.1f", 1.5), "the locale"
)

_IMPORTED = time.time_ns()


@fault(ELSEWHERE, "the locale", "May")
def tells_the_month(digests, context):
    for digest in digests:
        yield f"{digest.date:%d %B %Y}\n" if digest.date else ""
        yield from text([digest])
    yield datetime.date(2024, 5, 1).strftime("%B")


FAULTS["tells_the_month"] = (FAULTS["tells_the_month"][0], ELSEWHERE, ("the locale",))

# Deeds.

DEEDS = "it_does_nothing_but_yield"


def does(name, deed, *words, **given):
    def export(digests, context):
        yield "head\n"
        try:
            deed()
        except OSError:
            yield "it failed\n"
        yield from text(digests)

    FAULTS[name] = made(export, **given), DEEDS, words


def _write_temporary():
    with tempfile.TemporaryFile() as file:
        file.write(b"x")


def _leave_thread():
    threading.Thread(target=time.sleep, args=(1,), daemon=True, name="left over").start()


does("writes a file", lambda: Path("written.txt").write_text("x"), "writes the file", "written.txt")
does("makes a folder", lambda: Path("made").mkdir(), "os.mkdir")
does("removes a file", lambda: Path("no such file").unlink())
does("reads the home", lambda: (Path.home() / ".digestkit").read_text(), "reads the file", ".digestkit")
does("reads the host's name", lambda: Path("/etc/hostname").read_text(), "/etc/hostname")
does("reads beside its module", lambda: Path(__file__).with_name("template.txt").read_text(), "template.txt")
does("reads a file of the folder", lambda: Path("pyproject.toml").read_text())
does("lists the folder", lambda: list(Path().iterdir()), "dir(")
does("makes temporary files", _write_temporary, "writes the file")
does("asks the network", lambda: socket.create_connection(("192.0.2.1", 9), timeout=0.01), "socket")
does("resolves a name", lambda: socket.gethostbyname("digest.example"), "gethostbyname")
does("starts a program", lambda: subprocess.run(["true"], check=True), "subprocess")
does("runs a shell", lambda: os.system("true"), "os.system")
does("prints", lambda: print("hello"), "prints 'hello")
does("complains", lambda: print("hello", file=sys.stderr), "prints")
does("prints past sys.stdout", lambda: os.write(1, b"hello"), "prints 'hello")
does("logs a warning", lambda: logging.getLogger("sample").warning("exported %d", 7), "logs 'exported 7'")
does("logs", lambda: logging.getLogger("sample").info("exported"), "logs 'exported'")
does("configures logging", lambda: logging.basicConfig(force=True), "root logger")
does("warns", lambda: warnings.warn("careful", UserWarning, stacklevel=1), "warns 'careful'")
does("leaves a thread", _leave_thread, "thread 'left over'")
does("changes the environment", lambda: os.environ.__setitem__("DIGEST", str(time.time())), "os.environ")
does("changes the folder", lambda: os.chdir("/"), "os.chdir")
does("seeds chance", lambda: random.seed(7), "random")
does(
    "raises the recursion limit",
    lambda: sys.setrecursionlimit(sys.getrecursionlimit() + 1),
    "recursion limit",
)
does("changes the path", lambda: sys.path.append("/nowhere"), "sys.path")
does(
    "changes decimal", lambda: setattr(decimal.getcontext(), "prec", decimal.getcontext().prec + 1), "decimal"
)
does("changes csv", lambda: csv.field_size_limit(csv.field_size_limit() + 1), "csv")
does("changes the mask", lambda: os.umask(os.umask(0) ^ 0o011), "mask")
does(
    "silences warnings",
    lambda: warnings.filterwarnings("ignore", message=str(time.time())),
    "warning filters",
)
does("asks to be called in the end", lambda: atexit.register(print), "when Python ends")
does(
    "patches the model",
    lambda: setattr(digestkit.Paper, "short", property(lambda self: self.title[:9])),
    "model",
)
does(
    "sets the locale",
    lambda: locale.setlocale(locale.LC_ALL, "C.UTF-8" if locale.setlocale(locale.LC_ALL) == "C" else "C"),
    "locale",
)
does("closes standard output", lambda: sys.stdout.close(), "closes")

# What it is given.

GIVEN = "it_leaves_what_it_is_given_as_it_is"


@fault(GIVEN, "changed the digests")
def changes_the_digests(digests, context):
    for digest in digests:
        for paper in digest.papers:
            object.__setattr__(paper, "title", paper.title + "!")
        yield from text([digest])


@attrs.define
class Mutable:
    level: int = 1
    names: list[str] = attrs.field(factory=list)


@fault(GIVEN, "changed its options", options=Mutable)
def counts_in_its_options(digests, context):
    context.options.level += 1
    yield from text(digests)


@fault(GIVEN, options=Mutable)
def adds_to_its_options(digests, context):
    context.options.names.append("x")
    yield from text(digests)


@fault(GIVEN, options=Mutable)
def pops_its_options(digests, context):
    while context.options.names:
        yield f"{context.options.names.pop()}\n"
    yield from text(digests)


@fault(GIVEN)
def changes_the_context(digests, context):
    object.__setattr__(context, "title", "changed")
    yield from text(digests)


class Stateful:
    """One object for all runs, which remembers the context that it was called with."""

    __name__ = "stateful"

    def __init__(self):
        self.contexts = []

    def __call__(self, digests, context):
        again = any(context is known for known in self.contexts)
        self.contexts.append(context)
        yield "again\n" if again else "first\n"
        yield from text(digests)


FAULTS["remembers its contexts"] = made(Stateful()), GIVEN, ("two outputs of one export",)

# Options.

OPTIONS = "its_options_are_validated"


class Kind(enum.Enum):
    PLAIN = "plain"
    FANCY = "fancy"


def with_option(name, kind, default, use, *words, check=OPTIONS, **field):
    @attrs.frozen
    class Options:
        option: kind = attrs.field(default=default, **field)

    Options.__annotations__["option"] = kind

    def export(digests, context):
        use(context.options.option)
        yield from text(digests)

    FAULTS[name] = made(export, options=Options), check, words


with_option("crashes on a flag", bool, False, lambda flag: 1 / (not flag), "ZeroDivisionError")
FAULTS["crashes on a flag"] = (*FAULTS["crashes on a flag"][:1], TAKES, ())
with_option("crashes on 0", int, 3, lambda width: 1 // width, "option=0")
with_option(
    "crashes on a negative number", int, 3, lambda width: "x" * 5 if width >= 0 else [][width], "option=-1"
)
with_option(
    "crashes on a large number",
    int,
    3,
    lambda width: datetime.date(2024, 1, 1) + datetime.timedelta(days=width),
)
with_option("crashes on a fraction", float, 2.0, lambda scale: [0, 1, 2][int(scale)] and {2.0: 1}[scale])
with_option("crashes on no text", str, "abc", lambda mark: mark[0])
with_option("crashes on Korean text", str, "abc", lambda mark: mark.encode("ascii"))
with_option("crashes on a template", str, "%", lambda mark: mark.format())
with_option(
    "crashes on the last day",
    datetime.date,
    datetime.date(2024, 1, 1),
    lambda day: day + datetime.timedelta(days=9),
)
with_option("crashes on a choice", Literal["a", "b"], "a", lambda choice: {"a": 1}[choice], check=TAKES)
with_option("crashes on a member", Kind, Kind.PLAIN, lambda kind: {Kind.PLAIN: 1}[kind], check=TAKES)
with_option("crashes on a file", InputFile, None, lambda data: (data or b"").decode())
with_option("crashes on an empty list", tuple[str, ...], ("a",), lambda names: names[0], "option")
with_option("crashes on a second value", tuple[str, ...], ("a",), lambda names: {1: 1}[len(names) or 1])
with_option("crashes on none", int | None, 3, lambda width: width + 1)
with_option("opens a path", Path, Path("x"), lambda path: path.read_text(), check=DEEDS)
with_option("has a converter that crashes", str, "a", lambda _: None, "KeyError",
            converter=lambda value: {"a": 1}[value])  # fmt: skip
with_option(
    "takes every number for a level", int, 1, lambda _: None, converter=lambda value: [10, 20, 30, 40][value]
)


@attrs.frozen
class Fancy:
    loud: bool = False
    kind: Kind = Kind.PLAIN


@fault(TWICE, "loud=true", options=Fancy)
def is_random_when_loud(digests, context):
    yield from text(digests)
    if context.options.loud:
        yield str(_numbers.random())


@fault(LOST, "kind=fancy", options=Fancy)
def cuts_names_when_fancy(digests, context):
    for digest in digests:
        if context.options.kind is Kind.FANCY:
            papers = [attrs.evolve(paper, authors=paper.authors[:2]) for paper in digest.papers]
            digest = attrs.evolve(digest, papers=papers)  # noqa: PLW2901 - a fault needs no style
        yield from text([digest])


@fault(CARRIES, "loud=true", options=Fancy)
def drops_votes_when_loud(digests, context):
    for digest in digests:
        if context.options.loud:
            papers = [attrs.evolve(paper, votes=None) for paper in digest.papers]
            digest = attrs.evolve(digest, papers=papers)  # noqa: PLW2901 - as above
        yield from text([digest])


# What is only there once, or among few.


def _each_but_the_first(name, field, change, *words, check=LOST):
    def of_digest(digest):
        papers = [attrs.evolve(paper, **{field: change(digest.papers[at - 1], paper)}) if at else paper
                  for at, paper in enumerate(digest.papers)]  # fmt: skip
        return attrs.evolve(digest, papers=papers)

    of_digests(name, check, of_digest, *words)


def _if_other(field):
    return lambda before, paper: (
        None if getattr(before, field) == getattr(paper, field) else getattr(paper, field)
    )


_each_but_the_first("groups by section", "section", _if_other("section"), "as in papers[0]")
_each_but_the_first("leaves out votes as before", "votes", _if_other("votes"), "as in papers[0]")
_each_but_the_first("leaves out pictures as before", "media", _if_other("media"), "as in papers[0]")
_each_but_the_first("labels the first paper alone", "summary",
                    lambda _, paper: [Item(None, item.text) for item in paper.summary], "papers[1]")  # fmt: skip
of_digests(
    "leaves out summaries after 100 papers",
    BULK,
    lambda digest: attrs.evolve(
        digest,
        papers=[
            attrs.evolve(paper, summary=()) if at > 100 else paper for at, paper in enumerate(digest.papers)
        ],
    ),
    "the summary of",
)
of_field(
    "takes extra for a mapping", "extra", lambda pairs: list(dict(pairs).items()), "a name that comes again"
)
of_field(
    "takes links for a mapping", "links", lambda pairs: list(dict(pairs).items()), "a name that comes again"
)
of_field("gathers items of one label", "summary", lambda items: sorted(items, key=lambda item: [one.label for one in items].index(item.label)),
         "where a label comes again")  # fmt: skip
of_papers(
    "drops the mark of more authors if there are many", LOST,
    lambda paper: attrs.evolve(paper, authors_truncated=paper.authors_truncated and len(paper.authors) < 9),
    "more than many",
)  # fmt: skip


@fault(LOST, "1924")
def writes_years_of_two_digits(digests, context):
    for digest in digests:
        day = digest.date and digest.date.strftime("%y-%m-%d")
        yield f"{day}\n{''.join(text([attrs.evolve(digest, date=None, title=digest.title or 'x')]))}"


# The syntax, once more.


@fault("it_is_well_formed", "fields", suffix=".csv", media_type="text/csv")
def writes_csv_by_hand(digests, context):
    for digest in digests:
        for paper in digest.papers:
            yield f"{digest.date},{digest.title!a},{record(paper)!r}\n"


@fault("it_is_well_formed", "no YAML", suffix=".yaml", media_type="application/yaml")
def writes_yaml_by_hand(digests, context):
    for digest in digests:
        yield f"- title: {json.dumps(digest.title)}\n  day: {digest.date}\n  papers:\n"
        for paper in digest.papers:
            yield f"  - title: {paper.title}\n    rest: {json.dumps(record(paper))}\n"


# The record.

RECORD = "the_record_is_one_that_the_host_serves"

for _name, _given in {
    "has no suffix": {"suffix": ""},
    "has no media type": {"media_type": "text"},
    "carries no such field": {"carries": ("colour",)},
    "carries a text": {"carries": "title"},
    "has a class of options that is none": {"options": dict},
    "needs a newer digestkit": {"api_version": 99},
}.items():
    FAULTS[_name] = made(lambda digests, _context: text(digests), **_given), RECORD, ()


@fault(RECORD, "digests, context")
def takes_one_argument(digests):
    yield from text(digests)


# Time.

GROWS = "its_time_grows_as_its_input"


@fault(GROWS, "papers")
def compares_all_papers(digests, context):
    seen = []
    for digest in digests:
        for paper in digest.papers:
            if paper not in seen:
                seen.append(paper)
        yield from text([digest])


@fault(GROWS, "characters")
def looks_at_rest_of_text(digests, context):
    for digest in digests:
        for paper in digest.papers:
            for item in paper.summary:
                _ends(item.text)
        yield from text([digest])


def _ends(text):
    while len(text) > 1000:
        text = text[10:]


def kit(name, exporter, **given):
    """A conformance class of this module, which other processes find by its name."""
    attributes = {
        "exporter": exporter,
        "__module__": __name__,
        "__qualname__": name,
        "__test__": False,
        **given,
    }
    made = type(name, (ExporterConformance,), attributes)
    globals()[name] = made
    return made


def _word(name):
    return re.sub(r"\W+", "_", name)


KITS = {name: kit(f"Of_{_word(name)}", exporter) for name, (exporter, _, _) in FAULTS.items()}
SOUND_KITS = {name: kit(f"Sound_{_word(name)}", exporter) for name, exporter in SOUND.items()}
