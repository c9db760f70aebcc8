"""How the fields of a digest are spelled, line by line: reading and spelling side by side.

Everything particular to this digest format is here and in `eras`: headings, media spellings, what ends an
item. The parser and the writer share these functions, so that what one accepts the other agrees on. Every
function costs linear time, and none backtracks over a long line. A `line` has no line end.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import NamedTuple

from digestkit import arxiv, structure
from digestkit.model import MediaKind, media_kind
from digestkit.refusals import MAX_VOTE_DIGITS
from digestkit.source import BOM

SHUFFLED_SINCE = datetime.date(2024, 1, 23)
"""The first day whose digest has the names of authors in no order that means anything."""

BEFORE_DATE = "("
"""What the date in the heading of a day stands behind."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A list of plain strings, as `repr` spells names: read here at any length, and brackets in names are nothing.
_NAME = r"""(?:'(?:[^'\\\r\n\0]++|\\[^\r\n\0])*+'|"(?:[^"\\\r\n\0]++|\\[^\r\n\0])*+")"""
_NAMES = re.compile(rf"\[[ \t]*+(?:{_NAME}(?:[ \t]*+,[ \t]*+{_NAME})*+[ \t]*+,?[ \t]*+)?\]")
_EACH_NAME = re.compile(_NAME)
# `### [1] [Title](URL)` numbers a list, as other digests do, and `### [10] | [Title](URL)` says a score;
# `1] [Title` is nobody's title. Beside such
# digests lie the templates that they are made by, `### [{n}] [{title}]({url})`.
_NUMBERED = re.compile(r"(?:[0-9]++|\{\w*+\})\] (?! )[^\[\]]*+\[")
_ODD_LABEL = re.compile(
    r"(?P<mark>\*{1,3}|_{1,2}|)(?P<name>vote|author)s?(?:(?P=mark) ?[:\uff1a]| ?[:\uff1a](?P=mark)) ?",
    re.ASCII | re.IGNORECASE,
)
VOTES = "Vote:"
"""What the line of the votes starts with."""
_USUAL_LABELS = {"vote": "Vote: ", "author": "Authors: "}
_ODD_BULLET = re.compile(" {0,3}[*+\u2022] | {1,3}- ")
_ODD_HEADING = re.compile(r" {0,3}(?:###(?!#)|#{4,6} *\[.*\]\()")
_MARKS = "-*_="


class DayHeading(NamedTuple):
    """What `## Title (2024-07-05)` says; `date` is None where no such day exists, `title` then has it all."""

    date: datetime.date | None
    title: str


# Plain tuples, since one of each is made for each paper.

PaperHeading = tuple[str, str, str]
"""What `### [Title](URL)` says: title, URL, and what follows the final parenthesis on its line."""

Authors = tuple[tuple[str, ...], bool]
"""The names of an `Authors:` line, and whether a `+` stood among them."""

NO_AUTHORS: Authors = (), False
"""What a paper without such a line says."""

MediaLine = tuple[MediaKind, str, str]
"""What a media line shows: kind, URL, and text that a `Media` cannot hold (alt text, a tail)."""


def read_day(line: str) -> DayHeading | None:
    """Read the heading that starts a digest; a BOM before it is the start of a file joined to another."""
    body = line.removeprefix(BOM)
    if not body.startswith("## "):
        return None
    body = body[3:].rstrip()
    if (
        body[-12:-11] != BEFORE_DATE
        or body[-1:] != ")"
        or not _DATE.fullmatch(body, len(body) - 11, len(body) - 1)
    ):
        return None
    title = body[:-12]
    if title and title[-1] != " ":
        return None
    try:
        date = datetime.date.fromisoformat(body[-11:-1])
    except ValueError:
        return DayHeading(None, body)
    return DayHeading(date, title[:-1])


def authors_ordered(date: datetime.date | None) -> bool | None:
    """Whether the digest of a day has authors in the order of publication; None for papers without a day."""
    return None if date is None else date < SHUFFLED_SINCE


def spell_day(date: datetime.date | None, title: str) -> str:
    """Spell the heading of a digest; a nonexistent date stands in the title already."""
    if date is None:
        return f"## {title}"
    return f"## {title} ({date.isoformat()})" if title else f"## ({date.isoformat()})"


def read_paper_heading(line: str) -> PaperHeading | None:
    """Read `### [Title](URL)`: the title ends at the last `](`, the URL at the final `)`.

    None where that is missing, where the URL is blank, and where a number in brackets comes first
    (`### [1] [Title](URL)`, `### [10] | [Title](URL)`): these digests number nothing, so it is a list of some
    other kind.
    """
    if line[:5] != "### [" or (line.find("[", 6) > 0 and is_numbered(line[5:])):
        return None
    title, middle, rest = line[5:].rpartition("](")
    url, _, tail = rest.rpartition(")")
    return (title, url, tail) if middle and url and not url.isspace() else None


def is_numbered(title: str) -> bool:
    """Whether what follows `### [` starts as a number in brackets and another bracket: `1] [Title`.

    Something may stand between them: `10] | [Title`, `8] News: [Title`.
    """
    return _NUMBERED.match(title) is not None


def is_odd_heading(line: str) -> bool:
    """Whether the line was plainly meant as a paper's heading and is not spelled as one.

    Three number signs are that in any case (`###Title`, ` ### [Title](URL)`); more of them only before
    a link, since `#### Notes` may be a heading inside a paper.
    """
    return _ODD_HEADING.match(line) is not None


def links_paper(line: str) -> bool:
    """Whether the line is a heading of any level that is a link to a paper on arXiv."""
    heading = read_paper_heading(f"### {line.lstrip('#').lstrip()}")
    return heading is not None and arxiv.find(heading[1]) is not None


def find_glued_heading(line: str) -> int:
    """Where a paper's heading starts on the line of the item before it, or -1.

    The newest video template leaves out the line end after the last item. What stands before the heading
    must be a line of an item by itself: an indented heading is none.
    """
    at = line.find("### [", 1)
    if at < 0:
        return -1
    _, url, tail = read_paper_heading(line[at:]) or ("", "", "")
    if (
        tail.strip()
        or not url.startswith(("https://", "http://", "/papers/"))
        or any(char.isspace() for char in url)
    ):
        return -1
    before = line[:at].rstrip("\r")
    return at if before.startswith("- ") or continues_item(before) else -1


def read_votes(line: str) -> int | None:
    """Read `Vote: 18`; `-` is zero: the digests, sorted by votes, have it last. None where it is neither."""
    value = line[5:].strip()
    if value == "-":
        return 0
    return int(value) if value.isascii() and value.isdigit() and len(value) <= MAX_VOTE_DIGITS else None


def read_authors(line: str) -> Authors:
    """Read an `Authors:` line: names joined by `, `, or the `repr` of a list of names."""
    value = line[9:] if line[8:9] == " " else line[8:]
    if not value or value.isspace():
        return NO_AUTHORS
    names = _names_literal(value) if value[0] == "[" else None
    if names is None:
        names = value.split(", ")
    if "+" in value and "+" in names:
        return tuple([name for name in names if name != "+"]), True
    return tuple(names), False


def spell_authors(names: Sequence[str], truncated: bool, *, as_list: bool) -> str:
    """Spell an `Authors:` line: joined by `, `, or as the `repr` of a list, whichever is asked for.

    Where that would read otherwise, it is the other one that can hold the names; a list can always, but for
    halves of surrogate pairs.
    """
    shown = [*names, "+"] if truncated else list(names)
    if as_list:
        listed = f"Authors: {shown!r}"
        if "\\ud" not in listed or read_authors(listed) == (tuple(names), truncated):
            return listed
    joined = ", ".join(shown)
    return f"Authors: {joined if _divides(joined, len(shown)) else repr(shown)}"


def _divides(joined: str, count: int) -> bool:
    """Whether a line of so many names, joined by `, `, reads as just these names again."""
    if joined.count(", ") != count - 1 or "\n" in joined or joined[-1:] in ("", "\r") or joined.isspace():
        return False
    return joined[0] != "[" or _names_literal(joined) is None


def read_image(line: str) -> MediaLine | None:
    """Read `![](URL)`: the URL ends at the final `)`, and its ending tells the kind."""
    alt, _, rest = line[2:].partition("](")
    url, _, tail = rest.rpartition(")")
    return (media_kind(url), url, (alt + tail).strip()) if url and not url.isspace() else None


def read_video(line: str) -> MediaLine | None:
    """Read the first (mostly the only) line of a video: `[Watch Video](URL)`, or its element alone."""
    body = line.rstrip()
    if body.startswith("[Watch Video]"):
        url = body[13:]
        if url[:1] == "(" and url[-1:] == ")" and len(url) > 1:
            url = url[1:-1]
    elif body.startswith("<video src='") and body.endswith("'></video>") and len(body) > 21:
        url = body[12:-10]
    elif body.startswith('<div><video controls src="') and body.endswith('" muted="false"></video></div>'):
        url = body[26:-30]
    else:
        return None
    return ("video", url, "") if url and not url.isspace() else None


def video_frame(url: str) -> str:
    """The second line of a `[Watch Video]` block."""
    return f'<div><video controls src="{url}" muted="false"></video></div>'


def usual_spelling(line: str) -> str | None:
    """A line of a field as these digests spell it; None where the line has no other spelling of a label.

    Understood are `Votes`, `Author`, other cases, a full-width colon, stars or underscores around the
    label, a blank before the colon, and up to three blanks before all of it. What follows the label is
    not looked at, so whoever asks has to read the line that comes back.
    """
    body = line.lstrip(" ")
    if len(line) - len(body) > 3:  # four are a block of code
        return None
    label = _ODD_LABEL.match(body)
    if label is not None:
        usual = _USUAL_LABELS[label["name"].lower()] + body[label.end() :]
    elif body[:13].lower() == "[watch video]":
        usual = f"[Watch Video]{body[13:]}"
    else:
        usual = body
    return usual if usual != line else None


def read_odd_bullet(line: str) -> str | None:
    """The bullet of a list item that is not spelled `- `, with its indentation and the blank after it."""
    bullet = _ODD_BULLET.match(line)
    return bullet[0] if bullet else None


def is_separator(line: str) -> bool:
    """Whether the line is nothing but a rule across the page: `---`, `* * *`, `___`, `=====`."""
    marks = "".join(line.split())
    return len(marks) > 2 and marks[0] in _MARKS and not marks.strip(marks[0])


def is_item(line: str) -> bool:
    """Whether the line starts an item: `- ` in the first column, or a lone `-`."""
    return line.startswith("- ") or line == "-"


def read_bare_item(line: str) -> str | None:
    """Read an item that is a lone `-`: its text is empty."""
    return "" if line == "-" else None


class Fences:
    """Fenced code blocks outside digests (CommonMark 0.31, section 4.5), line by line."""

    def __init__(self) -> None:
        self.open: str | None = None  # the characters that opened the block we are in

    def hides(self, line: str) -> bool:
        """Whether the line belongs to a code block, its first and last line included."""
        if line[:1] not in ("`", "~", " "):
            return self.open is not None
        body = line.lstrip(" ")
        if len(line) - len(body) > 3:
            return self.open is not None
        if self.open is not None:
            if body.startswith(self.open) and not body.strip(self.open[0] + " \t"):
                self.open = None
            return True
        self.open = _read_fence(body)
        return self.open is not None


def is_heading(line: str) -> bool:
    """Whether the line is a heading of the first three levels (deeper ones are an item's text)."""
    return line.startswith(("## ", "# ", "### ")) or (line[:1] == BOM and read_day(line) is not None)


def continues_item(line: str) -> bool:
    """Whether the line goes on with the item before it: neither blank, nor an item, nor a heading."""
    return bool(line) and not line.isspace() and not is_item(line) and not is_heading(line)


def _read_fence(body: str) -> str | None:
    """The three or more backticks or tildes that open a code block."""
    mark = body[:1]
    rest = body.lstrip(mark)
    length = len(body) - len(rest)
    if mark not in ("`", "~") or length < 3 or (mark == "`" and mark in rest):
        return None
    return mark * length


def _names_literal(value: str) -> list[str] | None:
    value = value.strip()
    if _NAMES.fullmatch(value):
        return _listed_names(value)
    names = structure.literal(value)
    return names if isinstance(names, list) and all(isinstance(name, str) for name in names) else None


def _listed_names(value: str) -> list[str] | None:
    names = []
    for spelled in _EACH_NAME.findall(value):
        name = structure.string(spelled) if "\\" in spelled else spelled[1:-1]
        if name is None:
            return None
        names.append(name)
    return names
