"""What was noticed on the way: typed values with a code, a severity and a place.

Text, JSON and GitHub renderings follow from the value. Codes are stable: none is ever reused for another
condition. DK1xx come from reading Markdown, DK2xx are lints over the model, DK3xx come from
reading JSON Lines, DK5xx from exports and transforms, DK6xx from finding inputs. Lints of plugins have
codes with prefixes of their own.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

import attrs

from digestkit.source import Layout, Position


class Severity(enum.StrEnum):
    """How much it matters: ERROR is broken or unread, WARNING suspicious or altered, INFO worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Code(enum.Enum):
    """The stable codes; `Code.BOM.id` is `"DK101"`, the form in messages.

    `summary` says in a few words what a code is about; `digestkit explain` has more.
    """

    # In the order of their numbers, as the reference lists them.
    BOM = ("DK101", Severity.WARNING, "a byte order mark")
    CRLF = ("DK102", Severity.WARNING, "line ends are CRLF")
    NFD = ("DK103", Severity.WARNING, "decomposed (NFD) characters")
    ILLEGAL_CHARACTER = ("DK104", Severity.WARNING, "a character that XML forbids")
    UNDECODABLE = ("DK105", Severity.WARNING, "bytes that are not in the encoding were replaced")
    CUT_OFF = ("DK106", Severity.WARNING, "the text ends in the middle of a paper")
    STRAY_TEXT = ("DK110", Severity.ERROR, "text in a digest that fits no rule; kept as layout")
    BAD_HEADING = ("DK111", Severity.ERROR, "a heading in a digest that names no paper")
    BAD_DATE = ("DK112", Severity.ERROR, "a date that does not exist")
    BAD_VOTE = ("DK113", Severity.ERROR, "a vote that is neither a number nor `-`")
    REPEATED_FIELD = ("DK114", Severity.ERROR, "a paper has a field twice; the first counts")
    NO_DAY_HEADING = ("DK115", Severity.ERROR, "papers under no day heading")
    GLUED_HEADING = ("DK116", Severity.WARNING, "a paper's heading on the line of the item before it")
    EXTRA_TEXT = (
        "DK117",
        Severity.ERROR,
        "text on a field's line that the field cannot hold; kept as layout",
    )
    OPEN_FENCE = ("DK118", Severity.WARNING, "a code fence that never closes hides what follows")
    ODD_SPELLING = ("DK119", Severity.WARNING, "a field or a bullet under another spelling than the usual")
    SEPARATOR = ("DK120", Severity.INFO, "a line of marks alone; kept as layout")

    UNCLAIMED = ("DK121", Severity.WARNING, "lines that fit nothing of the dialect; kept as layout")
    UNCLAIMED_LINE = ("DK122", Severity.INFO, "one more line that fits nothing of the dialect")
    NO_DIALECT = ("DK123", Severity.ERROR, "a text that links papers and is in no known dialect")

    READ_ERROR = ("DK131", Severity.ERROR, "a part that the reader of a plugin could not read")
    READ_WARNING = ("DK132", Severity.WARNING, "a plugin's reader noticed something that deserves a look")
    READ_NOTE = ("DK133", Severity.INFO, "a note from a plugin's reader")

    DUPLICATE_PAPER = ("DK201", Severity.WARNING, "a paper occurs twice")
    DUPLICATE_DAY = ("DK202", Severity.INFO, "a day occurs twice")
    NO_ARXIV_ID = ("DK203", Severity.INFO, "a paper's URL holds no arXiv id")
    NO_SUMMARY = ("DK204", Severity.INFO, "a paper has no summary")
    REPEATED_AUTHOR = ("DK205", Severity.INFO, "a name occurs twice in a row")
    EMPTY_DIGEST = ("DK206", Severity.INFO, "a digest without papers")
    OTHER_DAY = ("DK207", Severity.WARNING, "file name and heading disagree about the day")
    OTHER_THUMBNAIL = ("DK208", Severity.WARNING, "a thumbnail of another paper")
    DISTANT_ID = ("DK209", Severity.WARNING, "an arXiv id far from the digest's day")
    ODD_LABEL = ("DK210", Severity.WARNING, "a label met once that is nearly a common one")
    OPEN_BOLD = ("DK211", Severity.WARNING, "bold text that never closes")
    SEMICOLONS = ("DK212", Severity.WARNING, "names separated by semicolons")
    BROKEN_LITERAL = ("DK213", Severity.WARNING, "a value that starts like a Python literal but is not one")
    OTHER_LANGUAGE = ("DK214", Severity.WARNING, "an item in another language than its digest")
    MIXED_ERAS = ("DK215", Severity.INFO, "papers of one digest in the layouts of different eras")
    UNMENTIONED_NAME = ("DK216", Severity.INFO, "a summary that never mentions the name in the title")

    BAD_JSON = ("DK301", Severity.ERROR, "a line that is not a JSON object")
    BAD_RECORD = ("DK302", Severity.ERROR, "a record that is not a digestkit record")
    UNKNOWN_KEY = ("DK303", Severity.WARNING, "a key that the record does not have; not kept")

    NOT_CARRIED = ("DK501", Severity.WARNING, "the format has no place for a field")
    DROPPED = ("DK502", Severity.WARNING, "content was left out")
    ALTERED = ("DK503", Severity.WARNING, "content was changed to fit the format")
    MERGED = ("DK504", Severity.WARNING, "a paper met twice became one entry")
    EXPORT_WARNING = ("DK505", Severity.WARNING, "the export deserves a look")
    EXPORT_NOTE = ("DK506", Severity.INFO, "a note on the export")
    MISSING_FILE = ("DK507", Severity.WARNING, "a file that an option names does not exist")
    JOINED = ("DK508", Severity.INFO, "a paper that was met several times was joined")
    CONTRADICTION = ("DK509", Severity.INFO, "papers that were joined contradict each other")

    TRANSFORM_WARNING = ("DK511", Severity.WARNING, "a transform did something that deserves a look")
    TRANSFORM_NOTE = ("DK512", Severity.INFO, "a note from a transform")
    DEPRECATED = ("DK513", Severity.WARNING, "an old name, which a later version will not know")

    ENRICHED = ("DK520", Severity.INFO, "what metadata added to papers")
    METADATA_CONFLICT = ("DK521", Severity.WARNING, "metadata contradicts a digest, which stays as it is")
    METADATA_UNREAD = ("DK522", Severity.ERROR, "a part of a metadata file that cannot be read")

    INPUT_FAILED = ("DK601", Severity.ERROR, "an input cannot be read")
    NO_DIGEST = ("DK602", Severity.WARNING, "a named input holds no digest")
    NO_INPUT = ("DK603", Severity.WARNING, "a folder holds no input")
    NOTHING_READ = ("DK604", Severity.ERROR, "no input holds a digest; outputs stay as they were")
    NOTHING_LEFT = ("DK605", Severity.WARNING, "a selection leaves nothing of the input")
    CLEANED_UP = ("DK606", Severity.WARNING, "what a run that was cut off left behind was cleaned up")

    READ_AS = ("DK607", Severity.INFO, "the dialect or format that an input is read in")
    REMEMBERED = ("DK608", Severity.WARNING, "papers of earlier runs were left out, new ones remembered")
    NOT_CHOSEN = ("DK609", Severity.INFO, "files left out, since others in their folder say the same")
    LEFT = ("DK610", Severity.WARNING, "a file that somebody wrote in was left as it is")
    LINT_FAILED = ("DK611", Severity.ERROR, "a plugin's lint failed; it looks at nothing more")
    PLUGIN_BROKEN = ("DK612", Severity.WARNING, "an installed plugin that cannot be used")
    OBSERVER_FAILED = ("DK613", Severity.WARNING, "an observer failed; it observes nothing more")
    REPLACED = ("DK614", Severity.WARNING, "an output is replaced that held papers no input has")
    REMOVED = ("DK615", Severity.WARNING, "files that are no longer made were removed")
    PICTURE_FAILED = ("DK630", Severity.ERROR, "a picture that cannot be fetched")

    def __init__(self, id: str, severity: Severity, summary: str) -> None:  # noqa: A002 - the public name
        self.id = id
        self.severity = severity
        self.summary = summary

    @property
    def is_loss(self) -> bool:
        """Whether something in the digests did not reach the output unchanged: DK501, DK502 or DK503."""
        return self is Code.NOT_CARRIED or self.is_lost_content

    @property
    def is_lost_content(self) -> bool:
        """Whether it is a loss that `--fail-on-loss` counts: content that should have come through.

        That is content of a digest that no field holds, and of fields that the format does carry. What a
        format has no place for is known beforehand, and no reason to fail every time.
        """
        return self.is_unread or self in (Code.DROPPED, Code.ALTERED)

    @property
    def is_unread(self) -> bool:
        """Whether content of a digest reached no field: it stays in the layout, and no format shows it."""
        return self in _UNREAD


_UNREAD = frozenset({Code.STRAY_TEXT, Code.BAD_HEADING, Code.BAD_VOTE, Code.REPEATED_FIELD, Code.EXTRA_TEXT})


class OwnCode(NamedTuple):
    """A code of a plugin: `id` has a prefix of its own, as in `ACM101`; the rest is as in `Code`."""

    id: str
    severity: Severity
    summary: str

    @property
    def name(self) -> str:
        """The id, since there is no longer name."""
        return self.id

    @property
    def is_loss(self) -> bool:
        """Never: a lint says what digests are like, not what becomes of them."""
        return False

    @property
    def is_lost_content(self) -> bool:
        """Never, as above."""
        return False

    @property
    def is_unread(self) -> bool:
        """Never, as above."""
        return False


AnyCode = Code | OwnCode


@attrs.frozen
class Diagnostic:
    """One observation. Lines and columns count from 1, columns in code points; None where unknown."""

    code: AnyCode
    message: str
    source: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def severity(self) -> Severity:
        """The severity of the code; no diagnostic has one of its own."""
        return self.code.severity

    @property
    def place(self) -> str:
        """`file:line:col`, as much of it as is known; empty where nothing is."""
        # A line without a name would read as a file called `12`.
        parts = [self.source or ("<input>" if self.line else None), self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)

    def text(self) -> str:
        """`file:line:col: CODE message`, on one line."""
        place = self.place
        line = f"{self.code.id} {self.message}"
        return one_line(f"{place}: {line}" if place else line)

    def json(self) -> str:
        """One JSON object on one line, for `--format json`; what is not printable is escaped."""
        record = {
            "source": self.source,
            "line": self.line,
            "column": self.column,
            "code": self.code.id,
            "severity": self.severity.value,
            "message": self.message,
        }
        return json_line(record)

    def github(self) -> str:
        """A GitHub Actions workflow command, so that the message appears beside the line in a review.

        Properties and message are percent-encoded as GitHub's own toolkit does it. Logs are shown by
        terminals, too, so control characters, line ends among them, are escaped as in `text`.
        """
        level = "notice" if self.severity is Severity.INFO else self.severity.value
        where = {"file": self.source, "line": self.line, "col": self.column}
        known = ",".join(f"{key}={_escape(str(value))}" for key, value in where.items() if value is not None)
        data = one_line(self.message).replace("%", "%25")
        return f"::{level} {known}{',' if known else ''}title={self.code.id}::{data}"


Report = Callable[[Diagnostic], None]
"""Called with each diagnostic as it is noticed."""


class Located(Protocol):
    """A node of the model, as far as messages are concerned."""

    @property
    def layout(self) -> Layout | None:
        """What the node remembers of its origin; None for a node that was constructed."""

    @property
    def position(self) -> Position | None:
        """Line and column, from 1, where the node starts; None where that is not known."""


def at(node: Located | None, code: AnyCode, message: str) -> Diagnostic:
    """Make a diagnostic about a node of the model, at the place the node came from; without one for None."""
    name = node.layout.name if node is not None and node.layout is not None else None
    line, column = (node.position if node is not None else None) or (None, None)
    return Diagnostic(code, message, name, line, column)


def _escape(value: str) -> str:
    value = one_line(value)
    # The percent sign first, or those of the other escapes would be escaped again.
    for char, code in (("%", "%25"), (":", "%3A"), (",", "%2C")):
        value = value.replace(char, code)
    return value


def one_line(text: str) -> str:
    """Keep a message on its line and a terminal safe: what is not printable is shown as a Python escape.

    That is every control character (C0, C1, DEL), whatever changes the direction of text or has no width,
    lone surrogates, and every space but U+0020: what you see is what is there. The result cannot be turned
    back, since backslashes are left alone.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def json_line(record: Mapping[str, object]) -> str:
    """A JSON object on one line, as safe for a terminal as `one_line`; it reads back as the same value."""
    # Non-ASCII letters stay legible; only what is not printable becomes `\uXXXX`, which JSON reads back.
    line = json.dumps(record, ensure_ascii=False)
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in line)
