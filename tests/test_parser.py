"""The parser beside its laws: which characters are noted how often, and what it leaves behind."""

from __future__ import annotations

import gc
import re

import pytest

from digestkit.markdown import notes, parse
from digestkit.markdown.parser import Parser

DECOMPOSED = "\u1112\u1161\u11ab"


def noted(text):
    return [(note.code.name, note.line, note.column) for note in parse(text).diagnostics]


def test_forbidden_characters_are_noted_on_each_line_that_has_them():
    text = "a\x00b\x01\n\nfine\n\x08\x0c x \x0b\n"
    assert noted(text) == [("ILLEGAL_CHARACTER", 1, 2), ("ILLEGAL_CHARACTER", 4, 1)]
    first, second = parse(text).diagnostics
    assert "(U+0000, U+0001)" in first.message
    assert "(U+0008, U+000B, U+000C)" in second.message


def test_decomposed_characters_are_noted_once():
    assert noted(f"fine\n{DECOMPOSED}\n{DECOMPOSED}{DECOMPOSED}\n") == [("NFD", 2, 1)]


def test_both_are_found_whichever_comes_first():
    assert noted(f"\x00 {DECOMPOSED}\n\x00\n") == [
        ("ILLEGAL_CHARACTER", 1, 1),
        ("NFD", 1, 3),
        ("ILLEGAL_CHARACTER", 2, 1),
    ]
    assert noted(f"{DECOMPOSED}\n{DECOMPOSED}\x00\n") == [("NFD", 1, 1), ("ILLEGAL_CHARACTER", 2, 4)]


def test_marks_that_no_composed_character_has_are_fine():
    assert noted("x\u0302 \u0300\n") == []


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_is_collected_after_parsing_as_before(enabled, monkeypatch):
    during = []
    read = Parser.document
    monkeypatch.setattr(Parser, "document", lambda self: during.append(gc.isenabled()) or read(self))
    was_enabled = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        parse("## D (2024-07-05)\n")
        assert during == [False]
        assert gc.isenabled() == enabled
        monkeypatch.setattr(Parser, "document", lambda _self: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            parse("")
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()


def test_both_patterns_of_composed_text_mean_the_same():
    long, short = re.compile(notes.COMPOSED), re.compile(notes.COMPOSED_IN_SHORT)
    every = "".join(map(chr, range(0x110000)))
    at = 0
    while at < len(every):
        ends = {pattern.match(every, at).end() for pattern in (long, short)}
        assert len(ends) == 1
        at = max(*ends, at + 1)


@pytest.mark.parametrize(
    "media",
    [
        "![](a.png)",
        "[Watch Video](v)",
        '[Watch Video](v)\n<div><video controls src="v" muted="false"></video></div>',
    ],
)
def test_media_stand_where_their_lines_do(media):
    text = f"## D (2024-07-05)\n\n### [T](u)\n\n{media}\nVote: 3\n"
    (paper,) = parse(text).digests[0].papers
    assert text[slice(*paper.media.span)] == media
