"""Small changes of what digests say, each of which must show in the output or be reported.

A change is a pair of digests that differ in one thing: the last character of one label, the order of two
names, whether a paper has no votes or 0. An exporter that gives the same bytes for both has lost that thing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial

import attrs

from digestkit.export.contract import FIELDS_1
from digestkit.model import FURTHER, Digest, Item, Media, Paper

Digests = tuple[Digest, ...]

WHITE_SPACE = "white space"
"""What a class that allows it need not tell apart: runs of white space, and white space at the ends."""


@attrs.frozen
class Change:
    """Digests before and after a change of one thing.

    `place` and `what` say which; `fields` must all be carried for it to have to show. `without` are the
    digests with the field emptied: a report that they do not cause is about this field. `allowance` is
    what a class can allow, so that the change need not show; `repeats` says that a paper occurs twice,
    so that `Code.MERGED` is a report of it. The `main` ones are tried with each set of options.
    """

    place: str
    what: str
    before: Digests
    after: Digests
    fields: tuple[str, ...]
    without: Digests
    allowance: str = ""
    repeats: bool = False
    main: bool = True
    since: int = 2


@attrs.frozen
class Element:
    """A place for text in a paper or digest: `put` gives the digests with a text there, and `bare` without.

    `kind` tells which texts may stand there; of the `other` places in a list, less is asked.
    """

    place: str
    field: str
    kind: str
    put: Callable[[str], Digests]
    bare: Callable[[], Digests]


def day(
    *papers: Paper, date: datetime.date | None = datetime.date(2024, 7, 5), title: str = "Daily"
) -> Digest:
    """A digest of these papers."""
    return Digest(date, title, papers)


def usual(number: int = 1906, **changes: object) -> Paper:
    """A paper with all fields of version 1; its lists have three entries, in no sorted order."""
    return attrs.evolve(
        Paper(
            title=f"Graphs of {number} Languages",
            url=f"https://arxiv.org/abs/2407.{number:05d}",
            media=Media("image", f"https://images.example/{number}.png"),
            votes=18,
            authors=("Grace Hopper", "Ada Lovelace", f"Hal Number{number}"),
            authors_truncated=True,
            summary=(
                Item("Novelty", f"A graph for each of {number} languages."),
                Item("Details", "Graphs are compared in pairs."),
                Item(None, f"Code is public for {number}."),
            ),
        ),
        **changes,  # type: ignore[arg-type] # any fields of the paper
    )


def whole(number: int = 1906, **changes: object) -> Paper:
    """A paper with all fields that there are."""
    return attrs.evolve(
        usual(number),
        **{
            "section": f"Section {number}",
            "abstract": f"Languages have graphs; {number} of them.",
            "tldr": f"A graph for each of {number}.",
            "categories": ("cs.LG", "cs.CL", "math.CO"),
            "tags": ("graphs", "alphabets", "multilingual"),
            "submitted": datetime.date(2024, 7, 2),
            "doi": f"10.1000/{number}",
            "links": (
                ("project", f"https://project.example/{number}"),
                ("code", "https://code.example/graphs"),
                ("demo", "https://demo.example/"),
            ),
            "extra": (("Score", "8.5"), ("Comment", f"Seen by {number}"), ("Rating", "good")),
            **changes,
        },  # type: ignore[arg-type] # any fields of the paper
    )


_EMPTY: dict[str, object] = {
    "title": "",
    "media": None,
    "votes": None,
    "authors": (),
    "authors_truncated": False,
    "summary": (),
    **{name: () if name in ("categories", "tags", "links", "extra") else None for name in FURTHER},
}


def without(field: str, digests: Digests) -> Digests:
    """The digests with a field emptied; a URL, which cannot be empty, becomes a harmless one."""
    if field == "date":
        return tuple(attrs.evolve(digest, date=None, title=digest.title or "Daily") for digest in digests)
    if field == "digest":
        return tuple(attrs.evolve(digest, title="Daily") for digest in digests)
    if field == "url":
        changes: dict[str, object] = {"url": "https://arxiv.org/abs/2407.00001"}
    else:
        changes = {field: _EMPTY[field]}
    return tuple(
        attrs.evolve(digest, papers=tuple(attrs.evolve(paper, **changes) for paper in digest.papers))  # type: ignore[arg-type]
        for digest in digests
    )


# Texts. Each probe is a word and what it is changed into, and stands in the middle of a harmless text.

_LETTERS: tuple[tuple[str, str, str], ...] = (
    ("a letter", "word", "ward"),
    ("whether a letter is a capital", "Word", "word"),
    ("a digit", "47", "41"),
    ("an accent", "Müller", "Muller"),
    ("a Korean letter", "모델", "모덜"),
    ("a Chinese character", "語", "話"),
    ("a Cyrillic letter", "слово", "слава"),
    ("a character beyond the first plane", "\U00020000", "\U00020001"),
)
"""Of any text, names included."""
_SIGNS: tuple[tuple[str, str, str], ...] = (
    ("an emoji", "\U0001f600", "\U0001f601"),
    ("the form of a letter (NFC or NFD)", "caf\u00e9", "cafe\u0301"),
    ("a compatibility character (NFKC)", "ﬁne", "fine"),
    ("a reference as in HTML", "&amp;", "&"),
    ("markup", "<i>", "<b>"),
    ("a comma", "this, that", "this that"),
    ("a letter of a second sentence", "One. Two.", "One. Ten."),
    ("a sign", "±", "×"),
    ("a control character", "be\x07ll", "bell"),
    ("a backslash", "\\alpha", "alpha"),
)
"""Of prose."""
_SPACES: tuple[tuple[str, str, str], ...] = (
    ("a second space", "two  words", "two words"),
    ("a tab", "two\twords", "two words"),
    ("a no-break space", "two\u00a0words", "two words"),
)
_LINES: tuple[tuple[str, str, str], ...] = (
    ("a letter of a second line", "first line\nsecond line", "first line\nsecond lime"),
    ("a letter of a third line", "first:\n1) one\n2) two", "first:\n1) one\n2) ten"),
    ("a letter of a nested line", "first:\n- one\n  - inner\n- two", "first:\n- one\n  - inter\n- two"),
)
"""Of texts that may have line breaks."""
_BREAKS: tuple[tuple[str, str, str], ...] = (
    ("a line break", "first:\n- one\n- two", "first:\n- one - two"),
    ("the first line break", "first\n- one", "first - one"),
    ("the depth of a line", "first:\n- one\n  - inner", "first:\n- one\n- inner"),
)

_ADDRESSES: tuple[tuple[str, str, str], ...] = (
    ("a letter of the path", "/path/one", "/path/two"),
    ("a capital of the path", "/path/One", "/path/one"),
    ("a letter of the query", "/?name=one", "/?name=two"),
    ("a letter after &", "/?a=1&b=one", "/?a=1&b=two"),
    ("a letter of the fragment", "/#one", "/#two"),
    ("a Korean letter", "/모델", "/모덜"),
)


def text_changes(element: Element) -> Iterator[Change]:
    """The changes of the text at one place, smallest first."""
    make = partial(changed, element)
    if element.kind == "address":
        for what, old, new in _ADDRESSES:
            yield make(what, f"https://blog.example{old}", f"https://blog.example{new}")
        return
    if element.kind == "doi":
        yield make("its last character", "10.1000/182", "10.1000/183")
        return
    yield make("its first character", "Apple and pear", "Opple and pear")
    yield make("its second character", "Apple and pear", "Aqple and pear")
    yield make("its last character", "Apple and pear", "Apple and peas")
    # Of several places in a list, one is asked everything.
    few = element.kind.startswith("other ")
    for what, old, new in _LETTERS[:1] if few else _LETTERS:
        yield make(what, f"Apple {old} pear", f"Apple {new} pear")
    if few or element.kind == "name":
        return
    for what, old, new in _SIGNS:
        yield make(what, f"Apple {old} pear", f"Apple {new} pear")
    if element.kind == "term":
        return
    yield from _of_lines(element)


def _of_lines(element: Element) -> Iterator[Change]:
    """White space, and in texts of several lines, the lines."""
    make = partial(changed, element)
    for what, old, new in _SPACES:
        yield make(what, f"Apple {old} pear", f"Apple {new} pear", allowance=WHITE_SPACE)
    yield make("white space at its start", " Apple", "Apple", allowance=WHITE_SPACE)
    yield make("white space at its end", "Apple ", "Apple", allowance=WHITE_SPACE)
    if element.kind == "text":
        for what, old, new in _LINES:
            yield make(what, old, new)
        # In a summary a line is an entry; elsewhere it may be running text, whose line breaks and
        # indentation are spaces.
        allowance = "" if element.field == "summary" else WHITE_SPACE
        for what, old, new in _BREAKS:
            yield make(what, old, new, allowance=allowance)
        yield make(
            "where paragraphs end", "One.\n\nTwo.\n\nThree.", "One.\n\nTwo.\nThree.", allowance=WHITE_SPACE
        )
        yield make("a letter of a third paragraph", "One.\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThrew.")


_MAIN = ("its first character", "its last character", "a Korean letter", "a letter of the path")


def changed(element: Element, what: str, old: str, new: str, allowance: str = "") -> Change:
    """A change of the text at one place."""
    before, after = element.put(old), element.put(new)
    return Change(
        element.place, what, before, after, (element.field,), element.bare(),
        allowance=allowance, main=what in _MAIN,
    )  # fmt: skip


def elements() -> Iterator[Element]:
    """Every place where a paper or its digest has text."""
    yield Element(
        "digests[0].title", "digest", "line",
        lambda text: (day(usual(), title=text),),
        lambda: (day(usual()),),
    )  # fmt: skip
    for field, path, kind, value in _PLACES:
        make = usual if field in FIELDS_1 else whole
        yield Element(
            f"digests[0].papers[0].{path}", field, kind,
            partial(_put, make, field, value),
            partial(_bare, make, field),
        )  # fmt: skip


def _put(make: Callable[..., Paper], field: str, value: Callable[[str], object], text: str) -> Digests:
    return (day(make(**{field: value(text)})),)


def _bare(make: Callable[..., Paper], field: str) -> Digests:
    return without(field, (day(make()),))


_PLACES: tuple[tuple[str, str, str, Callable[[str], object]], ...] = (
    ("title", "title", "line", lambda text: text),
    ("url", "url", "address", lambda text: text),
    ("media", "media.url", "address", lambda text: Media("image", text)),
    ("authors", "authors[0]", "name", lambda text: (text, "Grace Hopper", "Ada Lovelace")),
    ("authors", "authors[1]", "other name", lambda text: ("Grace Hopper", text, "Ada Lovelace")),
    ("authors", "authors[2]", "other name", lambda text: ("Grace Hopper", "Ada Lovelace", text)),
    ("summary", "summary[0].label", "line", lambda text: (Item(text, "One."), Item("B", "Two."))),
    ("summary", "summary[1].label", "other line", lambda text: (Item("B", "One."), Item(text, "Two."))),
    (
        "summary",
        "summary[0].text",
        "text",
        lambda text: (Item("A", text), Item("B", "Two."), Item(None, "3.")),
    ),
    (
        "summary",
        "summary[1].text",
        "other text",
        lambda text: (Item("A", "One."), Item("B", text), Item(None, "3.")),
    ),
    (
        "summary",
        "summary[2].text",
        "text",
        lambda text: (Item("A", "One."), Item("B", "Two."), Item(None, text)),
    ),
    ("section", "section", "line", lambda text: text),
    ("abstract", "abstract", "text", lambda text: text),
    ("tldr", "tldr", "text", lambda text: text),
    ("categories", "categories[0]", "term", lambda text: (text, "cs.LG", "cs.CL")),
    ("categories", "categories[1]", "other term", lambda text: ("cs.LG", text, "cs.CL")),
    ("categories", "categories[2]", "other term", lambda text: ("cs.LG", "cs.CL", text)),
    ("tags", "tags[0]", "term", lambda text: (text, "b", "a")),
    ("tags", "tags[1]", "other term", lambda text: ("b", text, "a")),
    ("tags", "tags[2]", "other term", lambda text: ("b", "a", text)),
    ("doi", "doi", "doi", lambda text: text),
    (
        "links",
        "links[0][0]",
        "term",
        lambda text: ((text, "https://x.example/"), ("b", "https://y.example/")),
    ),
    ("links", "links[0][1]", "address", lambda text: (("a", text), ("b", "https://y.example/"))),
    ("links", "links[1][1]", "address", lambda text: (("b", "https://y.example/"), ("a", text))),
    ("extra", "extra[0][0]", "term", lambda text: ((text, "8.5"), ("Comment", "good"))),
    ("extra", "extra[0][1]", "text", lambda text: (("Score", text), ("Comment", "good"))),
    ("extra", "extra[1][1]", "other text", lambda text: (("Score", "8.5"), ("Comment", text))),
)
"""Field, path and kind of each place for text in a paper, and the field's value with a text there."""
