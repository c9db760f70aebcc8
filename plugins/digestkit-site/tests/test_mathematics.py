"""Formulas: what MathML is made of them, and that nothing else ever is."""

import importlib
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from digestkit_site import markup, mathematics
from hypothesis import given
from hypothesis import strategies as st

from digestkit.testing.strategies import hostile_text
from digestkit.text import tokens

# The table is digestkit's own business; only here it matters that MathML knows all that stands in it.
_TEX = importlib.import_module("digestkit.text.tex")
COMMANDS, Kind = _TEX.COMMANDS, _TEX.Kind

# https://www.w3.org/TR/mathml-core/, sections 2.1.2 and 2.1.3 and the elements' own; HTML's words in `mtext`.
CORE = {
    "math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt",
    "msub", "msubsup", "msup", "mtext", "munder", "munderover",
}  # fmt: skip
WORDS = {"b", "i", "em", "code"}
ATTRIBUTES = {
    "accent", "accentunder", "alttext", "displaystyle", "form", "linethickness", "lspace", "mathvariant",
    "maxsize", "minsize", "movablelimits", "rspace", "scriptlevel", "stretchy", "symmetric", "width",
}  # fmt: skip
PIECES = [f"\\{name} " for name in COMMANDS] + list("abxy012^_{}{}{}[]()<>&%#$'\"~|/.,=가é ")
HOSTILE = ["\\href{javascript:alert(1)}", "\\newcommand", "\\def", "\\color{red}", "\\style", "\\class", "^^"]
formulas = st.lists(st.sampled_from(PIECES + HOSTILE), max_size=12).map("".join)


def made(text):
    (token,) = tokens(text)
    return mathematics.of(token)


def check(found):
    """It is well-formed, and nothing but MathML Core."""
    root = ET.fromstring(found)
    assert root.tag == "math"
    for parent in root.iter():
        assert parent.tag in (WORDS if parent.tag in WORDS else CORE)
        assert ATTRIBUTES.issuperset(parent.attrib)
        assert all(child.tag not in WORDS for child in parent) or parent.tag in {"mtext", *WORDS}


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        (r"$\pi$", '<math alttext="π"><mi>π</mi></math>'),
        (r"\(\pi\)", '<math alttext="π"><mi>π</mi></math>'),
        (r"{$\pi$}", '<math alttext="π"><mi>π</mi></math>'),
        (
            r"$x_i^2$",
            '<math alttext="xᵢ²"><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>',
        ),
        (
            r"$\frac{a}{b}$",
            '<math alttext="a/b"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>',
        ),
        (r"$\mathbb{R}$", '<math alttext="ℝ"><mi>ℝ</mi></math>'),
        (r"$\textsf{OR}$", '<math alttext="OR"><mtext>OR</mtext></math>'),
        (r"$\textbf{a<b}$", '<math alttext="a&lt;b"><mtext><b>a&lt;b</b></mtext></math>'),
        (
            r"$\binom{n}{k}$",
            (
                r'<math alttext="$\binom{n}{k}$"><mrow><mo>(</mo><mfrac linethickness="0"><mi>n</mi>'
                r"<mi>k</mi></mfrac><mo>)</mo></mrow></math>"
            ),
        ),
    ],
)
def test_formulas_are_mathml(text, markup):
    assert made(text) == markup


@pytest.mark.parametrize("text", [r"$\times$", "$^2$", "$10^{-3}$", r"Erd\H{o}s"])
def test_what_characters_show_as_well_is_characters(text):
    assert "<math" not in markup.title(text)
    assert "$" not in markup.title(text)


@pytest.mark.parametrize(
    "text",
    [
        "from $1 Million to $2 Million",
        "between $5 and $10 a month",
        "$US 5 or $NZ 6",
        r"$\ours$ and $\cite{a}$",
        r"$\href{javascript:alert(1)}{x}$",
    ],
)
def test_money_and_what_nobody_knows_stay_text(text):
    assert markup.title(text) == text
    assert markup.inline(text) == text


def test_a_formula_shows_once():
    assert markup.inline(r"a $x_i$ b") == ('a <math alttext="xᵢ"><msub><mi>x</mi><mi>i</mi></msub></math> b')


def test_what_has_no_mathml_is_shown_in_characters():
    assert mathematics.mathml("x" * 2000, "x") is None
    assert markup.title(f"${'x' * 2000}_i$").startswith("xxx")


def test_every_command_that_prints_makes_sound_markup():
    silent = {"left", "right", "middle", "limits", "nolimits", "backslash"}
    refused = set()
    for name, command in COMMANDS.items():
        tried = rf"\{name}" + "{x}" * command.arity if command.arity else rf"a \{name} b"
        found = mathematics.mathml(tried, "x")
        if found is None:
            refused.add(name)
        else:
            check(found)
    assert {name for name in refused if COMMANDS[name].kind is not Kind.SIZED} == silent


@given(formulas | hostile_text())
def test_nothing_else_is_ever_made(formula):
    found = mathematics.mathml(formula, formula)
    if found is not None:
        check(found)
        assert len(found) <= 200 * len(formula) + 200


class Strict(HTMLParser):
    """Reads a fragment, and refuses what no formula, link or emphasis is."""

    allowed = CORE | WORDS | {"a", "bdi", "strong", "br", "sup", "sub", "span"}

    def handle_starttag(self, tag, attrs):
        assert tag in self.allowed
        names = {name for name, _ in attrs}
        assert names <= (ATTRIBUTES if tag in CORE else {"href"} if tag == "a" else set())
        assert all(value.startswith(("http://", "https://")) for name, value in attrs if name == "href")


@given(
    st.lists(formulas.map("${}$".format) | formulas.map(r"\({}\)".format) | hostile_text(), max_size=3).map(
        " ".join
    )
)
def test_no_text_makes_other_markup(text):
    for made in (markup.title(text), markup.inline(text)):
        reader = Strict()
        reader.feed(made)
        reader.close()


@pytest.mark.parametrize(
    "other", ['<math onclick="x"/>', "<math><script/></math>", "<math><mi>\\x</mi></math>"]
)
def test_markup_of_another_kind_is_not_trusted(other):
    assert mathematics._is_sound(ET.fromstring("<math><mi>x</mi></math>"))
    assert not mathematics._is_sound(ET.fromstring(other))


@pytest.mark.parametrize(("formula", "accent"), [(r"\vec{v} = 1", "→"), (r"\dddot{x} = 1", "…")])
def test_an_accent_that_would_be_drawn_beside_its_letter_stands_by_itself(formula, accent):
    made = mathematics.mathml(formula, "")
    assert f">{accent}</mo></mover>" in made
