"""An observer for GitHub workflows: what each conversion wrote and lost, on the page of the run.

A step may write Markdown for that page into the file that `GITHUB_STEP_SUMMARY` names:
https://docs.github.com/actions/reference/workflow-commands-for-github-actions, "Adding a job summary".
Elsewhere, where there is no such file, it is printed.

    digestkit convert digests/ -o july.epub --observe step-summary
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import digestkit

_PLAIN = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|"})
"""Escapes what is markup in Markdown: names of files may hold anything."""


@digestkit.hookimpl
def digestkit_converted(result: digestkit.ConvertResult) -> None:
    """Add a table of what was written, and a line for each kind of loss and failure."""
    text = "\n".join(_lines(result)) + "\n\n"
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if not target:
        print(text, end="")
        return
    with Path(target).open("a", encoding="utf-8") as page:
        page.write(text)


def _lines(result: digestkit.ConvertResult) -> Iterator[str]:
    yield "| output | digests | papers | bytes |"
    yield "|---|---:|---:|---:|"
    for written in result.written:
        name = "standard output" if written.path is None else written.path.name.translate(_PLAIN)
        yield f"| {name} | {written.digests} | {written.papers} | {written.size} |"
    yield ""
    yield from (f"- not read: {name.translate(_PLAIN)}" for name in result.failed)
    for code, count in Counter(loss.code for loss in result.losses).items():
        yield f"- {code.id} {code.summary}: {count}"
