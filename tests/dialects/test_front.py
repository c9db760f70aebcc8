"""Front matter: YAML that may be anything."""

from __future__ import annotations

import pytest

import digestkit

PAPER = "title: T\npdf: https://arxiv.org/pdf/1706.03762\n"
NAME = "docs/202608/21/1706.03762.md"


def read(text, name=NAME):
    return digestkit.parse(text, name, dialect="daily-paper-reader")


def test_a_folder_is_a_day_and_a_file_a_paper():
    (digest,) = read(f"---\n{PAPER}---\n").digests
    assert (digest.date.isoformat(), len(digest.papers), digest.span) == ("2026-08-21", 1, (0, 55))
    assert read(f"---\n{PAPER}---\n", "docs/20260302-20260311/x.md").digests[0].date is None


@pytest.mark.parametrize(
    "broken",
    [
        *("a: [", "- a list", "just text", "a: &x [*x]\nb: !!python/object:os.system {}", "\x00", ""),
        *("[" * 5000, "[" * 60_000, "- " * 30_000, "? " * 30_000, "-\t" * 30_000, "a: " + "{a: " * 15_000),
    ],
    ids=repr,
)
def test_what_is_no_yaml_is_kept_and_told(broken):
    text = f"---\n{broken}\n---\n\n## Abstract\nWords.\n"
    document = read(text)
    assert [paper for digest in document.digests for paper in digest.papers] == []
    assert "DK111" in {found.code.id for found in document.diagnostics}
    assert digestkit.write(document) == text


@pytest.mark.parametrize("fence", ["--- ", "---  \t", "---\r", "---" + " " * 99])
def test_blanks_behind_the_fences_are_as_if_they_were_not_there(fence):
    (digest,) = read(f"{fence}\n{PAPER}{fence}\n").digests
    assert [paper.title for paper in digest.papers] == ["T"]
    assert digestkit.parse(f"{fence}\n{PAPER}{fence}\n", NAME).dialect == "daily-paper-reader"


@pytest.mark.parametrize(
    "text", ["---", "---\n", f"---\n{PAPER}", f"----\n{PAPER}---\n", "--- \n" + "a: b\n" * 20_000 + "---\n"]
)
def test_what_is_no_front_matter_is_text(text):
    document = read(text)
    assert document.digests == ()
    assert digestkit.write(document) == text


def test_values_are_as_written_and_unknown_keys_are_kept():
    more = "score: 8.0\ntags: [a, [b], c]\nauthors:\n- A\n- B\nmade: 2026-01-01\ndeep: {a: b}\n"
    document = read(f"---\n{PAPER}{more}---\n")
    (paper,) = document.digests[0].papers
    assert [(found.code.id, found.line) for found in document.diagnostics] == [("DK121", 1)]
    assert paper.extra == (("score", "8.0"), ("made", "2026-01-01"))
    assert (paper.tags, paper.authors) == (("a", "c"), ("A", "B"))


def test_ten_thousand_references_are_not_written_out():
    lines = [
        "a: &a [x, x, x, x, x, x, x, x, x]",
        *(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]" for a, b in zip("abcdefg", "bcdefgh", strict=True)),
    ]
    bomb = "\n".join(lines)
    (digest,) = read(f"---\n{PAPER}{bomb}\n---\n").digests
    assert digest.papers[0].extra == (("a", ", ".join("x" * 9)),)
