"""Changing files in place: texts are read, revised, and put back whole or not at all.

Files are UTF-8, like everything that digestkit writes. A file that is not, or cannot be read, is reported and
left out. Only the Korean digests are revised: a text in another dialect stays as it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from digestkit.diagnostics import Diagnostic, Report
from digestkit.errors import InputError
from digestkit.files import finding, inputs, sinks
from digestkit.files.decoding import Encoding
from digestkit.files.dialects import Recogniser, UnrecognisedError
from digestkit.files.inputs import Input, Reading

Revise = Callable[[str, str], tuple[str, tuple[Diagnostic, ...]]]
"""From a text and its name to the text as it should be, and what is to be reported about it."""


@attrs.frozen
class Revision:
    """An input's text before and after, and diagnostics about the change, or about why there is none."""

    given: Input
    before: str
    after: str
    told: tuple[Diagnostic, ...]

    @property
    def name(self) -> str:
        """The input's name, as its user knows it: a path as given or found, or `<stdin>`."""
        return self.given.name

    @property
    def is_change(self) -> bool:
        """Whether the text differs from what it was."""
        return self.before != self.after


def revise(
    paths: Sequence[str | os.PathLike[str]], how: Revise, report: Report, failed: inputs.Failed
) -> Iterator[Revision]:
    """Revise the texts of files and folders (`-` is standard input), one after the other; nothing is written.

    A text in another dialect than the Korean, or in none that is known, comes out as it was; the dialect is
    reported (DK607). An input that cannot be read is passed to `failed` and left out.
    """
    # Strict UTF-8: a replaced byte, once written back, could not be recovered.
    encoding, recogniser = Encoding(), Recogniser()
    for given in finding.find(paths, Reading("markdown", encoding), report, failed):
        if given.opens is not None or given.brings is not None:
            failed(InputError("only an uncompressed file on this machine can be changed", given.name))
            continue
        try:
            before = inputs.text(given, encoding, report)
        except InputError as error:
            failed(error)
        else:
            if _is_korean(before, given, recogniser, report):
                yield Revision(given, before, *how(before, given.name))
            else:
                yield Revision(given, before, before, ())


def _is_korean(text: str, given: Input, recogniser: Recogniser, report: Report) -> bool:
    try:
        return recogniser.begun(text, given.origin, given.folder, report) is None
    except UnrecognisedError:
        return False


def save(revisions: Iterable[Revision], report: Report) -> int:
    """Write what changed to the files it came from, all together at the end; returns how many there were.

    Standard input is passed over. Raises `OutputError` where one cannot be written; then all are as they
    were.
    """
    count = 0
    # `revisions` may be lazy: each text is written to its hidden file before the next is read.
    with sinks.Files() as files:
        for revision in revisions:
            if revision.is_change and revision.given.path is not None:
                files.write(revision.given.path, [revision.after], report)
                count += 1
        files.commit()
    return count
