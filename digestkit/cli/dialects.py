"""`digestkit dialects`: which spellings of digests can be read, and why a file is read as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from digestkit.cli import layout, messages
from digestkit.cli.commands import PLACE, command

if TYPE_CHECKING:
    from digestkit.dialects.detection import Verdict

SHOWN = 5
"""So many lines that the best dialect claims nothing of are shown."""

WRITTEN = "; can be written"


@command("dialects")
@click.option("--why", "file", metavar="FILE", type=PLACE, help="Show how well each dialect fits FILE.")
@click.option("--encoding", default="utf-8", metavar="ENCODING", show_default=True, help="Encoding of FILE.")
def dialects(file: str | None, encoding: str) -> None:
    """List the dialects of digests that can be read, and repositories that use them.

    Each input is read in the dialect that it is in; --dialect names another, or a table of your own. With
    `--to markdown -O style=NAME`, digests are written in a dialect that can be written.
    """
    for line in _listing() if file is None else _why(file, encoding):
        messages.show(line.rstrip())


def _listing() -> Iterator[str]:
    from digestkit import dialects as tables
    from digestkit.markdown.recognition import KOREAN

    rows = [(KOREAN, "Daily papers of Hugging Face, in Korean", f"l-yohai/daily_papers_ko{WRITTEN}")]
    for name in tables.known():
        table = tables.named(name)
        can = WRITTEN if table.write is not None else ""
        rows.append((name, table.summary, f"{', '.join(table.used_by)}{can}"))
    yield from layout.rows(rows, layout.width())


def _why(file: str, encoding: str) -> Iterator[str]:
    from pathlib import Path

    from digestkit.dialects import detection
    from digestkit.files import inputs
    from digestkit.files.decoding import Encoding
    from digestkit.files.inputs import Input
    from digestkit.markdown.recognition import head

    given = Input(file, None, Path(file))
    text = inputs.text(given, Encoding(encoding), lambda _diagnostic: None)
    verdict = detection.judge(text, given.origin.path)
    yield _conclusion(verdict)
    yield ""
    for score in verdict.scores:
        yield f"{score.share:4.0%}  {score.name}"
    beginning = head(text)
    first = verdict.scores[0]
    for at in first.unclaimed[: SHOWN if first.share else 0]:
        line = beginning.count("\n", 0, at) + 1
        yield f"{file}:{line}: nothing of {first.name}: {beginning[at:].partition(chr(10))[0][:80]}"


def _conclusion(verdict: Verdict) -> str:
    if verdict.best is not None:
        return f"read as {verdict.best.name} ({verdict.best.share:.0%})"
    if verdict.tied:
        return f"{' and '.join(verdict.tied)} fit alike: say which with --dialect"
    return "in no known dialect: write a table for it, as docs/how-to/dialects.md shows"
