"""Papers and digests as HTML for notebooks: safe to show whatever their texts hold.

Text is escaped and cleaned, only what `links` allows becomes a link, and nothing is loaded from the network:
pictures and videos are left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Protocol

from digestkit.text.cleaning import escape, escape_attribute
from digestkit.text.inline import Outlined, summary_html, typeset_html
from digestkit.text.links import link_target

_MOST_NAMES = 10


# Protocols, not the model's classes: this package lies below the model, which calls it.
class ShownPaper(Protocol):
    """What is shown of a paper; `digestkit.Paper` has it all."""

    @property
    def title(self) -> str:
        """The title as written."""

    @property
    def href(self) -> str:
        """The absolute URL, which may still be one that no link may have."""

    @property
    def votes(self) -> int | None:
        """The number of votes, None where unknown."""

    @property
    def authors_clean(self) -> tuple[str, ...]:
        """The names, trimmed, without blank and repeated ones."""

    @property
    def authors_truncated(self) -> bool:
        """Whether the digest cut the names off with a `+`."""

    @property
    def summary(self) -> Iterable[Outlined]:
        """The items in their order."""


class ShownDigest(Protocol):
    """What is shown of a digest; `digestkit.Digest` has it all."""

    @property
    def date(self) -> datetime.date | None:
        """The day, None where the heading has none that exists."""

    @property
    def title(self) -> str:
        """The heading without its date; may be empty."""

    @property
    def papers(self) -> Iterable[ShownPaper]:
        """The papers in their order."""


def digest(shown: ShownDigest) -> str:
    """A digest as one `<div>`: its title and day, and its papers, each folded down to title and authors."""
    heading = " ".join(filter(None, [shown.title, shown.date.isoformat() if shown.date else ""]))
    papers = "".join([f"<li>{_folded(one)}</li>" for one in shown.papers])
    return f"<div><h3>{escape(heading)}</h3><ol>{papers}</ol></div>"


def paper(shown: ShownPaper) -> str:
    """A paper as one `<div>`: its title as a link, votes and authors (ten at most), its summary as a list."""
    return f"<div>{_head(shown)}{summary_html(shown.summary)}</div>"


def _folded(shown: ShownPaper) -> str:
    summary = summary_html(shown.summary)
    return f"<details><summary>{_head(shown)}</summary>{summary}</details>" if summary else _head(shown)


def _head(shown: ShownPaper) -> str:
    target = link_target(shown.href)
    title = f"<strong>{typeset_html(shown.title)}</strong>"
    if target is not None:
        title = f'<a href="{escape_attribute(target)}">{title}</a>'
    about = [f"{shown.votes} votes"] if shown.votes is not None else []
    if names := _names(shown):
        about.append(names)
    return f"{title}<br/><small>{escape(' · '.join(about))}</small>" if about else title


def _names(shown: ShownPaper) -> str:
    # Papers by hundreds of authors would push the summary out of sight.
    names = shown.authors_clean
    more = shown.authors_truncated or len(names) > _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (", …" if more and names else "")
