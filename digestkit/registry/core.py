"""The core formats, as a table that is read without importing any of them, and formats to be installed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class CoreFormat(NamedTuple):
    """What listing the formats shows of a core format without importing its module."""

    module: str
    suffix: str
    summary: str


CORE: Mapping[str, CoreFormat] = MappingProxyType(
    {
        "jsonl": CoreFormat(
            "digestkit.formats.jsonl.exporter",
            ".jsonl",
            "One JSON object per line for each paper; nothing is lost.",
        ),
        "markdown": CoreFormat(
            "digestkit.formats.markdown.exporter",
            ".md",
            "Markdown digests, as they were read, in the style of an era, or in a dialect.",
        ),
        "bibtex": CoreFormat("digestkit.formats.bibtex.exporter", ".bib", "BibTeX and BibLaTeX entries."),
        "csv": CoreFormat(
            "digestkit.formats.csv.exporter", ".csv", "One row for each paper, for spreadsheets."
        ),
        "rss": CoreFormat("digestkit.formats.feeds.rss", ".rss", "RSS 2.0 feed."),
        "atom": CoreFormat("digestkit.formats.feeds.atom", ".atom", "Atom feed (RFC 4287)."),
    }
)
"""The core formats. Their modules register through the same hook as a third party's plugin."""


class CoreReader(NamedTuple):
    """What recognising an input shows of a core reader without importing its module."""

    module: str
    suffixes: tuple[str, ...]
    summary: str


CORE_READERS: Mapping[str, CoreReader] = MappingProxyType(
    {
        "markdown": CoreReader(
            "digestkit.formats.markdown.reader",
            (".md", ".markdown", ".txt"),
            "Markdown digests, in any dialect that `digestkit dialects` lists.",
        ),
        "jsonl": CoreReader(
            "digestkit.formats.jsonl.reader", (".jsonl", ".ndjson"), "JSON Lines, as digestkit writes them."
        ),
    }
)
"""The core's readers. Each module has one, `READER`, made as a third party's is."""


def readers_taken() -> tuple[str, ...]:
    """The names that no plugin's reader can have alone: the core's readers, and the dialects."""
    from digestkit import dialects  # noqa: PLC0415 - most look-ups need no dialects
    from digestkit.markdown.recognition import KOREAN  # noqa: PLC0415 - as above

    return (*CORE_READERS, KOREAN, *dialects.known())


class CoreTransform(NamedTuple):
    """What listing the transforms shows of one without importing its module."""

    module: str
    summary: str


CORE_TRANSFORMS: Mapping[str, CoreTransform] = MappingProxyType(
    {
        "enrich": CoreTransform(
            "digestkit.transforms.enrich",
            "Complete papers from metadata: true author order, categories, abstracts.",
        ),
        "shorten-authors": CoreTransform(
            "digestkit.transforms.shorten_authors", "Keep the first authors of long lists."
        ),
        "strip-media": CoreTransform("digestkit.transforms.strip_media", "Leave out pictures and videos."),
        "translate-labels": CoreTransform(
            "digestkit.transforms.translate_labels", "Replace the labels in summaries."
        ),
    }
)
"""The core's transforms. Each module has one, `TRANSFORM`, made as a third party's is."""

SUFFIXES: Mapping[str, str] = MappingProxyType({"bib": "bibtex", "md": "markdown", "ndjson": "jsonl"})
"""File suffixes that mean a core format of another name."""

INSTALL: Mapping[str, str] = MappingProxyType(
    {
        "csl-json": "paper-digestkit-csl",
        "epub": "paper-digestkit-epub",
        "eml": "paper-digestkit-site",
        "html": "paper-digestkit-site",
        "notes": "paper-digestkit-notes",
        "parquet": "paper-digestkit-data",
        "ris": "paper-digestkit-csl",
        "site": "paper-digestkit-site",
        "sqlite": "paper-digestkit-data",
        "text": "paper-digestkit-site",
    }
)
"""The formats of this project's own plugins, and what to install for them."""

INSTALL_READERS: Mapping[str, str] = MappingProxyType(
    {
        "arxiv-atom": "paper-digestkit-sources",
        "arxiv-rss": "paper-digestkit-sources",
        "daily-ai-papers": "paper-digestkit-daily-ai-papers",
        "daily-arxiv": "paper-digestkit-sources",
        "hf-daily-papers": "paper-digestkit-sources",
        "parquet": "paper-digestkit-data",
        "sqlite": "paper-digestkit-data",
    }
)
"""The readers of this project's own plugins, and what to install for them."""

CORE_OWNER = "paper-digestkit"
"""The distribution that core formats come from."""

SHORT: Mapping[str, str] = MappingProxyType(
    {name.removeprefix("paper-"): name for name in (CORE_OWNER, *INSTALL.values(), *INSTALL_READERS.values())}
)
"""Short names for this project's distributions, which users may write too: `--to digestkit:bibtex`."""


def rightful(noun: str, name: str, owner: str) -> str | None:
    """This project's distribution whose plugin has a name that one of `owner` has taken; None where none has.

    `owner` is a distribution, perhaps with its version behind a space.
    """
    own = {"format": INSTALL, "reader": INSTALL_READERS}.get(noun, {}).get(name)
    return own if own != normalize(owner.partition(" ")[0]) else None


def normalize(name: str) -> str:
    """A distribution's name in lower case with single hyphens, as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def meant(owner: str) -> tuple[str, ...]:
    """The distributions that a user may mean by a name: the one of that name first."""
    key = normalize(owner)
    return (key, SHORT[key]) if key in SHORT else (key,)
