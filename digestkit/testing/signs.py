"""Changes of a sign or an address: what formats escape, and programs like to tidy.

A sign is left out of a word, or another takes its place. Not every place for text is asked about every sign:
an exporter has a function or two for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from digestkit.testing.changes import WHITE_SPACE, Change, Element, changed

_LEFT_OUT = {
    **{f"a sign ({sign})": sign for sign in "\"#%&'()*+/:;<=>@[]^_`{|}~$!?-"},
    "an opening quotation mark": "“",
    "an apostrophe": "’",
    "a dash": "–",
    "a middle dot": "·",
    "a letter of private use": "\ue000",
    "a zero-width joiner": "\u200d",
    "a zero-width non-joiner": "\u200c",
    "a soft hyphen": "\u00ad",
    "a mark of direction": "\u200f",
    "a combining mark": "\u0323",
    "a variation selector": "\ufe0f",
    "a subscript": "₂",
    "a separator of lines": "\u2028",
    "a null character": "\x00",
}
"""Signs by what they are called."""

_REPLACED = (
    ("a quotation mark", "“word”", '"word"'),
    ("the kind of a quotation mark", '"word"', "'word'"),
    ("an apostrophe", "it’s", "it's"),
    ("a dash", "a–b", "a-b"),
    ("a long dash", "a—b", "a-b"),
    ("a minus sign", "−1", "-1"),
    ("an ellipsis", "word…", "word..."),
    ("a full-width letter", "ＡＢ", "AB"),
    ("an ampersand", "this & that", "this and that"),
    ("a bar", "this|that", "this/that"),
    ("a Greek letter", "αβγ", "αβδ"),
    ("an Arabic letter", "كلمة", "كلمه"),
    ("a Japanese letter", "ことば", "ことは"),
    ("what stands in parentheses", "word (one)", "word (two)"),
    ("what stands between dollar signs", "$n+1$", "$n+2$"),
    ("what follows a per cent sign", "5 % of one", "5 % of two"),
    ("the full stop at its end", "word.", "word"),
)
_SPACES = (
    ("an ideographic space", "語\u3000語", "語 語"),
    ("a tilde", "this~that", "this that"),
    ("an underscore", "this_that", "this that"),
    ("a separator of lines, not a space", "this\u2028that", "this that"),
)

_OF_NAMES = (
    ("a hyphen", "Jean-Luc Picard", "Jean Luc Picard"),
    ("a full stop", "J. Doe", "J Doe"),
    ("an apostrophe", "Pat O'Neil", "Pat ONeil"),
    ("a name of one word", "Plato", "Plate"),
    ("what stands behind a comma", "Ann Lee, Jr.", "Ann Lee, Sr."),
    ("a suffix", "Ann Lee III", "Ann Lee"),
    ("a capital inside", "Ian McCoy", "Ian Mccoy"),
)

_ADDRESSES = (
    ("the scheme", "http://blog.example/post", "https://blog.example/post"),
    ("the first part of the host", "https://www.blog.example/post", "https://blog.example/post"),
    ("the port", "https://blog.example:8080/post", "https://blog.example/post"),
    ("the slash at its end", "https://blog.example/post/", "https://blog.example/post"),
    ("a plus sign", "https://blog.example/a+b", "https://blog.example/a%20b"),
    ("the suffix", "https://blog.example/post.html", "https://blog.example/post"),
)

_PLACES = ("papers[0].title", "summary[0].label", "summary[0].text", "abstract")


def sign_changes(element: Element) -> Iterator[Change]:
    """The changes of signs at one place; none where others stand for it."""
    if element.place.endswith("authors[0]"):
        for what, old, new in _OF_NAMES:
            yield changed(element, what, old, new)
    elif element.kind == "address" and element.field in ("url", "media"):
        for what, old, new in _ADDRESSES:
            yield changed(element, what, old, new)
    elif element.place.endswith(_PLACES):
        yield from _of_prose(element)


def _of_prose(element: Element) -> Iterator[Change]:
    for what, sign in _LEFT_OUT.items():
        yield changed(element, what, f"Apple wo{sign}rd pear", "Apple word pear")
    for what, old, new in _REPLACED:
        yield changed(element, what, f"Apple {old}", f"Apple {new}")
    for what, old, new in _SPACES:
        yield changed(element, what, f"Apple {old} pear", f"Apple {new} pear", WHITE_SPACE)
