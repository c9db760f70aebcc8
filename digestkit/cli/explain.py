"""`digestkit explain`: what a code means, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from digestkit.cli.commands import command, completing
from digestkit.cli.config import configured

if TYPE_CHECKING:
    from digestkit.checks.contract import Lint

_MARK = re.compile(r" *(?:[-*]|[0-9]+\.) ")
_FENCE = re.compile(r"^```(\w+) (wrong|right)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@command("explain")
@click.argument("code", shell_complete=completing("codes"))
@configured
def explain(code: str) -> None:
    """Explain a CODE, such as DK201: what it means, why it matters, and how to fix it."""
    from digestkit.checks import codes, explanations
    from digestkit.diagnostics import Code

    own = {lint.info.code.id: lint for lint in _own(code)}
    found = codes.find(code, [lint.info.code for lint in own.values()])
    about = explanations.sections()[found.id] if isinstance(found, Code) else _about(own[found.id])
    text = _FENCE.sub(_example, about)
    head = f"{found.id} ({found.severity}): {found.summary}"
    click.echo("\n".join(line for each in [head, "", *text.strip().split("\n")] for line in _fitted(each)))


def _fitted(line: str) -> Iterator[str]:
    """A line, as wide as the terminal if it is prose; examples stay as they are."""
    from digestkit.cli import layout

    if not line or line.startswith("    "):
        yield line
        return
    found = _MARK.match(line)
    first = found[0] if found else ""
    yield from layout.paragraph(line[len(first) :], layout.width(), " " * len(first), first)


def _own(code: str) -> tuple[Lint, ...]:
    """The lints of the plugin that a code is of; the core's codes load none."""
    prefix = code.strip().upper().rstrip("0123456789")
    if prefix == "DK" or not prefix.isalpha() or prefix == code.strip().upper():
        return ()
    from digestkit.registry import checks

    return checks.of_prefix(prefix)


def _about(lint: Lint) -> str:
    of = f"A lint of {lint.owner}, which looks at each {lint.info.of}."
    return f"{lint.info.explanation}\n\n{of}"


def _example(match: re.Match[str]) -> str:
    """An example, indented, under the word `Wrong` or `Right`."""
    _language, kind, name, text = match.groups()
    lines = [f"    {line}" if line else "" for line in text.rstrip("\n").split("\n")]
    return "\n".join([f"{kind.capitalize()}{f', in {name}' if name else ''}:", "", *lines])
