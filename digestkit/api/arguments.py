"""What the functions of the library take, and how it is checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from inspect import signature
from typing import NamedTuple

from digestkit.diagnostics import Diagnostic
from digestkit.errors import UsageError
from digestkit.export.contract import Exporter, reserved
from digestkit.export.options import check_keys, current, describe
from digestkit.export.run import Export
from digestkit.files import finding
from digestkit.model import Digest, Document, Paper

StrPath = str | os.PathLike[str]
Paths = StrPath | Iterable[StrPath]
Digests = Document | Digest | Paper | Iterable[Digest | Paper]
Report = Callable[[Diagnostic], None]


class About(NamedTuple):
    """What the user says of an output as a whole, by the names of the keywords; None where nothing."""

    title: str | None = None
    lang: str | None = None
    base_url: str | None = None
    rights: str | None = None


def addressed(
    to: Exporter, options: Mapping[str, object], about: About
) -> tuple[Mapping[str, object], About]:
    """The options of an exporter, and the rest of what is said of its output.

    An exporter may have an option whose name became the command's own after its version of the contract; what
    is said under that name is then meant for the option, unless the option is given as well.
    """
    later = set(About._fields) - reserved(to.info.api_version)
    said = {name: value for name, value in about._asdict().items() if name in later and value is not None}
    own = {option.name for option in describe(to.info.options)} if said else set()
    taken = {name: value for name, value in said.items() if name in own}
    return {**taken, **options}, about._replace(**dict.fromkeys(taken))


def exported(
    to: Exporter, options: Mapping[str, object], about: About, report: Report, *, jobs: int | None = 1
) -> Export:
    """An export made ready. Raises `UsageError` for what is no text, and what `Export` raises."""
    for name, value in about._asdict().items():
        if value is not None and not isinstance(value, str):
            raise UsageError(f"{name} must be text, not {value!r}")
    return Export(
        to,
        options=options,
        title=about.title,
        language=about.lang,
        base_url=about.base_url,
        rights=about.rights,
        report=report,
        jobs=jobs,
    )


def check_keywords(
    called: Callable[..., object], to: Exporter, given: Iterable[str], further: Collection[str] = ()
) -> None:
    """Refuse a keyword that the format does not have; suggest the nearest of all that the call accepts.

    `further` are keywords that the signature does not show.
    """
    # Inspecting the signature takes time, and most calls have no options.
    if not given:
        return
    given = current(to.info.options, given)
    keywords = [name for name, one in signature(called).parameters.items() if one.kind is not one.VAR_KEYWORD]
    check_keys(
        given, [option.name for option in describe(to.info.options)], to.info.name, [*keywords, *further]
    )


def listed(paths: Paths) -> list[StrPath]:
    """The paths as a list, one alone too. Raises `UsageError` for what is no path."""
    return finding.checked([paths] if isinstance(paths, (str, os.PathLike)) else paths)


def ignored(_diagnostic: Diagnostic) -> None:
    """Report to nobody."""
