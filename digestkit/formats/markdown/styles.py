"""What Markdown can be written in: as it was read, in the style of an era, or in a dialect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from digestkit.diagnostics import Report
from digestkit.errors import UsageError
from digestkit.markdown import eras, fits, writer
from digestkit.markdown.recognition import KOREAN
from digestkit.model import Digest, Document, digests_of, without_layout

if TYPE_CHECKING:
    from digestkit.dialects.spelling import Spelling


class Style(NamedTuple):
    """A style by its name: `era` is that of the Korean digests, `how` a dialect, of which one is None.

    Both are None for the Korean digests in the style of each day's era; these are `anew` where no spelling
    that was read counts.
    """

    era: str | None = None
    how: Spelling | None = None
    anew: bool = False

    def known(self, digest: Digest) -> Digest:
        """A digest without the fields that the style never carries; this one, if it has none of them."""
        if self.how is None:
            return fits.digest_without_further(digest)
        from digestkit.dialects import spelling  # noqa: PLC0415 - the Korean digests need no tables

        return spelling.carried(digest, self.how)

    def chunks(
        self, digests: Document | Iterable[Digest], report: Report | None, output: str | None = None
    ) -> Iterator[str]:
        """Yield the text of digests; of a document, also what stands around them, but in no other dialect."""
        if self.how is not None:
            from digestkit.dialects import writer as of_dialects  # noqa: PLC0415 - as above

            yield from of_dialects.chunks(digests_of(digests), self.how, report, output)
        elif self.anew:
            yield from writer.chunks(map(without_layout, digests_of(digests)), None, report)
        else:
            yield from writer.chunks(digests, self.era, report)


def of(name: str | None) -> Style:
    """The style of a name: an era, a dialect, a table of one's own, or None for what was read.

    Raises `UsageError` for a name that there is not, and for a dialect that is only read.
    """
    if name is None or name in eras.NAMES:
        return Style(name)
    if name == KOREAN:
        return Style(anew=True)
    from digestkit import dialects  # noqa: PLC0415 - as above
    from digestkit.dialects import spelling  # noqa: PLC0415 - as above

    if not name.endswith(dialects.SUFFIX) and name not in dialects.known():
        raise UsageError(_unknown(name))
    return Style(how=spelling.of(dialects.named(name)))


def write(
    digests: Document | Digest | Iterable[Digest], style: str | None = None, report: Report | None = None
) -> str:
    """Write a document, with the text around its digests, or digests alone, as Markdown.

    Without a `style`, what did not change is written as it was read, so `write(parse(text)) == text`; what
    changed is written as Korean digests are. With a style (that of an era, `"E0"` to `"E9"`, or the name or
    the table of a dialect that can be written), recorded spellings do not count; text that no field holds is
    then not written, and in a dialect neither is the text around digests.

    What the style has no place for is left out, and what it cannot spell is changed as little as possible;
    each is passed to `report`, and whatever is not reported reads back equal. Without a `report`, raises
    `ModelError` in place of such a change. Raises `UsageError` for an unknown style.
    """
    given = [digests] if isinstance(digests, Digest) else digests
    return "".join(of(style).chunks(given, report))


def _unknown(name: str) -> str:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    from digestkit import dialects  # noqa: PLC0415 - as above

    tables = [other for other in dialects.known() if dialects.named(other).write is not None]
    known = [*eras.NAMES, KOREAN, *tables]
    near = [other for other in known if name and name in other] or difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return f"unknown style {name!r}; {hint}the styles are {', '.join(known)}, or a file.toml with [write]"
