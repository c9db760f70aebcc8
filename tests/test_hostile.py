"""What texts that mean harm cost: in each format, twice as much text makes no more than twice the work.

Work is counted in calls of Python functions, and in characters copied, never in seconds: a test must not
depend on how busy a machine is.
"""

import sys

import pytest

import digestkit
from digestkit.formats.bibtex import titles
from digestkit.text import texgroups

HOSTILE = {
    "bold": lambda n: "**a** " * n,
    "bold that stays open": lambda n: "**a " * n,
    "code": lambda n: "`a` " * n,
    "links": lambda n: "[a](https://b.example/c) " * n,
    "links in links": lambda n: "[" * n + "a" + "](https://b.example)" * n,
    "addresses in groups": lambda n: r"\emph{http://b.example " * n + "}" * n,
    "addresses in addresses": lambda n: r"\url{http://" * n + "}" * n,
    "targets in targets": lambda n: r"\href{" * n + "}{a}" * n,
    "groups": lambda n: r"\emph{" * n + "a" + "}" * n,
    "switches": lambda n: r"{\it " * n + "a" + "}" * n,
    "braces": lambda n: "{" * n + "$x$" + "}" * n,
    "fractions": lambda n: "$" + r"\frac{" * n + "a" + "}{b}" * n + "$",
    "formulas": lambda n: " ".join(f"$x_{{{at}}}^2$" for at in range(10_000, 10_000 + n)),
    "accents": lambda n: r"\'{e} \H{o} " * n,
    "commands": lambda n: r"\alpha " * n,
    "quotation marks": lambda n: "``a'' " * n,
    "dollars": lambda n: "$a " * n,
    "control characters": lambda n: "a\x01\x0c" * n,
    "combining marks": lambda n: "e\u0301\u0323" * n,
    "a list that Python could read": lambda n: "[" + "'a', ['b'], " * n + "]",
    "lists in lists": lambda n: "[" * n + "'a'" + "]" * n,
    "lines": lambda n: "a\n" + "  - b\n" * n,
    "lines in lines": lambda n: "a\n" + "\n".join(f"{'  ' * (at % 50)}- b" for at in range(n)),
}
FORMATS = {
    "markdown": {},
    "jsonl": {},
    "bibtex": {"abstract": True},
    "rss": {},
    "atom": {"full": False},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_cost_linear_work(name):
    for size in (40, 80):  # what is imported or cached is not counted
        exported(digest_of(HOSTILE[name](size)))
    small, large = (calls(digest_of(HOSTILE[name](size))) for size in (41, 82))
    assert large <= 2.2 * small + 500


def digest_of(text):
    paper = digestkit.Paper(
        "A Title", "https://arxiv.org/abs/2407.01906", summary=(digestkit.Item("Label", text),), votes=1
    )
    return digestkit.Digest(None, "Daily", (paper,))


def exported(digest):
    for name, options in FORMATS.items():
        digestkit.dump_bytes(digest, name, options=options)


def calls(digest):
    """How many calls it takes to export a digest."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        exported(digest)
    finally:
        sys.setprofile(before)
    return counted


class Copied(str):
    """A text that counts the characters copied out of it, and those that `count` looks at."""

    __slots__ = ()
    characters = 0

    def __getitem__(self, key):
        made = super().__getitem__(key)
        Copied.characters += len(made)
        return made

    def count(self, sub, start=0, end=sys.maxsize):
        Copied.characters += min(end, len(self)) - start
        return super().count(sub, start, end)


@pytest.mark.parametrize(
    "name", ["groups", "switches", "fractions", "addresses in addresses", "targets in targets"]
)
def test_what_is_nested_is_not_copied_at_each_level(name):
    text = Copied(HOSTILE[name](1000))
    Copied.characters = 0
    list(texgroups.find(text))
    assert Copied.characters <= 2 * len(text)


@pytest.mark.parametrize("unit", ["Lost? Found! It: works. ", "South Africa "])
def test_the_words_of_a_title_are_counted_once(unit):
    text = Copied(unit * 500)
    Copied.characters = 0
    titles.title(text, titles.PROTECTIONS[titles.TitleCase.SMART])
    assert Copied.characters <= 2 * len(text)
