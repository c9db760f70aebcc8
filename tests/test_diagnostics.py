"""Messages: whatever they quote, they stay on their line, and no terminal obeys them."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkit.diagnostics import Code, Diagnostic, Severity, json_line, one_line
from digestkit.errors import told

DANGEROUS = (
    [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
    + list("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    + list("\u200b\u200c\u200d\u2060\ufeff\u00ad\u2028\u2029\ud800\udfff")
)
"""C0, DEL and C1; what turns the direction of text; what has no width; line ends; halves of surrogates."""

texts = st.text(st.one_of(st.sampled_from(DANGEROUS), st.characters()))
diagnostics = st.builds(
    Diagnostic,
    st.sampled_from(Code),
    texts,
    st.none() | texts,
    st.none() | st.integers(1, 99),
    st.none() | st.integers(1, 99),
)


def is_safe(line):
    return not set(line) & set(DANGEROUS) and all(unicodedata.category(char)[0] != "C" for char in line)


@given(diagnostics)
def test_no_rendering_holds_what_a_terminal_obeys(diagnostic):
    for line in (diagnostic.text(), diagnostic.json(), diagnostic.github()):
        assert is_safe(line)
        line.encode()


@given(diagnostics)
def test_json_is_of_the_same_value(diagnostic):
    record = json.loads(diagnostic.json())
    assert record["message"] == diagnostic.message
    assert record["source"] == diagnostic.source


@given(texts)
def test_what_is_told_is_safe(text):
    assert is_safe(one_line(text))
    assert is_safe(told(ValueError(text)))
    assert is_safe(json_line({"key": text}))
    assert json.loads(json_line({"key": text})) == {"key": text}


@given(texts)
def test_commands_of_a_workflow_stand_at_the_start_only(text):
    """What is quoted can begin no command of its own, and no field."""
    line = Diagnostic(Code.BAD_DATE, text, text, 1, 2).github()
    head, _, data = line[2:].partition("::")
    assert line.startswith("::error file=")
    assert head.count(",") == 3
    assert head.endswith(",line=1,col=2,title=DK112")
    assert data.replace("%25", "%") == one_line(text)


@pytest.mark.parametrize("char", DANGEROUS)
def test_each_is_shown_by_its_number(char):
    shown = one_line(f"a{char}b")
    assert is_safe(shown)
    assert shown.startswith("a\\")


def test_what_can_be_read_stays_as_it_is():
    assert one_line("새로운 점: naïve 😀 — “x”") == "새로운 점: naïve 😀 — “x”"


def test_what_reached_no_field_is_an_error_and_a_loss():
    unread = {code for code in Code if code.is_unread}
    assert {code.id for code in unread} == {"DK110", "DK111", "DK113", "DK114", "DK117"}
    assert all(code.severity is Severity.ERROR and code.is_lost_content and code.is_loss for code in unread)
    assert {code for code in Code if code.is_lost_content} - unread == {Code.DROPPED, Code.ALTERED}
