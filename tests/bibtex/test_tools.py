"""BibTeX and biber themselves, where they are installed: no error, no warning, and what they understood."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import attrs
import pytest

import digestkit
from digestkit.formats.bibtex.authors import any_list
from digestkit.testing import samples

ROOT = Path(__file__).parents[2]

TITLES = {
    "DeepSeek-V2 and GPT-4o: Why LLMs Need 3D": "DeepSeek-v2 and GPT-4o: Why LLMs need 3D",
    "The I&S-ViT, X-ray and Q&A of O'Brien": "The I&S-ViT, X-ray and Q&A of O'Brien",
    "On $O(N^2)$ Attention, M$^{2}$UGen and #SLAM": "On $O(N^2)$ attention, M$^{2}$UGen and #SLAM",
    'A "Quoted" <Think> Token, 100% ÉCOLE': 'A "quoted" <think> token, 100% ÉCOLE',
    '"Give Me" Death: (Re)Using “Words”': '"Give me" death: (Re)using “words”',
}

BIBER = "{http://biblatex-biber.sourceforge.net/biblatexml}"
NAME_PARTS = ("given", "prefix", "family", "suffix")

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


@pytest.mark.parametrize(
    "dialect",
    # Biber takes three seconds to start; its own dialect has all fields.
    [pytest.param("bibtex", marks=pytest.mark.search(only=True)), "biblatex"],
)
def test_biber_has_nothing_to_say(biber, dialect):
    options = {"abstract": True, "note": True, "votes": True, "keywords": ["a"]}
    biber(digestkit.dumps(own(), "bibtex", dialect=dialect, **options))


@pytest.mark.search(only=True)
def test_biber_has_nothing_to_say_of_real_papers(biber, given_digests):
    biber(digestkit.dumps(given_digests, "bibtex"))


# What pdfLaTeX makes of the default file, with the font encoding of our how-to and no package.

PAGE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\begin{document}
\nocite{*}
\bibliographystyle{STYLE}
\bibliography{refs}
\end{document}
"""
LETTERS = (
    "Mem-α: ΔΣ of ShowUI-$π$ and $τ^2$ at 360° ≤ ½ × ∞",
    "ế, x̂ and ά with ℝ, 𝒪, ⁴, ₂, ① and −1",
    "Ωmega «q» – — … “a” ‘b’ � ˇ ﬁ",
    "→ ⇒ ∀x∃y ∈ ∅ ⟨x⟩ ⌈y⌉ ∑∏∫ √ ≈ ≠ ± ÷ ∇ ∂ ⊕ ⊗ † • ‰ € £ ™ № ℃",
    "Naïve Étude: ÉCOLE of Østby, Þór, Đông and Ŋuyen",
)
PEOPLE = (
    "Émile Żak",
    "Ömer Ünal",
    "Łukasz Đorđe",
    "Ơn Ưu",
    "Çağla Öz",
    "Ngọc Dương",
    "Ẩn Bảo Thủy Hỉ Ửng",
    "Ø. Ångström",
    "β Team",
)


@pytest.fixture
def pdflatex(bibtex, tmp_path: Path) -> Callable[[str, str], None]:
    """Typeset all entries of a file in a style, without an error."""
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed (Debian: texlive-latex-base)")

    def run(text: str, style: str) -> None:
        made = bibtex(text, style)
        (tmp_path / "page.tex").write_text(PAGE.replace("STYLE", style), "utf-8")
        (tmp_path / "page.bbl").write_text(made, "utf-8")
        # Draft mode makes no PDF, which would need fonts that are made on demand.
        command = ["pdflatex", "-draftmode", "-interaction=nonstopmode", "-halt-on-error", "page"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        log = (tmp_path / "page.log").read_text("utf-8", "replace")
        assert done.returncode == 0, log[-3000:]
        assert "Missing character" not in log

    return run


@pytest.mark.parametrize("style", ["plain", "unsrt", "alpha", "abbrv", "ieeetr", "acm"])
def test_pdflatex_prints_the_default(pdflatex, style):
    papers = [
        digestkit.Paper(title, f"https://arxiv.org/abs/2401.{at:05}", authors=(*PEOPLE[at:], *PEOPLE[:at]))
        for at, title in enumerate(LETTERS)
    ]
    seeds = digestkit.iter_digests(sorted((ROOT / "seeds").glob("2024*")))
    pdflatex(digestkit.dumps([*seeds, digestkit.Digest(None, "", papers)], "bibtex"), style)


@pytest.mark.parametrize("style", ["alpha", "abbrv"])
def test_pdflatex_prints_real_papers(pdflatex, style, given_digests):
    pdflatex(digestkit.dumps(given_digests, "bibtex"), style)


VIETNAMESE = ("Nguyễn Văn Thọ", "Hoàng Ngọc Bảo", "Phạm Thị Thủy", "Trường Đặng Phượng", "Hỉ Ửng")


@pytest.mark.search(only=True)
def test_biber_and_pdflatex_print_vietnamese_as_the_guide_says(tmp_path):
    if any(shutil.which(program) is None for program in ("pdflatex", "biber", "kpsewhich")):
        pytest.skip("pdflatex or biber is not installed (Debian: texlive-latex-base, biber)")
    if not subprocess.run(["kpsewhich", "biblatex.sty"], capture_output=True, check=False).stdout:
        pytest.skip("BibLaTeX is not installed (Debian: texlive-bibtex-extra)")
    guide = (ROOT / "docs/how-to/cite.md").read_text("utf-8")
    page, letters = [
        block for block in re.findall(r"```latex\n(.*?)```", guide, re.DOTALL) if "bibtex" not in block
    ][-2:]
    paper = digestkit.Paper(f"Về {VIETNAMESE[1]}", "https://arxiv.org/abs/2401.00001", authors=VIETNAMESE)
    made = digestkit.dumps([digestkit.Digest(None, "", (paper,))], "bibtex", dialect="biblatex")
    (tmp_path / "refs.bib").write_text(made, "utf-8")
    (tmp_path / "page.tex").write_text(
        page.replace(r"\begin{document}", letters + r"\begin{document}"), "utf-8"
    )
    typeset = ["pdflatex", "-draftmode", "-interaction=nonstopmode", "page"]
    for command in (typeset, ["biber", "--output-safechars", "page"], [*typeset, "-halt-on-error"]):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    log = (tmp_path / "page.log").read_text("utf-8", "replace")
    assert "Missing character" not in log
    assert r"Th\d{o}" in (tmp_path / "page.bbl").read_text("utf-8")


def test_bibtex_finds_the_parts_of_names(bibtex, detex, people):
    names = [" ".join(filter(None, parts)) for parts in people.parts]
    written = bibtex(f"@misc{{a, author = {{{any_list(names)}}}}}\n", "parts")
    # BibTeX breaks its lines after 79 characters.
    lines = written.replace("\n  ", " ").splitlines()
    found = [tuple(detex(part).replace("\xa0", " ") for part in line.split("|")) for line in lines]
    assert found == people.parts


@pytest.mark.search(only=True)
def test_biber_finds_the_parts_of_names(biber, people, tmp_path):
    names = [" ".join(filter(None, parts)) for parts in people.parts]
    biber(f"@misc{{a, author = {{{any_list(names)}}}, title = {{x}}, year = {{2024}}\n}}\n")
    command = ["biber", "--tool", "--output-format=biblatexml", "--output-file=out.xml", "refs.bib"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    found = [_parts(name) for name in ElementTree.parse(tmp_path / "out.xml").iter(f"{BIBER}name")]
    # Biber takes an apostrophe for no small letter, and shows the parts between hyphens apart.
    expected = [(first, "", f"{von} {last}", jr) if von == "'t" else (first, von, last, jr)
                for first, von, last, jr in people.parts]  # fmt: skip
    assert [tuple(part.replace("-", " ") for part in parts) for parts in expected] == found


def _parts(name: ElementTree.Element) -> tuple[str, ...]:
    parts = {part.get("type"): " ".join(part.itertext()) for part in name.iter(f"{BIBER}namepart")}
    return tuple(" ".join(parts.get(each, "").replace("-", " ").split()) for each in NAME_PARTS)


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
