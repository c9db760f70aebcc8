"""`digestkit enrich`: a conversion that fills in what metadata says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from digestkit.cli import parameters
from digestkit.cli.commands import PLACE, command
from digestkit.cli.config import configured
from digestkit.cli.convert import STDOUT, convert, run
from digestkit.cli.messages import Messages

_OWN = (
    "to",
    "named",
    "inputs",
    "from_",
    "dialect",
    "encoding",
    "encoding_errors",
    "max_mb",
    "timeout",
    "quiet",
    "verbose",
    "no_config",
)
"""Parameters of `convert` that this command has anew, or not at all; the others are as they are there."""


_METADATA = click.Option(
    ["--metadata"],
    metavar="FILE",
    multiple=True,
    required=True,
    type=PLACE,
    help=(
        "An answer of arXiv's API (Atom), arXiv's metadata snapshot (JSON Lines), a .bib file, or CSL-JSON. "
        "Repeatable."
    ),
)
_TO = click.Option(
    ["--to", "-t"], metavar="FORMAT", help="Format to write; by default, that of OUT's suffix, or jsonl."
)
_SHARED = [one for one in convert.params if one.name not in _OWN]


@command("enrich", params=[_METADATA, _TO, *_SHARED])
@parameters.reading
@parameters.loudness
@configured
@click.pass_context
def enrich(
    ctx: click.Context,
    /,
    *,
    messages: Messages,
    inputs: tuple[str, ...],
    metadata: tuple[str, ...],
    from_: str | None,
    to: str | None,
    output: str,
    pairs: tuple[str, ...],
    no_clobber: bool,
    **settings: Any,  # noqa: ANN401 - keywords of digestkit.convert
) -> None:
    """Complete papers from metadata: authors in their true order, categories, abstracts, DOIs, dates.

    Only what the digests do not say is added; where the metadata contradicts them, they stay as they are, and
    each contradiction is reported. INPUT is a file, a folder, an archive, a URL, or - for standard input,
    which is also read if there is no INPUT. No metadata is fetched.
    """
    from digestkit.export import options

    run(
        ctx,
        messages,
        parameters.paths(inputs),
        "jsonl" if to is None and output == STDOUT else to,
        output,
        format=from_,
        clobber=not no_clobber,
        options=options.parse_pairs(pairs),
        transforms=[("enrich", {"metadata": [Path(each) for each in metadata]})],
        **settings,
    )
