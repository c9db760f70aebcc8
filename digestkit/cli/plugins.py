"""`digestkit plugins`: which plugins are installed, and their state."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import click

from digestkit import registry
from digestkit.cli import messages
from digestkit.cli.commands import command
from digestkit.cli.config import configured
from digestkit.diagnostics import json_line


@command("plugins")
@click.option("--requirements", is_flag=True, help="Print what to give pip to get the same plugins again.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option(
    "--test", "tested", multiple=True, metavar="NAME",
    help="Run the conformance kit on the plugin of this name, of any kind, or on all plugins of this "
    "distribution; options follow as NAME:key=value (repeatable).",
)  # fmt: skip
@click.option(
    "--allow", "allows", multiple=True, metavar="EXCEPTION",
    help="With --test: an exception that an exporter needs, like 'temporary files', or a field that a "
    "transform may change (repeatable).",
)  # fmt: skip
@click.option(
    "--sample", "samples", multiple=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False),
    help="With --test: a file that a reader reads (repeatable).",
)  # fmt: skip
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", default=30.0, show_default=True,
    help="How long loading a plugin may take.",
)  # fmt: skip
@configured
def plugins(
    *,
    requirements: bool,
    form: str,
    tested: tuple[str, ...],
    allows: tuple[str, ...],
    samples: tuple[str, ...],
    timeout: float,
) -> None:
    """Show the installed plugins: distribution, version, what they offer, and whether it works.

    This loads them all, one after the other, each in a process of its own. DIGESTKIT_PLUGINS lists the
    distributions whose plugins may be loaded, separated by commas; if it is empty, all plugins are off.

    With --test, the exit code is 3 if a plugin fails; each failure says what to do about it.
    """
    if (allows or samples) and not tested:
        raise click.UsageError(f"{'--allow' if allows else '--sample'} goes with --test")
    for stranger in registry.strangers():
        click.echo(_warning(stranger), err=True)
    if tested:
        from digestkit.cli import testing

        lines: Iterator[str] = testing.lines(testing.Request(tested, allows, samples, timeout))
    elif requirements:
        lines = iter(registry.requirements())
    else:
        states = registry.states(timeout)
        lines = _text(states) if form == "text" else _json(states)
    show = messages.emit if form == "json" else messages.show
    for line in lines:
        show(line)


def _warning(stranger: registry.Owner) -> str:
    return (
        f"warning: the distribution {stranger} ({stranger.path}) is another project with our import name; "
        "remedy: pip uninstall digestkit && pip install --force-reinstall paper-digestkit"
    )


def _text(states: Iterator[registry.State]) -> Iterator[str]:
    found = registry.plugins()
    if not found:
        yield "no plugins are installed"
    kinds = max((len(registry.noun(each)) for each in found), default=0)
    names = max((len(each.name) for each in found), default=0)
    # States come sorted by distribution, as `groupby` needs them.
    for owner, owned in itertools.groupby(states, key=lambda state: state.owner):
        yield f"{owner}  ({owner.path})"
        for state in owned:
            reason = f"  {state.reason}" if state.reason else ""
            yield f"  {state.kind:{kinds}}  {state.name:{names}}  {state.state:6}  {state.module}{reason}"


def _json(states: Iterator[registry.State]) -> Iterator[str]:
    """One JSON object per line and plugin; `format` is its name, whatever its kind."""
    for state in states:
        record = {
            "distribution": state.owner.name,
            "version": state.owner.version,
            "path": state.owner.path,
            "kind": state.kind,
            "format": state.name,
            "module": state.module,
            "state": state.state,
            "reason": state.reason or None,
        }
        yield json_line(record)
