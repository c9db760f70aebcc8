"""`digestkit check --fix`: what can be mended for certain is, before anything is checked."""

from __future__ import annotations

from collections.abc import Iterator

from digestkit import revising
from digestkit.checks import codes
from digestkit.checks.fixes import fix
from digestkit.cli.ignoring import Ignored
from digestkit.cli.messages import Messages
from digestkit.diagnostics import Diagnostic, one_line
from digestkit.errors import InputError, UsageError
from digestkit.markdown.recognition import KOREAN
from digestkit.revising import Revision


def mend(
    paths: tuple[str, ...],
    messages: Messages,
    ignored: Ignored,
    *,
    from_: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    encoding: str,
    encoding_errors: str,
    dialect: str | None = None,
) -> None:
    """Mend files in place, all or none, and tell what was mended: `file:line:col: CODE fixed: …`.

    What cannot be read is left to the check, which tells it.
    """
    if dialect not in (None, KOREAN):
        raise UsageError("--fix mends digests in Korean only")
    if "-" in paths or from_ not in (None, "markdown"):
        raise UsageError("--fix mends Markdown files: name them")
    if (encoding.lower().replace("_", "-"), encoding_errors) not in (("utf-8", "strict"), ("utf8", "strict")):
        raise UsageError("--fix writes UTF-8 only")
    wanted = codes.chosen(select, ignore)
    mended: list[Diagnostic] = []

    def heard(revisions: Iterator[Revision]) -> Iterator[Revision]:
        for revision in revisions:
            mended.extend(revision.told)
            yield revision

    revisions = revising.revise(
        paths, lambda text, name: fix(text, name, wanted - ignored(name)), _ignore, _ignore
    )
    revising.save(heard(revisions), _ignore)
    if not messages.quiet:
        for found in mended:
            messages.say(f"{one_line(found.place)}: {found.code.id} fixed: {found.code.summary}")


def _ignore(_event: Diagnostic | InputError) -> None:
    """Leave it to the check."""
