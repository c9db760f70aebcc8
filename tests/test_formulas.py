"""Formulas in text, LaTeX that a JSON escape has eaten, and the table behind both."""

import unicodedata

import pytest
from durations import linear
from hypothesis import given
from hypothesis import strategies as st

from digestkit.testing import strategies
from digestkit.text import tex
from digestkit.text.cleaning import clean, is_clean, unbroken
from digestkit.text.formulas import Node, Refusal, find, read
from digestkit.text.tex import COMMANDS, Kind

ALPHA, HAT, TEXT = (COMMANDS[name] for name in ("alpha", "hat", "text"))


# The table.


def test_commands_are_letters_or_one_character_and_say_what_they_print():
    for name, command in COMMANDS.items():
        assert name == command.name
        assert name.isascii()
        assert name.isalpha() or len(name) == 1
        if command.kind is Kind.ACCENT:
            assert unicodedata.combining(command.unicode)
            assert command.arity == 1
        elif command.kind in (
            Kind.LETTER,
            Kind.LARGE,
            Kind.OPENING,
            Kind.CLOSING,
            Kind.FENCE,
            Kind.CHARACTER,
        ):
            assert len(command.unicode) == 1
        elif command.kind in (Kind.OPERATOR, Kind.RELATION, Kind.FUNCTION, Kind.SPACE):
            assert command.unicode is not None
        elif command.kind in (Kind.FONT, Kind.TEXT):
            assert command.variant is not None
    assert len(COMMANDS) > 500
    assert COMMANDS.keys() >= tex.COMPOSED
    assert {name for name in tex.DELIMITERS if name.isalpha()} <= COMMANDS.keys()


@pytest.mark.parametrize(
    ("name", "char"),
    [
        ("alpha", "α"),
        ("mathbb", None),
        ("leq", "≤"),
        ("to", "→"),
        ("quad", "\u2003"),
        ("log", "log"),
        ("aleph", "ℵ"),
    ],
)
def test_commands_have_their_unicode(name, char):
    assert COMMANDS[name].unicode == char


# Reading.


def char(text, **more):
    return Node(None, text, **more)


@pytest.mark.parametrize(
    ("content", "nodes"),
    [
        ("x+1", (char("x"), char("+"), char("1"))),
        (r"\alpha _i^2", (Node(ALPHA, "", below=(char("i"),), above=(char("2"),)),)),
        ("^{2}", (char("", above=(char("", arguments=((char("2"),),)),)),)),
        ("f''^2", (char("f", above=(char("′"), char("′"), char("2"))),)),
        (r"\hat x", (Node(HAT, "", ((char("x"),),)),)),
        (r"x^\alpha", (char("x", above=(Node(ALPHA, ""),)),)),
        (r"\alpha—b", (Node(ALPHA, ""), char("—"), char("b"))),
        (r"\sum\limits_i", (Node(COMMANDS["sum"], "", below=(char("i"),)),)),
        (
            r"\text{\{a\}}",
            (Node(TEXT, "", ((Node(COMMANDS["{"], ""), char("a"), Node(COMMANDS["}"], "")),)),),
        ),
        (r"\text{a b}", (Node(TEXT, "", ((char("a"), char(" "), char("b")),)),)),
        (
            r"\left(x\middle|y\right]^2",
            (
                Node(
                    COMMANDS["left"],
                    "",
                    (
                        (char("("),),
                        (char("x"), Node(COMMANDS["middle"], "", ((char("|"),),)), char("y")),
                        (char("]"),),
                    ),
                    above=(char("2"),),
                ),
            ),
        ),
        (
            r"\sqrt[3]{x}",
            (Node(COMMANDS["sqrt"], "", ((char("", arguments=((char("x"),),)),),), (char("3"),)),),
        ),
    ],
)
def test_formulas_are_read_into_their_parts(content, nodes):
    assert read(content) == nodes


@pytest.mark.parametrize(
    "content",
    [
        "a^b^c", "a_b_c", r"\alpha\limits",
        "x_", "x^", "a'^b'", "{", "}", "a}{b", "a&b", "a#b", "50%", "$", r"\frac{a}", r"\sqrt",
        r"\left(x", r"\right)", r"\middle|", r"\left x\right)", r"{\left(}\right)", r"\limits", r"x\limits",
        r"\big x", r"\text x", r"\text{a^b}", r"\text{\alpha}", r"\hat\hat x", r"x^\sqrt2", r"x^\cong",
        r"x_\cong", r"\sqrt[\left]\right)]{x}", "x^^41", r"\_^^5c", "{" * 99 + "}" * 99,
        r"\text{" * 99 + "}" * 99,
    ],
)  # fmt: skip
def test_what_tex_would_stumble_over_is_no_formula(content):
    assert read(content) == Refusal(None)


@pytest.mark.parametrize(
    ("content", "command"),
    [
        (r"\input{x}", "input"), (r"\text{\input{x}}", "input"), (r"\alphaé", "alphaé"), (r"a\\b", "\\"),
        (r"\dîrectlua", "dîrectlua"), (r"\'e", "'"), (r"\alpha\u{1}", "u"), (r"x^\write", "write"),
        (r"\left\def", "def"), (r"\operatorname{\directlua{x}}", "directlua"), (r"\begin{x}", "begin"),
        (r"\(x\)", "("), ("\\alpha\u0301", "alpha\u0301"),
    ],
)  # fmt: skip
def test_what_the_table_does_not_have_is_named(content, command):
    assert read(content) == Refusal(command)


def spans(text):
    return [(text[span.start : span.end], span.refusal) for span in find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from $5 to $10, US$20/US$30", []),
        ("on $k$-NN and $O(n)$", [("$k$", None), ("$O(n)$", None)]),
        (r"$\sim$20", [(r"$\sim$", None)]),
        (r"$\foo$-$\bar x$", [(r"$\foo$", Refusal("foo")), (r"$\bar x$", None)]),
        (r"\$x\$ $$x$$", []),
        ("$x$$ and $$y$", []),
        ("$x^$ $a b$", [("$x^$", Refusal(None))]),
    ],
)
def test_formulas_are_found_and_money_is_not(text, found):
    assert spans(text) == found


@given(strategies.hostile_text(lines=True))
def test_spans_are_apart_and_in_order(text):
    at = 0
    for span in find(text):
        assert at <= span.start < span.end
        assert text[span.start] == text[span.end - 1] == "$"
        at = span.end


@pytest.mark.parametrize(
    "text",
    [
        "$" * 40_000,
        "$a" * 20_000,
        "$" + "{" * 40_000 + "$",
        r"$\hat" * 9_000,
        "$x^" * 9_000,
        "$\n" + "abla\n" * 9_000 + "$",
    ],
)
def test_long_texts_cost_linear_time(text):
    with linear():
        list(find(text))
        unbroken(text)


# LaTeX that an escape has eaten.


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("a\text{b}", r"a\text{b}"),
        ("\texttt{x} and \textit{y}", r"\texttt{x} and \textit{y}"),
        ("3\times 4\theta", r"3\times 4\theta"),
        ("$\tau_1$, $x\to\\infty$, \tanh^2", r"$\tau_1$, $x\to\infty$, \tanh^2"),
        ("\tfrac{1}{2}\tilde{x}", r"\tfrac{1}{2}\tilde{x}"),
        ("\b1 \benchmark", "\ufffd1 \\benchmark"),
    ],
)
def test_eaten_commands_come_back(text, restored):
    assert not is_clean(text)
    assert clean(text) == restored


@pytest.mark.parametrize(
    "text", ["a\tb", "to\tan end", "a\to b", "\text", "\tilde x", "\timespan", "\top of it", "\t", "\t\t{x}"]
)
def test_tabs_before_what_may_be_a_word_are_tabs(text):
    assert is_clean(text)
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("of $\nabla f$", r"of $\nabla f$"),
        ("$x \neq 0$ and\nu or $y\notin Y$", "$x \\neq 0$ and\nu or $y\\notin Y$"),
        ("costs $5\nu $6", None),
        ("$5 a\nless $6", None),
        ("a\nabla b", None),
        ("$a$\nu $b$", None),
        ("$x\nand y$", None),
        ("$x\neq \\input{y}$", None),
        ("1) $x\n2) y$", None),
    ],
)
def test_line_ends_become_commands_only_where_that_makes_a_formula(text, restored):
    assert unbroken(text) == (restored or text)


@given(
    st.lists(st.sampled_from(["$", "\n", "abla", "eq", "u", " ", "x", "\\", "{", "}"]), max_size=20).map(
        "".join
    )
)
def test_only_line_ends_change(text):
    assert unbroken(text).replace("\\n", "\n") == text.replace("\\n", "\n")
