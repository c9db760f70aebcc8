"""The rules of a house that publishes digests: three lints, which `digestkit check` treats as its own.

pip install ./examples/digestkit-house-style
digestkit check seeds/ --select HOUSE
digestkit explain HOUSE101
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import digestkit

LONGEST = 400
"""Characters of an item that is read on a telephone without scrolling."""


@digestkit.lint("HOUSE101", api_version=1)
def ends_in_a_stop(paper: digestkit.Paper) -> str | None:
    """A title that ends in a full stop.

    Our bibliographies set the stop themselves, and then there are two. Leave it out.
    """
    return f"the title ends in a full stop: {paper.title!r}" if paper.title.endswith((".", "。")) else None


@digestkit.lint("HOUSE102", of="item", severity="info", api_version=1)
def is_long(item: digestkit.Item) -> str | None:
    """An item that is long for a telephone.

    Most of our readers see it on one. Say less, or make two items of it.
    """
    return f"{len(item.text)} characters" if len(item.text) > LONGEST else None


@digestkit.lint("HOUSE103", of="digest", api_version=1)
def ties(digest: digestkit.Digest) -> Iterator[tuple[digestkit.Paper, str]]:
    """Neighbours that should change places: fewer votes stand before more.

    We print the most voted first. Put the papers in order, or use `--sort votes`.
    """
    for first, second in zip(digest.papers, digest.papers[1:], strict=False):
        if first.votes is not None and second.votes is not None and first.votes < second.votes:
            yield second, f"it has {second.votes} votes, and the paper before it {first.votes}"


@digestkit.hookimpl
def digestkit_register_checks(register: Callable[[digestkit.Lint], None]) -> None:
    """Called by `digestkit check`."""
    for lint in (ends_in_a_stop, is_long, ties):
        register(lint)
