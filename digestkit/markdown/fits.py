"""What the Korean digests cannot spell, and how little is changed so that they can.

The model holds more than this grammar: an abstract of three paragraphs, a label with a star. Each rule of
the tables below is one thing that would not read back as it is. A rule takes a node and gives it back, or
a changed copy that the grammar can spell as far as this rule goes; later rules see what earlier ones made.
What is changed reads back as changed, and is reported. A node that fits comes back as the same object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from operator import is_not
from typing import Generic, NamedTuple, TypeVar

import attrs

from digestkit import structure
from digestkit.diagnostics import Located
from digestkit.markdown import grammar
from digestkit.model import Digest, Document, Item, Paper, Segment

NodeT = TypeVar("NodeT", Item, Paper, Digest)

Tell = Callable[[str, Located | None], None]
"""Hears what is changed, and in which node; text around digests is none."""

BREAK = "## Undated papers\n\n"
"""What ends a digest where papers under no heading follow it: without it they would fall to that digest."""

NO_DAY = "(0000-00-00)"
"""What makes a heading without a date one that starts a digest: a day that does not exist."""

_HALVES = re.compile("[\ud800-\udfff]")


class Rule(NamedTuple, Generic[NodeT]):
    """What happens to a node that does not fit, as messages say it, and what makes it fit."""

    told: str
    fit: Callable[[NodeT], NodeT]


def digest(node: Digest, tell: Tell) -> Digest:
    """A digest that reads back as it is: this one, if it does."""
    if not _surely_fit(node.papers):
        papers = tuple([paper(each, tell) for each in node.papers])
        if any(map(is_not, papers, node.papers)):
            node = attrs.evolve(node, papers=papers)
    return _fitted(node, DIGEST_RULES, tell)


def paper(node: Paper, tell: Tell) -> Paper:
    """A paper that reads back as it is."""
    if _surely_fit((node,)):
        return node
    lost = node.further
    if lost:
        tell(f"{', '.join(lost)}: these digests have no place for it, so it was left out", node)
        node = without_further(node)
    summary = tuple([item(each, tell) for each in node.summary])
    if any(map(is_not, summary, node.summary)):
        node = attrs.evolve(node, summary=summary)
    return _fitted(node, PAPER_RULES, tell)


def item(node: Item, tell: Tell) -> Item:
    """An item that reads back as it is."""
    label, text = node.label, node.text
    if "\r" in text or "### [" in text or not all(map(grammar.continues_item, text.split("\n")[1:])):
        node = _fitted(node, TEXT_RULES, tell)
    if label is not None and ("*" in label or "#" in label):
        node = _fitted(node, LABEL_RULES, tell)
    return _fitted(node, BEGINNING_RULES, tell) if node.label is None and node.text[:2] == "**" else node


def _surely_fit(papers: tuple[Paper, ...]) -> bool:
    """Whether no rule needs to look at these papers: a search for the characters that all rules begin with.

    Nearly all papers pass, and one search through all of their texts costs less than a call for each.
    """
    if any(paper.further for paper in papers):
        return False
    items = [item for paper in papers for item in paper.summary]
    texts = "".join([item.text for item in items])
    labels = "".join([item.label for item in items if item.label is not None])
    if "\n" in texts or "\r" in texts or "#" in texts or "#" in labels or "*" in labels:
        return False
    if "*" in texts and any(item.label is None and item.text[:2] == "**" for item in items):
        return False
    if "](" in "\0".join([paper.url for paper in papers]):
        return False
    if "[" in "".join([paper.title for paper in papers]):
        return False
    return not _has_halves("".join([name for paper in papers for name in paper.authors]))


def _has_halves(text: str) -> bool:
    """Whether halves of surrogate pairs are in a text: UTF-8 cannot hold them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _fitted(node: NodeT, rules: Iterable[Rule[NodeT]], tell: Tell) -> NodeT:
    for rule in rules:
        fitting = rule.fit(node)
        if fitting is not node:
            tell(rule.told, node)
            node = fitting
    return node


def _with_text(node: Item, text: str) -> Item:
    return node if text == node.text else attrs.evolve(node, text=text)


# Items


def _without_returns(node: Item) -> Item:
    """A carriage return at the end of a line would be part of the line end."""
    return _with_text(node, "\n".join([line.rstrip("\r") for line in node.text.split("\n")]))


def _without_blank_lines(node: Item) -> Item:
    """A blank line ends an item, so it joins the line before."""
    first, *others = node.text.split("\n")
    lines = [[first]]
    for line in others:
        if not line or line.isspace():
            lines[-1].append(line)
        else:
            lines.append([line])
    return _with_text(node, "\n".join(map(" ".join, lines)))


def _with_lines_indented(node: Item) -> Item:
    """A line that starts, in the first column, like an item or a heading would end this one."""
    first, *others = node.text.split("\n")
    lines = [line if grammar.continues_item(line) else f" {line}" for line in others]
    return _with_text(node, "\n".join([first, *lines]))


def _without_glued_headings(node: Item) -> Item:
    """A paper's heading is read also at the end of an item's line; a second blank makes it text."""
    lines = f"- {node.text}".split("\n")
    for at, line in enumerate(lines):
        if "### [" in line and grammar.find_glued_heading(line) >= 0:
            lines[at] = line.replace("### [", "###  [")
    return _with_text(node, "\n".join(lines)[2:])


def _without_stars(node: Item) -> Item:
    """Stars end a label, so they leave it; a label of stars alone leaves with them."""
    label = (node.label or "").replace("*", "")
    if label == node.label:
        return node
    return attrs.evolve(node, label=label if label and not label.isspace() else None)


def _without_heading(node: Item) -> Item:
    """What could begin a paper's heading is not read as a label, so it gets a second blank."""
    label = node.label
    if label is None or "### [" not in label:
        return node
    return attrs.evolve(node, label=label.replace("### [", "###  ["))


def _set_off(node: Item) -> Item:
    """A text without a label that starts like one would lose its start to it."""
    reads_as_label = structure.split_label(node.text)[0] is not None
    return _with_text(node, f" {node.text}") if reads_as_label else node


TEXT_RULES: tuple[Rule[Item], ...] = (
    Rule("carriage returns at the ends of lines were left out", _without_returns),
    Rule("line breaks around blank lines became spaces", _without_blank_lines),
    Rule("lines that would end the item were indented by a space", _with_lines_indented),
    Rule("what would read as the heading of a paper got another space", _without_glued_headings),
)
LABEL_RULES: tuple[Rule[Item], ...] = (
    Rule("stars were left out of the label", _without_stars),
    Rule("what would read as the heading of a paper, in a label, got another space", _without_heading),
)
BEGINNING_RULES: tuple[Rule[Item], ...] = (
    Rule("a text that would read as a label got a space before it", _set_off),
)


# Papers and digests


def without_further(node: Paper) -> Paper:
    """A paper without the fields that the Korean digests do not have; this one, where they say nothing."""
    if not node.further:
        return node
    return attrs.evolve(
        node, section=None, abstract=None, tldr=None, categories=(), tags=(),
        submitted=None, doi=None, links=(), extra=(),
    )  # fmt: skip


def digest_without_further(node: Digest) -> Digest:
    """A digest of such papers; this one, if all of them are."""
    if not any(paper.further for paper in node.papers):
        return node
    return attrs.evolve(node, papers=map(without_further, node.papers))


def document_without_further(node: Document) -> Document:
    """A document of such digests; this one, if all of them are."""
    known = [part if isinstance(part, str) else digest_without_further(part) for part in node.segments]
    return attrs.evolve(node, segments=known) if any(map(is_not, known, node.segments)) else node


def _with_number_apart(node: Paper) -> Paper:
    """A heading that starts with a number in brackets is read as none; a second blank makes it a title."""
    if not grammar.is_numbered(node.title):
        return node
    number, _, title = node.title.partition("]")
    return attrs.evolve(node, title=f"{number}]  {title.lstrip(' ')}")


def _with_url_escaped(node: Paper) -> Paper:
    """The last `](` of a heading is where its title ends."""
    return attrs.evolve(node, url=node.url.replace("](", "]%28")) if "](" in node.url else node


def _with_whole_names(node: Paper) -> Paper:
    """A list literal cannot hold halves of surrogate pairs, which no file can hold either."""
    names, truncated = node.authors, node.authors_truncated
    if not _has_halves("".join(names)):
        return node
    spelled = grammar.spell_authors(names, truncated, as_list=False)
    if grammar.read_authors(spelled) == (names, truncated):
        return node
    return attrs.evolve(node, authors=[_HALVES.sub("\ufffd", name) for name in names])


def _with_no_day(node: Digest) -> Digest:
    """A heading starts a digest by the date at its end, and one that exists is the digest's."""
    if node.date is not None or not node.title:
        return node
    if grammar.read_day(grammar.spell_day(None, node.title)) == (None, node.title):
        return node
    return attrs.evolve(node, title=f"{node.title} {NO_DAY}")


PAPER_RULES: tuple[Rule[Paper], ...] = (
    Rule("a title that would read as a number and a link got another space", _with_number_apart),
    Rule("`](` in the URL became `]%28`", _with_url_escaped),
    Rule("halves of surrogate pairs in names became U+FFFD", _with_whole_names),
)
DIGEST_RULES: tuple[Rule[Digest], ...] = (
    Rule(f"a title without a date got {NO_DAY}, since a digest starts with a date", _with_no_day),
)


# Documents: what stands around a digest must neither swallow it nor be swallowed


def segments(given: Iterable[Segment], newline: str, tell: Tell) -> Iterator[Segment]:
    """Yield the digests of a document as they are, and between them text that reads back."""
    pending: str | None = None
    after_digest = False
    for segment in given:
        if isinstance(segment, str):
            pending = _around(segment, newline, tell, after_digest=after_digest)
            continue
        if pending:
            yield _complete(pending, newline, tell)
        elif after_digest and has_no_heading(segment):
            tell("papers under no heading got one, lest they fall to the digest before them", segment)
            yield BREAK.replace("\n", newline)
        yield segment
        pending, after_digest = None, True
    if pending:
        yield pending


def has_no_heading(node: Digest) -> bool:
    """Whether the papers of a digest stand under no heading."""
    return node.date is None and not node.title


def _around(text: str, newline: str, tell: Tell, *, after_digest: bool) -> str:
    """Text that starts no digest and, after one, starts with the heading that ends it."""
    fences = grammar.Fences()
    lines = text.split("\n")
    for at, raw in enumerate(lines):
        line = raw.rstrip("\r")
        if not fences.hides(line) and (grammar.read_day(line) or grammar.read_paper_heading(line)):
            lines[at] = f" {raw}"
    kept = "\n".join(lines)
    if kept != text:
        tell("lines outside digests that would start one were indented by a space", None)
    return _after_digest(kept, newline, tell) if after_digest else kept


def _after_digest(text: str, newline: str, tell: Tell) -> str:
    lines = text.split("\n")
    while lines and (not lines[0] or lines[0].isspace()):
        del lines[0]
    kept = "\n".join(lines)
    if kept and not kept.startswith(("# ", "## ")):
        tell("text after a digest got a heading, lest it fall to the digest", None)
        return f"## Text{newline}{newline}{text}"
    if kept != text:
        tell("blank lines after a digest were left out of the text that follows", None)
    return kept


def _complete(text: str, newline: str, tell: Tell) -> str:
    """Text before a digest ends with a line end, outside any code fence."""
    fences = grammar.Fences()
    for line in text.split("\n"):
        fences.hides(line.rstrip("\r"))
    whole = text if text[-1] == "\n" else f"{text}{newline}"
    if fences.open is not None:
        whole = f"{whole}{fences.open}{newline}"
    if whole != text:
        tell("text before a digest got a line end, or the end of its code fence", None)
    return whole
