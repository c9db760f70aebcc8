"""BibTeX and biber themselves, where they are installed: no error, no warning, and what they understood."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

import digestkit
from digestkit.formats.bibtex.authors import any_list
from digestkit.testing import samples
from digestkit.text.names import PersonName, parse_name

ROOT = Path(__file__).parents[2]

NAMES = (
    "Ada Lovelace", "Yu-wei Chao", "Éric Dupont", "Hal Daumé III", "Ronald McClelland Jr.", "danah boyd",
    "Laurens van der Maaten", "Østby van Larsen Holm", "Gabriel Poesia Reis e Silva", "Luc Van Gool",
    "Łukasz Kaiser", "Emily de Oliveira Santos", "Gerard 't Hooft", "Benedito Alves de Oliveira Junior",
    "Ahmed el-Kishky", "Jean-Luc Picard-Smith", "van Gogh", "Xu-yao Zhang", "Aäron van den Oord",
)  # fmt: skip

TITLES = {
    "DeepSeek-V2 and GPT-4o: Why LLMs Need 3D": "DeepSeek-v2 and GPT-4o: Why LLMs need 3D",
    "The I&S-ViT, X-ray and Q&A of O'Brien": "The I&S-ViT, X-ray and Q&A of O'Brien",
    "On $O(N^2)$ Attention, M$^{2}$UGen and #SLAM": "On $O(N^2)$ attention, M$^{2}$UGen and #SLAM",
    'A "Quoted" <Think> Token, 100% ÉCOLE': 'A "quoted" <think> token, 100% ÉCOLE',
    '"Give Me" Death: (Re)Using “Words”': '"Give me" death: (Re)using “words”',
}

STYLES = {
    # One line a name: its parts, apart.
    "parts": "author num.names$ 'n := #1 'i := { i n #1 + < } "
    '{ author i "{ff}|" format.name$ author i "{vv}|" format.name$ * '
    'author i "{ll}|" format.name$ * author i "{jj}" format.name$ * write$ newline$ i #1 + \'i := } while$',
    # The title as classic styles print it.
    "lower": 'title "t" change.case$ write$ newline$',
}


@pytest.fixture
def bibtex(tmp_path: Path) -> Callable[[str, str], str]:
    """Run BibTeX with a style on a file: the .bbl, after a run without a word of complaint."""
    if shutil.which("bibtex") is None or shutil.which("kpsewhich") is None:
        pytest.skip("BibTeX is not installed (Debian: texlive-binaries, texlive-base)")

    def run(text: str, style: str) -> str:
        (tmp_path / "refs.bib").write_bytes(text.encode("utf-8", "replace"))
        (tmp_path / "test.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{refs}}\n")
        done = subprocess.run(["bibtex", "test"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert not re.search("warning|error", done.stdout, re.IGNORECASE), done.stdout
        return (tmp_path / "test.bbl").read_text("utf-8", "replace")

    for name, body in STYLES.items():
        (tmp_path / f"{name}.bst").write_text(
            f"ENTRY {{ author title }} {{}} {{}} INTEGERS {{ n i }}\nFUNCTION {{misc}} {{ {body} }}\n"
            "FUNCTION {default.type} { misc }\nREAD\nITERATE {call.type$}\n"
        )
    return run


def hostile() -> digestkit.Digest:
    """Whatever breaks careless exporters, each paper another one, of years 2008 to 2027.

    All have a title and a date, which biber wants. The alpha style has labels for 26 papers by the same
    authors in one year.
    """
    papers = [paper for digest in samples.all_digests() for paper in digest.papers if paper.title.strip()]
    renumbered = [
        attrs.evolve(paper, url=f"https://arxiv.org/abs/{at % 20 + 8:02}01.{at:05}")
        if paper.arxiv_id
        else paper
        for at, paper in enumerate(papers)
    ]
    return samples.digest(*renumbered)


def own() -> list[digestkit.Digest]:
    return [*digestkit.iter_digests(sorted((ROOT / "seeds").glob("2024*"))), hostile()]


@pytest.mark.parametrize("style", ["plain", "alpha", "unsrt"])
@pytest.mark.parametrize("ascii_", [False, True])
def test_classic_styles_have_nothing_to_say(bibtex, style, ascii_):
    options = {"abstract": True, "note": True, "votes": True, "keywords": ["a"]} if ascii_ else {}
    text = digestkit.dumps(own(), "bibtex", ascii=ascii_, **options)
    assert bibtex(text, style).count("\\bibitem") == text.count("\n}\n")


@pytest.mark.parametrize("style", ["plain", "alpha", "unsrt"])
def test_classic_styles_have_nothing_to_say_of_real_papers(bibtex, style, given_digests):
    text = digestkit.dumps(given_digests, "bibtex")
    assert bibtex(text, style).count("\\bibitem") == text.count("\n}\n") > 300


@pytest.fixture
def biber(tmp_path: Path) -> Callable[[str], None]:
    """Have biber read a file, check it against its data model, and write as many entries as there are."""
    if shutil.which("biber") is None:
        pytest.skip("biber is not installed (Debian: biber)")

    def run(text: str) -> None:
        (tmp_path / "refs.bib").write_bytes(text.encode("utf-8", "replace"))
        command = ["biber", "--tool", "-V", "--output-file", "out.bib", "refs.bib"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        assert not re.search("WARN|ERROR|non-?character|Wide", said), said
        assert (tmp_path / "out.bib").read_text("utf-8").count("\n}") == text.count("\n}\n")

    return run


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_biber_has_nothing_to_say(biber, dialect):
    options = {"abstract": True, "note": True, "votes": True, "keywords": ["a"]}
    biber(digestkit.dumps(own(), "bibtex", dialect=dialect, **options))


@pytest.mark.search(only=True)
def test_biber_has_nothing_to_say_of_real_papers(biber, given_digests):
    biber(digestkit.dumps(given_digests, "bibtex"))


def test_bibtex_finds_the_parts_of_names(bibtex, detex):
    lines = bibtex(f"@misc{{a, author = {{{any_list(NAMES)}}}}}\n", "parts").splitlines()
    for name, line in zip(NAMES, lines, strict=True):
        person = parse_name(name)
        assert isinstance(person, PersonName)
        found = [detex(part).replace("\xa0", " ") for part in line.split("|")]
        assert found == [person.given, person.particle, person.family, person.suffix], name


def test_bibtex_prints_names_in_titles_as_they_are(bibtex, detex):
    papers = [
        digestkit.Paper(title, f"https://arxiv.org/abs/2401.{at:05}", authors=("Ada Lovelace",))
        for at, title in enumerate(TITLES)
    ]
    text = digestkit.dumps([digestkit.Digest(None, "", papers)], "bibtex")
    printed = bibtex(text, "lower")
    assert [detex(line) for line in printed.splitlines()] == list(TITLES.values())


def test_no_name_in_a_real_title_loses_its_capitals(bibtex, detex, given_digests):
    text = digestkit.dumps(given_digests, "bibtex")
    printed = detex(" ".join(bibtex(text, "lower").split()))
    titles = dict.fromkeys(paper.title for day in given_digests for paper in day.papers)
    assert len(titles) > 300
    missing = {
        word
        for title in titles
        for word in re.findall(r"[^\W_]*[^\W_][A-Z][^\W_]*", title)
        if word not in printed
    }
    assert not missing
