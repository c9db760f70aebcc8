"""Papers and digests as HTML for notebooks: safe to show whatever their texts hold.

Text is escaped and cleaned, only what `links` allows is a link, and nothing is loaded from elsewhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Protocol

from digestkit.text.cleaning import escape, escape_attribute
from digestkit.text.inline import Outlined, summary_html
from digestkit.text.links import link_target

_MOST_NAMES = 10


class ShownPaper(Protocol):
    """A paper: `digestkit.Paper` is one."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def href(self) -> str:
        """Its absolute URL."""

    @property
    def votes(self) -> int | None:
        """Its votes, if they are known."""

    @property
    def authors_clean(self) -> tuple[str, ...]:
        """Its authors."""

    @property
    def authors_truncated(self) -> bool:
        """Whether it has more."""

    @property
    def summary(self) -> Iterable[Outlined]:
        """Its summary."""


class ShownDigest(Protocol):
    """A digest: `digestkit.Digest` is one."""

    @property
    def date(self) -> datetime.date | None:
        """Its day."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def papers(self) -> Iterable[ShownPaper]:
        """Its papers."""


def digest(shown: ShownDigest) -> str:
    """A digest: its day and title, and its papers, each folded but for its title and authors."""
    heading = " ".join(filter(None, [shown.title, shown.date.isoformat() if shown.date else ""]))
    papers = "".join([f"<li>{_folded(one)}</li>" for one in shown.papers])
    return f"<div><h3>{escape(heading)}</h3><ol>{papers}</ol></div>"


def paper(shown: ShownPaper) -> str:
    """A paper: its title as a link, votes and authors, and its summary as a list."""
    return f"<div>{_head(shown)}{summary_html(shown.summary)}</div>"


def _folded(shown: ShownPaper) -> str:
    summary = summary_html(shown.summary)
    return f"<details><summary>{_head(shown)}</summary>{summary}</details>" if summary else _head(shown)


def _head(shown: ShownPaper) -> str:
    target = link_target(shown.href)
    title = f"<strong>{escape(shown.title)}</strong>"
    if target is not None:
        title = f'<a href="{escape_attribute(target)}">{title}</a>'
    about = [f"{shown.votes} votes"] if shown.votes is not None else []
    if names := _names(shown):
        about.append(names)
    return f"{title}<br/><small>{escape(' · '.join(about))}</small>" if about else title


def _names(shown: ShownPaper) -> str:
    names = shown.authors_clean
    more = shown.authors_truncated or len(names) > _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (", …" if more and names else "")
