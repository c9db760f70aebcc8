"""Which capitals of titles are protected: against a table made by hand, and by the evidence of a paper.

`titles-by-hand.tsv` has real titles with the braces that they should have, and for some what a paper says of
itself, in our own words. The table is not what the code does: it says what is right, and the tests say how
far from that the code may be.
"""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest
from durations import linear

import digestkit
from digestkit import Digest, Item, Paper
from digestkit.formats.bibtex import evidence, proper
from digestkit.formats.bibtex.escaping import tidy
from digestkit.formats.bibtex.titles import PROTECTIONS, TitleCase, title

TABLE = Path(__file__).with_name("titles-by-hand.tsv")
KNOWN = (
    "African", "Arabic", "Asian", "Bayesian", "Blender", "Boolean", "Chinese", "Claude", "English",
    "Fourier", "French", "Gaussian", "Gaussians", "Gemini", "Gemma", "German", "Google", "Greek",
    "Indian", "Indic", "Japanese", "Kalman", "Kolmogorov", "Korean", "Latin", "Llama", "Markov",
    "Minecraft", "Mistral", "Olympiad", "Pareto", "Peru", "Python", "Reddit", "Riemannian", "Russian",
    "Shapley", "Spanish", "Tulu", "Turing", "Verilog", "Vietnamese", "Wasserstein", "Wikipedia",
)  # fmt: skip


def smart(text: str, *said: str) -> str:
    paper = Paper(text, "https://arxiv.org/abs/2401.00001", summary=tuple(Item(None, each) for each in said))
    return title(tidy(text), PROTECTIONS[TitleCase.SMART], evidence.find(text, paper))


def rows() -> list[list[str]]:
    return [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]


def capitals(made: str) -> tuple[set[tuple[int, str]], list[set[int]]]:
    """The capitals that a style would print small, each with its place; and those that each group protects.

    As BibTeX's `change.case$` does it: the first character, and what follows a colon and a blank, stay.
    """
    small: set[tuple[int, str]] = set()
    groups: list[set[int]] = []
    depth = 0
    for at, char in enumerate(plain := made):
        depth += (char == "{") - (char == "}")
        if char == "{" and depth == 1:
            groups.append(set())
        place = len(re.sub(r"[{}]", "", plain[:at]))
        if not char.isupper() or place == 0 or plain[:at].endswith(": "):
            continue
        if depth:
            groups[-1].add(place)
        else:
            small.add((place, char))
    return small, groups


def test_the_table_is_kept():
    """Every capital of a known name, nearly every other one, and hardly a brace too many."""
    table = rows()
    assert len(table) > 340
    missing: list[str] = []
    needless: list[str] = []
    for text, right, *said in table:
        made = smart(text, *filter(None, said))
        wanted = set().union(*capitals(right)[1])
        got, groups = capitals(made)
        if {place for place, _ in got} & wanted:
            missing.append(made)
        # Digits and formulas are protected without a capital.
        needless += [made for group in groups if group and not group & wanted]
    assert len(needless) * 20 <= len(table), needless
    assert len(missing) * 100 <= len(table), missing


def test_known_names_are_protected_wherever_they_stand():
    for text, _right, *said in rows():
        made = smart(text, *filter(None, said))
        bare = re.sub(r"\{[^{}]*\}", lambda match: "#" * len(match[0]), made)
        hits = [name for name in KNOWN if re.search(rf"(?<!^)(?<![\w#]){name}(?!\w)", bare)]
        assert not hits, made


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("Bayesian and Bayesian Learning", "Bayesian and {Bayesian} Learning"),
        ("A Study: Korean-English Text", "A Study: {Korean-English} Text"),
        ("On Non-Gaussian and 3D Gaussians", "On Non-{Gaussian} and {3D} {Gaussians}"),
        ("Feynman-Kac Formulas", "{Feynman-Kac} Formulas"),
        ("A Kolmogorov-Arnold Net", "A {Kolmogorov-Arnold} Net"),
        (
            "Truncated Karhunen-Loève and Gromov-Wasserstein",
            "Truncated {Karhunen-Loève} and {Gromov-Wasserstein}",
        ),
        ("Features of Claude 3 and Las Vegas", "Features of {Claude} 3 and {Las} {Vegas}"),
        ("With Stable Diffusion and Diffusion", "With {Stable} {Diffusion} and Diffusion"),
        ("Proofs in Lean 4, Lean Proofs", "Proofs in {Lean} 4, Lean Proofs"),
        ("The Lie Group of Why We Lie", "The {Lie} Group of Why We Lie"),
        ("Zipf's Law and Moore’s", "Zipf's Law and {Moore}’s"),
        ("Help or Harm? A Study! Really", "Help or Harm? {A} Study! {Really}"),
        ("Help or “Harm?” He Said", "Help or “Harm?” He Said"),
        ("A Title:Without Blank", "A Title:{Without} Blank"),
        ("It Works. Or Not", "It Works. {Or} Not"),
        ("LoRA vs. Full Tuning", "{LoRA} vs. Full Tuning"),
        ("Mem-α in Asia", "Mem-α in {Asia}"),
    ],
)
def test_names_of_the_list_and_starts_of_sentences(text, tex):
    assert smart(text) == tex


@pytest.mark.parametrize(
    ("said", "tex"),
    [
        ("모델은 Falcon을 쓴다.", "Taming {Falcon} Agents"),
        ("We train Falcon with care.", "Taming {Falcon} Agents"),
        ("Falcon is trained. And “Falcon” too.", "Taming Falcon Agents"),  # starts of sentences
        ("매(Falcon)를 본다.", "Taming Falcon Agents"),  # explains a word
        ("We (a) and they (b) train Falcon with care.", "Taming {Falcon} Agents"),
        ("A Falcon Search Tool is a tool.", "Taming Falcon Agents"),  # a phrase in capitals
        ("We train Falcon and a falcon.", "Taming Falcon Agents"),
        ("We train FalconNet and x/Falcon.", "Taming Falcon Agents"),
        ("여러 Agents를 쓴다.", "Taming Falcon Agents"),  # a usual word
    ],
)
def test_the_paper_says_what_is_a_name(said, tex):
    assert smart("Taming Falcon Agents", said) == tex


@pytest.mark.parametrize(
    ("text", "said", "tex"),
    [
        ("Neural Gaffer: Light", "Neural Gaffer라는 모델", "Neural {Gaffer}: Light"),
        ("Neural Gaffer: Light", "새 neural gaffer와 Neural Gaffer", "Neural Gaffer: Light"),
        ("Neural Gaffer: Light", "새 모델(Neural Gaffer)", "Neural Gaffer: Light"),
        ("Neural Gaffer: Light", "Neural Gaffer(NG)", "Neural Gaffer: Light"),
        ("Granite Guardian", "Granite Guardian은 크다", "Granite {Guardian}"),
        ("Seed-Music: Songs", "모델 Seed-Music을 쓴다", "{Seed-Music}: Songs"),
        ("Seed-Music:songs of it", "모델 Seed-Music을 쓴다", "{Seed-Music}:songs of it"),
        ("Octo-planner: Plans", "Octo-planner를 쓴다", "Octo-planner: Plans"),
    ],
)
def test_what_stands_before_a_colon_may_be_one_name(text, said, tex):
    assert smart(text, said) == tex


def test_an_abstract_is_evidence_too_and_other_papers_are_none():
    paper = Paper("Taming Falcon", "https://arxiv.org/abs/2401.00001", authors=("Ada Lovelace",))
    named = attrs.evolve(paper, abstract="We train Falcon.")
    other = Paper("Falcon", "https://arxiv.org/abs/2401.00002", abstract="We train Falcon.")
    assert "{Taming {Falcon}}" in digestkit.dumps([Digest(None, "", [named])], "bibtex")
    alone = digestkit.dumps([Digest(None, "", [paper])], "bibtex")
    assert digestkit.dumps([Digest(None, "", [paper, other])], "bibtex").startswith(alone)


@pytest.mark.parametrize("unit", ["Falcon Search ", "(Falcon ", "Falcon (", "Falcon. ", "Falcon falco "])
def test_long_texts_cost_linear_time(unit):
    many = " ".join(f"F{'alcon' * at}" for at in range(200))
    with linear():
        smart(f"Falcon Net: Taming Falcon Agents {many}", unit * 10_000)


def test_lists_do_not_contradict_each_other():
    assert not {name.lower() for name in proper.NAMES} & proper.USUAL
    assert all(name[:1].isupper() or name.startswith("isi") for name in proper.NAMES)
