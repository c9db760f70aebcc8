"""What a transform is: a callable from digests to digests, and a light record about it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from digestkit import diagnostics
from digestkit.diagnostics import Code, Diagnostic
from digestkit.model import Digest, Item, Media, Paper

TRANSFORM_API_VERSION = 1
"""The newest transform contract that this digestkit speaks."""


@attrs.frozen
class TransformInfo:
    """What the host knows about a transform without running it.

    `streams` promises that digests are yielded while others are still being read. `summary` is one line.
    """

    name: str
    summary: str
    streams: bool = False
    options: type | None = None
    api_version: int = 1


def _ignore(_diagnostic: Diagnostic) -> None:
    """Discard a report: the default of a context made by hand."""


@attrs.frozen
class TransformContext:
    """All that a transform may use besides the digests; `options` is an instance of its options class."""

    options: Any = None
    # Not part of the value: contexts with the same options are equal wherever their reports go.
    sink: Callable[[Diagnostic], None] = attrs.field(default=_ignore, eq=False, repr=False)

    def report(
        self,
        message: str,
        node: Digest | Paper | Item | Media | None = None,
        code: Code = Code.TRANSFORM_NOTE,
    ) -> None:
        """Report something to the user; `node` gives the place.

        `Code.DROPPED` and `Code.ALTERED` are losses that nobody asked for: `--fail-on-loss` fails on them.
        """
        self.sink(diagnostics.at(node, code, message))


Change = Callable[[Iterable[Digest], TransformContext], Iterable[Digest]]


@attrs.frozen
class Transform:
    """A transform with its record; calling it calls the function or class that it wraps.

    `owner` is the name and version of the distribution that it came from; the host fills it in.
    """

    info: TransformInfo
    change: Change
    owner: str | None = attrs.field(default=None, eq=False, kw_only=True)

    def __call__(
        self, digests: Iterable[Digest], context: TransformContext | None = None
    ) -> Iterator[Digest]:
        """Yield the digests as they are afterwards; without a context, with default options."""
        return iter(self.change(digests, context if context is not None else self.context()))

    def context(self, **options: object) -> TransformContext:
        """A context for a call by hand, with these options and the defaults for the rest."""
        return TransformContext(options=self.info.options(**options) if self.info.options else None)


def transform(
    name: str,
    *,
    summary: str | None = None,
    streams: bool = False,
    options: type | None = None,
    api_version: int = 1,
) -> Callable[[Change], Transform]:
    """Decorate a function or class that takes digests and a `TransformContext`, to make it a transform.

    Without a `summary`, the first line of the docstring is used. The record is checked when the transform is
    looked up, not here.
    """

    def wrap(change: Change) -> Transform:
        about = summary if summary is not None else (inspect.getdoc(change) or "").partition("\n")[0]
        return Transform(TransformInfo(name, about, streams, options, api_version), change)

    return wrap
