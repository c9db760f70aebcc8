"""The sample digests: complete, laid out as their eras were, in this project's own words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import digestkit

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("2*.md"))
PAPERS = {"2024-01-29": 7, "2024-02-02": 11, "2024-06-27": 12, "2024-07-05": 3, "2024-07-16": 16}

_ITEM = re.compile(r"- (\*\*[^*]+\*\*: )?")
_URL = re.compile(r"https?://[!-~]+")


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def line_shape(line: str) -> object:
    """What a line is when its Korean words are taken away: facts and structural lines stay as they are."""
    label = _ITEM.match(line)
    if label is None:
        return re.match(r"[0-9]+\) ", line)[0] if re.match(r"[0-9]+\) ", line) else line
    value = line[label.end() :]
    literal = len(ast.literal_eval(value)) if value.startswith("[") else None
    urls = [(url[0], following(value, url.end())) for url in _URL.finditer(value)]
    markup = "".join(char for char in "*&<>`$~\\" if char in value)
    return label[0], literal, urls, markup, value.endswith(" ")


def following(text: str, at: int) -> str:
    """The class of the character right behind a URL: what decides where the URL ends."""
    char = text[at : at + 1]
    return "hangul" if "가" <= char <= "힣" else char


def shape(text: str) -> list[object]:
    return [line_shape(line) for line in text.split("\n")]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_has_the_shape_of_the_given_digest_of_its_day(path: Path, given_paths: list[Path]) -> None:
    given = {
        found[1]: text
        for source in given_paths
        if source.parent.name == "seeds" and (found := re.match(r"## .* \((.*)\)\n", text := read(source)))
    }
    assert shape(read(path)) == shape(given[path.stem])


def test_there_is_a_file_for_each_day() -> None:
    assert {path.stem: read(path).count("\n### [") for path in SEEDS} == PAPERS


@pytest.mark.parametrize(
    ("day", "quirk"),
    [
        pytest.param(
            "2024-01-29", "https://github.com/microsoft/TransformerCompression에서", id="url-hangul"
        ),
        pytest.param("2024-01-29", "Yan Teng, +, Qibing Ren", id="plus-in-the-middle"),
        pytest.param("2024-02-02", ".mp4)\n<div><video controls src=", id="video"),
        pytest.param("2024-02-02", "Guihong Li, Chun-Fu, Hsiang Hsu, Chen\n", id="name-split-at-its-comma"),
        pytest.param("2024-02-02", "Alex D'Amour", id="apostrophe-in-a-name"),
        pytest.param("2024-06-27", "Authors: Ezgi Korkmaz\n", id="single-author"),
        pytest.param("2024-07-16", "Vote: -\n", id="vote-dash"),
        pytest.param("2024-07-16", "- **Technical Details**: ['", id="list-literal"),
        pytest.param("2024-07-16", ":\n1) ", id="numbered-lines-after-a-bullet"),
        pytest.param("2024-07-16", "![](https://cdn-avatars.huggingface.co/", id="avatar-as-thumbnail"),
    ],
)
def test_holds_the_quirk(day: str, quirk: str) -> None:
    assert quirk in read(ROOT / "seeds" / f"{day}.md")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_ends_in_an_empty_line_and_is_composed_unicode(path: Path) -> None:
    import unicodedata

    text = read(path)
    assert text.endswith("\n\n")
    assert not text.endswith("\n\n\n")
    assert unicodedata.is_normalized("NFC", text)


def test_all_samples_are_read_each_in_its_dialect() -> None:
    told: list[digestkit.Diagnostic] = []
    digests = list(digestkit.iter_digests(ROOT / "seeds", told.append))
    read_as = {found.message.split()[2] for found in told}
    assert {found.code for found in told} == {digestkit.Code.READ_AS}
    assert read_as == {path.name for path in (ROOT / "seeds" / "dialects").iterdir()}
    assert (len(digests), sum(len(digest.papers) for digest in digests)) == (30, 88)
    met = [paper.id for digest in digests for paper in digest.papers]
    assert len(set(met)) == len(met)
