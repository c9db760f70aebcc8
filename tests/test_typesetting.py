"""Formulas as characters: what they look like, what stays as it was written, and what it costs."""

import unicodedata

import pytest
from durations import linear
from hypothesis import given
from hypothesis import strategies as st

from digestkit.testing import strategies
from digestkit.text import alphabets, formulas, typesetting
from digestkit.text.cleaning import escape
from digestkit.text.inline import html, plain, typeset, typeset_html
from digestkit.text.marks import Run
from digestkit.text.runs import html as runs_html
from digestkit.text.runs import plain as plain_runs
from digestkit.text.tex import COMMANDS

# Letters of mathematics.


@pytest.mark.parametrize(
    "table", [*alphabets.ALPHABETS.values(), alphabets.SUPERSCRIPTS, alphabets.SUBSCRIPTS]
)
def test_characters_of_mathematics_are_the_plain_ones_in_another_shape(table):
    for code, char in table.items():
        assert unicodedata.normalize("NFKC", char) == chr(code)
        assert unicodedata.category(char) != "Cn"
    assert len(set(table.values())) == len(table)


def test_alphabets_are_whole():
    assert [len(table) for table in alphabets.ALPHABETS.values()] == [62, 52, 52]


# One formula.

SHOWN = {
    r"\pi": "π",
    "^{2}": "²",
    r"\times": "×",
    r"\infty": "∞",
    r"PanGu-\pi": "PanGu-π",
    "B^3D-RWKV": "B³D-RWKV",
    r"3.1\%-6.4\%": "3.1%−6.4%",
    "(1{-}1/e)": "(1−1/e)",
    r"2^{1-\frac{1}{p}}": "2^(1−1/p)",
    # Blanks are TeX's: around what stands between two things, and after names of functions.
    "a+b=c": "a + b = c",
    "n-1": "n − 1",
    "-1": "−1",
    r"\pm 0.5": "±0.5",
    r"\sim 20\%": "∼20%",
    r">90\%": ">90%",
    r"4\times": "4×",
    r"512\times512": "512 × 512",
    r"O(n\log n)": "O(n log n)",
    r"-\log p(x\mid y)": "−log p(x ∣ y)",
    r"\arg\max_x f": "arg maxₓ f",
    r"\operatorname{arg\,max}_\theta J(\theta)": "arg\u2009max_θ J(θ)",
    r"x_1,\ldots,x_n": "x₁, …, xₙ",
    r"(\alpha,\beta)": "(α, β)",
    "10,000": "10,000",
    "[0.861,0.942]": "[0.861, 0.942]",
    "(1,2)": "(1, 2)",
    "1,234.5": "1,234.5",
    "1{,}000": "1,000",
    "4:1": "4:1",
    "f:X": "f : X",
    "a,)": "a,)",
    r"\quad x": "\u2003x",
    r"a~b\,c": "a\xa0b\u2009c",
    # What is written last in a formula and has nothing to subtract is a hyphen.
    "γ-": "γ-",
    "-": "-",
    # Scripts, in Unicode where it has them all.
    "x_{t+1}^2": "xₜ₊₁²",
    "10^{-3}": "10⁻³",
    "e^{x^2/2}": "e^(x²/2)",
    r"x^{\top}y": "x^⊤y",
    r"L_\infty": "L_∞",
    r"_{\text{base}}": "_base",
    r"D_{quot}k": "D_(quot)k",
    r"D_{max}k": "Dₘₐₓk",
    r"D_{quot}^2": "D_(quot)²",
    "x_{a,b}": "x_(a,b)",
    r"\nabla_\theta J": "∇_θJ",
    r"\sum_{i=1}^n x_i": "∑ᵢ₌₁ⁿ xᵢ",
    "{}_2F_1": "₂F₁",
    # What stands high by itself.
    "f'(x)": "f′(x)",
    "f''_i": "fᵢ′′",
    # ᵢ″" if False else "fᵢ′′",
    "A^*": "A*",
    r"\pi^\star": "π*",
    r"A^\dagger": "A†",
    r"90^\circ": "90°",
    # One thing over another.
    r"\frac{1}{2}": "1/2",
    r"\frac{1}{2}x": "(1/2)x",
    r"2\frac12": "2(1/2)",
    r"\frac{a+b}{cd}": "(a + b)/(cd)",
    r"\frac{ab}{10}": "ab/10",
    r"\frac{x_i}{y_i}": "xᵢ/yᵢ",
    r"\frac{\frac{a}{b}}{c}": "(a/b)/c",
    r"\frac{\log n}{n}": "(log n)/n",
    r"\frac12^2": "(1/2)²",
    r"x^{\frac{1}{2}}": "x^(1/2)",
    r"a=\frac{1}{2}": "a = 1/2",
    r"\left(\frac{a}{b}\right)^2": "(a/b)²",
    r"\sqrt{x}": "√x",
    r"\sqrt 2": "√2",
    r"\sqrt{x+1}": "√(x + 1)",
    r"\sqrt[3]{x}": "∛x",
    r"\sqrt[n]{x}": "ⁿ√x",
    r"\sqrt[3]{x}=[a]": "∛x = [a]",
    r"a\equiv b\pmod{n+1}": "a ≡ b (mod n + 1)",
    # Delimiters.
    r"\{1,2\}": "{1, 2}",
    r"\left<x\middle|y\right>": "⟨x | y⟩",
    r"\left.x\right|_0": "x|₀",
    r"\big(x\big)": "(x)",
    r"\|x\|_2^2": "‖x‖₂²",
    # Alphabets that make other symbols; style is left out.
    r"\mathbb{R}^d": "ℝᵈ",
    r"\mathbb E_{x}[f]": "𝔼ₓ[f]",
    r"\mathcal{V}ista\mathcal{DPO}": "𝒱ista𝒟𝒫𝒪",
    r"{\cal L}x": "ℒx",
    r"\mathfrak{g}": "𝔤",
    r"\mathbf{L^2\cdot M=C^2}": "L² ⋅ M = C²",
    r"\texttt{BATON}": "BATON",
    r"\text{R\&D, a  b}": "R&D, a b",
    r"\text{a \textbf{b}}": "a b",
    r"\displaystyle x": "x",
    # Accents, composed where Unicode can.
    r"\hat{y}": "ŷ",
    r"\hat{\imath}": "î",
    r"\bar x": "x\u0304",
    r"\tilde{O}(\sqrt{T})": "Õ(√T)",
    r"\overline{AB}": "A\u0305B\u0305",
    r"\underline{best}": "best",
    r"x\not\in y": "x ∉ y",
    r"\not=": "≠",
}


@pytest.mark.parametrize(("content", "shown"), SHOWN.items(), ids=SHOWN.keys())
def test_a_formula_is_shown_as_characters(content, shown):
    made = typesetting.runs(content)
    assert made is not None
    assert plain_runs(made) == unicodedata.normalize("NFC", shown)


@pytest.mark.parametrize(
    "content",
    [
        r"\widehat{AB}", r"\hat{x_i}", r"\binom{n}{k}", r"\overset{!}{=}", r"\underbrace{x}_n",
        r"\xrightarrow{f}", r"\unicode{x110000}", r"\unicode{x0}", r"\unknown", r"a\unknown{b}",
        r"\frac{a}", "x_", "{", r"\hat{}", r"\!", "", " ",
        "a\x00", "a\u202eb", "\ud800", "a\u200f", "x" * 30_000, "{" * 50 + "}" * 50,
    ],
)  # fmt: skip
def test_what_has_no_form_on_a_line_stays_as_it_was_written(content):
    text = f"a ${content}$ b"
    assert typeset(text) == text
    assert html(text) == escape(text)


def test_every_command_is_set_or_left():
    for command in COMMANDS.values():
        arguments = "{x}" * command.arity
        made = typesetting.runs(f"a\\{command.name}{arguments} b")
        assert made is None or all(isinstance(run, Run) and run.text for run in made)


# Superscripts and subscripts.


@pytest.mark.parametrize(
    ("text", "shown", "page"),
    [
        ("X$^2$-Gaussian", "X²-Gaussian", "X²-Gaussian"),
        ("a $10^{-3}$ b", "a 10⁻³ b", "a 10⁻³ b"),
        ("$n^k$", "nᵏ", "n<sup>k</sup>"),
        ("$x_i^2$", "xᵢ²", "x<sub>i</sub><sup>2</sup>"),
        ("$e^{x^2<y}$", "e^(x²<y)", "e<sup>x<sup>2</sup>&lt;y</sup>"),
        ("BERT$_{large}$s", "BERT_(large)s", "BERT<sub>large</sub>s"),
        ("LLM$\\times$MapReduce at $5", "LLM×MapReduce at $5", "LLM×MapReduce at $5"),
        ("**a** $\\pi$ & `b`", "**a** π & `b`", "**a** π &amp; `b`"),
        ("from $1 Million to $2 Million", "from $1 Million to $2 Million", "from $1 Million to $2 Million"),
        ("UniF^2ace", "UniF^2ace", "UniF^2ace"),
    ],
)
def test_a_title_is_plain_text_or_html(text, shown, page):
    assert typeset(text) == shown
    assert typeset_html(text) == page


RUNS = st.lists(
    st.builds(Run, st.text(st.sampled_from("aq0+−∞ <"), min_size=1, max_size=3), st.text("^_", max_size=3)),
    max_size=6,
)


@given(RUNS)
def test_plain_text_and_html_of_runs_have_all_of_their_text(runs):
    spelled = unicodedata.normalize("NFKC", plain_runs(runs))
    text = unicodedata.normalize("NFKC", "".join(run.text for run in runs))
    assert [char for char in spelled if char not in "^_()"] == list(text)
    made = runs_html(runs)
    for tag in ("sup", "sub"):
        assert made.count(f"<{tag}>") == made.count(f"</{tag}>")


# In a text.


def test_a_formula_that_json_has_damaged_is_read_as_it_was_meant():
    text = "a $\theta_1$, $\nabla f$ and $\beta$\nb $x +\ny$"
    assert plain(text) == "a θ₁, ∇f and β\nb x + y"
    assert html("`$x$`\n$\times$") == "<code>$x$</code><br/>\n×"


@given(st.one_of(strategies.hostile_text(lines=True), st.lists(
    st.sampled_from(["$", "\\frac", "{", "}", "^", "_", "x", "1", " ", "\\text", "\\left(",
    "\\right)", "\\", "\n",
                     "+",                     "\\hat", "\\mathcal", "\\sqrt", "[", "]", "\\not",
                     "-", ",", "=", "\\pmod"]), max_size=30,
).map("".join)))  # fmt: skip
def test_nothing_raises_and_what_is_no_formula_stays(text):
    shown = typeset(text)
    # Outside of dollars, only a backslash begins TeX here, as for a percent sign.
    if "\\" not in text and not any(span.refusal is None for span in formulas.find(text)):
        assert shown == text
    typesetting.runs(text)


@pytest.mark.parametrize(
    "piece",
    [
        "$",
        "$$",
        "$a",
        "$x$ ",
        "$\\",
        "$x^{",
        "$x_1^",
        "$\\frac{a}{",
        "$\\left(",
        "\\",
        "$x^2",
        "$\\hat",
        "{",
        "$a\n",
    ],
)
def test_a_text_takes_linear_time(piece):
    text = piece * (40_000 // len(piece))
    with linear():
        html(text)
