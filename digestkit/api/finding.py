"""Finding what is wrong or odd in files and folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from digestkit.api.arguments import Paths, listed
from digestkit.errors import UsageError
from digestkit.files.decoding import Encoding
from digestkit.files.dialects import Recogniser
from digestkit.files.inputs import Reading
from digestkit.files.limits import TIMEOUT, asked
from digestkit.model import Digest

if TYPE_CHECKING:
    from digestkit.checking import Findings
    from digestkit.checks.contract import Lint


def check(  # noqa: PLR0913 - keywords, one for each option of the command
    paths: Paths,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    format: str | None = None,  # noqa: A002 - the public name
    dialect: str | None = None,
    encoding: str = "utf-8",
    encoding_errors: str = "strict",
    max_mb: float | None = None,
    timeout: float = TIMEOUT,
    see: Callable[[Digest], None] | None = None,
    lints: Iterable[Lint] | None = None,
) -> Findings:
    """Find what is wrong or odd in files and folders (`-` is standard input), as an iterator of diagnostics.

    `select` and `ignore` are codes or prefixes of codes: `["DK2"]`. The result counts as it goes: `files`,
    `digests`, `papers`, and `failed` inputs, each of which is a diagnostic too. `see` is called with each
    digest. `lints` are those of plugins; by default, of all that are installed. Raises `UsageError` for an
    unknown code, format or encoding.
    """
    reading = Reading(
        format, Encoding(encoding, encoding_errors), Recogniser(dialect), asked(max_mb, timeout)
    )
    from digestkit import checking  # noqa: PLC0415 - conversions need no lints
    from digestkit.checks import codes  # noqa: PLC0415 - as above
    from digestkit.registry import checks as plugged  # noqa: PLC0415 - as above

    own, broken = plugged.lints() if lints is None else (tuple(lints), ())
    try:
        chosen = codes.chosen(select, ignore, [lint.info.code for lint in own])
    except UsageError as error:
        # A code that is unknown may well be one of a plugin that cannot be used.
        raise UsageError("; ".join([str(error), *(one.message for one in broken)])) from error
    return checking.Findings(listed(paths), reading, chosen, see, own, broken)
