"""A newsletter: the most voted papers of the newest days, as HTML to send.

    python examples/newsletter.py seeds/ > newsletter.html

The summaries become safe HTML: escaped, with links, labels and lists, and without anything that runs.
"""

from __future__ import annotations

import heapq
import html
import sys
from collections.abc import Iterable
from operator import itemgetter

import digestkit
from digestkit.text import link_target, summary_html

DAYS, PAPERS = 2, 5


def newsletter(digests: Iterable[digestkit.Digest]) -> str:
    """The newsletter; digests without a date are in no issue."""
    dated = ((digest.date, digest.papers) for digest in digests if digest.date)
    newest = heapq.nlargest(DAYS, dated, key=itemgetter(0))
    papers = [paper for _, of_day in newest for paper in of_day]
    best = heapq.nlargest(PAPERS, papers, key=lambda paper: paper.votes or 0)
    return "\n".join(["<!DOCTYPE html>", '<meta charset="utf-8">', *(section(paper) for paper in best), ""])


def section(paper: digestkit.Paper) -> str:
    """One paper: the title as a link, who wrote it, and its summary."""
    title, target = html.escape(paper.title), link_target(paper.href)
    heading = f'<a href="{html.escape(target)}">{title}</a>' if target else title  # no `javascript:`
    others = " and others" if paper.authors_truncated else ""
    return (
        f"<h2>{heading}</h2>\n"
        f"<p>{html.escape(', '.join(paper.authors_clean))}{others}; {paper.votes or 0} votes</p>\n"
        f"{summary_html(paper.summary)}"
    )


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.stdout.write(newsletter(digestkit.iter_digests(sys.argv[1:])))
