"""`digestkit explain`: what a code means, and what to do about it."""

from __future__ import annotations

import re

import click

_FENCE = re.compile(r"^```(\w+) (wrong|right)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@click.command("explain")
@click.argument("code")
def explain(code: str) -> None:
    """Explain a CODE, such as DK201: what it means, why it matters, and how to fix it."""
    from digestkit.checks import codes, explanations

    found = codes.find(code)
    text = _FENCE.sub(_example, explanations.sections()[found.id])
    click.echo(f"{found.id} ({found.severity}): {found.summary}\n\n{text.strip()}")


def _example(match: re.Match[str]) -> str:
    """An example, indented, under the word `Wrong` or `Right`."""
    _language, kind, name, text = match.groups()
    lines = [f"    {line}" if line else "" for line in text.rstrip("\n").split("\n")]
    return "\n".join([f"{kind.capitalize()}{f', in {name}' if name else ''}:", "", *lines])
