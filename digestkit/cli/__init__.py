"""The command line: a client of the public API. Each command is a module, imported when it is called."""

from __future__ import annotations

import click

from digestkit._version import __version__
from digestkit.cli.commands import showing
from digestkit.cli.group import Command, LazyGroup

COMMANDS = {
    "convert": Command("digestkit.cli.convert", "Convert digests to another format."),
    "enrich": Command("digestkit.cli.enrich", "Complete papers from metadata."),
    "fetch-images": Command("digestkit.cli.fetch_images", "Fetch the pictures of papers into a folder."),
    "check": Command("digestkit.cli.check", "Report what is wrong or odd in digests."),
    "explain": Command("digestkit.cli.explain", "Explain a code that check prints."),
    "fmt": Command("digestkit.cli.fmt", "Give digests the layout of their era."),
    "stats": Command("digestkit.cli.stats", "Count papers, votes, authors, labels and findings."),
    "formats": Command("digestkit.cli.formats", "List the formats, or show one with its options."),
    "readers": Command("digestkit.cli.readers", "List what can be read besides Markdown, or show one."),
    "transforms": Command("digestkit.cli.transforms", "List what can change digests before writing."),
    "dialects": Command("digestkit.cli.dialects", "List the spellings of digests that can be read."),
    "plugins": Command("digestkit.cli.plugins", "Show the installed plugins and their state."),
    "schema": Command("digestkit.cli.schema", "Print the JSON Schema of JSON Lines records."),
    "new-plugin": Command("digestkit.cli.new_plugin", "Start a package with a plugin of your own."),
}


_VERSION = showing(
    ["--version"], lambda _: f"paper-digestkit, version {__version__}", "Show the version and exit."
)


@click.group(
    cls=LazyGroup,
    commands=COMMANDS,
    params=[_VERSION],
    context_settings={"help_option_names": ["-h", "--help"]},
)
def main() -> None:
    """Convert Markdown digests of research papers, and look into them.

    Exit codes: 0 success, 1 something failed, 2 wrong usage, 3 a plugin failed, 4 a check that was asked for
    (--strict, --fail-on, --fail-on-loss, --fail-empty, fmt --check) does not hold.
    """
