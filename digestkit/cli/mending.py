"""`digestkit check --fix`: what can be fixed safely is fixed before anything is checked."""

from __future__ import annotations

from collections.abc import Iterator

from digestkit import revising
from digestkit.checks import codes
from digestkit.checks.fixes import fix
from digestkit.cli.ignoring import Ignored
from digestkit.cli.messages import Messages
from digestkit.diagnostics import AnyCode, Diagnostic, one_line
from digestkit.errors import InputError, UsageError
from digestkit.markdown.recognition import KOREAN
from digestkit.revising import Revision


def mend(
    paths: tuple[str, ...],
    messages: Messages,
    ignored: Ignored,
    known: tuple[AnyCode, ...],
    *,
    from_: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    encoding: str,
    encoding_errors: str,
    dialect: str | None = None,
) -> None:
    """Fix files in place, all or none, and report what was fixed: `file:line:col: CODE fixed: …`.

    Files that cannot be read are left to the check, which reports them. Raises `UsageError` where the
    inputs are not Markdown files in UTF-8.
    """
    _check(paths, from_, dialect, encoding, encoding_errors)
    wanted = codes.chosen(select, ignore, known)
    fixed: list[Diagnostic] = []

    def collected(revisions: Iterator[Revision]) -> Iterator[Revision]:
        for revision in revisions:
            fixed.extend(revision.told)
            yield revision

    revisions = revising.revise(
        paths, lambda text, name: fix(text, name, wanted - ignored(name)), _ignore, _ignore
    )
    # Reported only after saving: until then, none of it is true.
    revising.save(collected(revisions), _ignore)
    if not messages.quiet:
        for found in fixed:
            messages.say(f"{one_line(found.place)}: {found.code.id} fixed: {found.code.summary}")


def _check(
    paths: tuple[str, ...], from_: str | None, dialect: str | None, encoding: str, encoding_errors: str
) -> None:
    if dialect not in (None, KOREAN):
        raise UsageError("--fix mends digests in Korean only: leave out --dialect")
    if "-" in paths or from_ not in (None, "markdown"):
        raise UsageError("--fix works on Markdown files: name them, or their folder")
    if (encoding.lower().replace("_", "-"), encoding_errors) not in (("utf-8", "strict"), ("utf8", "strict")):
        raise UsageError("--fix writes UTF-8 only: leave out --encoding and --encoding-errors")


def _ignore(_event: Diagnostic | InputError) -> None:
    """Leave it to the check."""
