"""`digestkit stats`: what many digests hold, in numbers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from digestkit.cli import parameters
from digestkit.cli.commands import command
from digestkit.cli.config import configured
from digestkit.cli.messages import Messages, emit, quietly
from digestkit.diagnostics import AnyCode, one_line

if TYPE_CHECKING:
    from collections import Counter

    from digestkit.checking import Findings
    from digestkit.statistics import Statistics

TITLE_WIDTH = 72
"""The most cells that a title or name takes in a table; a Korean syllable takes two."""


@command("stats")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="How many papers, authors and labels to list.",
)
@parameters.reading
@parameters.loudness
@configured
@click.pass_context
def stats(
    ctx: click.Context,
    /,
    *,
    messages: Messages,
    inputs: tuple[str, ...],
    from_: str | None,
    form: str,
    top: int,
    **settings: Any,  # noqa: ANN401 - keywords of digestkit.check
) -> None:
    """Count papers by month, list the most voted, the busiest authors and the labels, and count findings.

    INPUT is a file, a folder, an archive, a URL, or - for standard input, which is also read if there is no
    INPUT.
    """
    from collections import Counter

    import digestkit
    from digestkit.checks.codes import ALWAYS
    from digestkit.statistics import Statistics

    counted = Statistics(top)
    found = digestkit.check(parameters.paths(inputs), format=from_, see=counted.add, **settings)
    codes: Counter[AnyCode] = Counter()
    # Reading happens in this loop: `counted` is complete only after it.
    for diagnostic in quietly(found):
        codes[diagnostic.code] += 1
        if diagnostic.code in ALWAYS:
            messages.show(diagnostic)
    record = _record(found, counted, codes, top)
    if form == "json":
        emit(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        for line in _text(record, {code.id: code.summary for code in codes}):
            click.echo(line.rstrip())
    if found.failed:
        ctx.exit(1)


def _record(found: Findings, counted: Statistics, codes: Counter[AnyCode], top: int) -> dict[str, Any]:
    """Everything that is printed, in the shape of the JSON; the text is made of the same record."""
    from digestkit.statistics import ranked

    return {
        "files": found.files,
        "digests": counted.digests,
        "papers": counted.papers,
        "items": counted.items,
        "months": dict(sorted(counted.months.items())),
        "most_voted": [voted._asdict() for voted in counted.most_voted],
        "authors": {"different": len(counted.authors), "busiest": dict(ranked(counted.authors, top))},
        "labels": {
            "different": len(counted.labels),
            "none": counted.unlabelled,
            "commonest": dict(ranked(counted.labels, top)),
        },
        "findings": {code.id: codes[code] for code in sorted(codes, key=lambda code: code.id)},
    }


def _text(record: dict[str, Any], summaries: Mapping[str, str]) -> Iterator[str]:
    from digestkit.cli.findings import counted

    yield ", ".join(counted(record[f"{thing}s"], thing) for thing in ("file", "digest", "paper", "item"))
    yield from _table("Papers by month", record["months"].items())
    yield from _table("Most voted", (_voted_row(voted) for voted in record["most_voted"]))
    authors, labels = record["authors"], record["labels"]
    yield from _table(f"Busiest of {counted(authors['different'], 'author')}", authors["busiest"].items())
    title = f"Commonest of {counted(labels['different'], 'label')}; {counted(labels['none'], 'item')} without"
    yield from _table(title, labels["commonest"].items())
    findings = ((f"{code}  {summaries[code]}", count) for code, count in record["findings"].items())
    yield from _table("Findings", findings)


def _voted_row(voted: dict[str, Any]) -> tuple[str, int]:
    return (f"{voted['date'] or 'undated':10}  {voted['title']}", voted["votes"])


def _table(title: str, rows: Iterable[tuple[str, int]]) -> Iterator[str]:
    """A blank line, a heading, and a row for each name with its count; nothing if there are no rows."""
    from digestkit.cli import layout
    from digestkit.text import width

    found = [(one_line(name), str(count)) for name, count in rows]
    if not found:
        return
    counts = max(len(count) for _, count in found)
    room = (layout.width() or sys.maxsize) - counts - 4  # the indentation, and what parts the columns
    shown = [(width.cut(name, max(min(TITLE_WIDTH, room), 1)), count) for name, count in found]
    names = max(width.cells(name) for name, _ in shown)
    yield ""
    yield title
    for name, count in shown:
        yield f"  {width.pad(name, names)}  {count:>{counts}}"
