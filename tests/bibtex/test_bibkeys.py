"""Citation keys: templates, ASCII, purity."""

from __future__ import annotations

import datetime
import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Paper, UsageError
from digestkit.formats.bibtex.keys import FIELDS, KeyTemplate, ascii_words
from digestkit.reference import Reference
from digestkit.testing.strategies import papers

PAPER = Paper(
    "On the Størmer–Verlet Method: A 2nd Look",
    "https://arxiv.org/abs/2401.00007v2",
    authors=("Laurens van der Maaten", "Ada Lovelace"),
)
ELSEWHERE = Paper("그래프", "https://example.org/a", authors=("Gemini Team",))


@pytest.mark.parametrize(
    ("template", "key"),
    [
        ("id", "arxiv:2401.00007"),
        ("author-title", "maaten2024stormer-arxiv:2401.00007"),
        ("{Surname}{year}{month}", "Maaten202401-arxiv:2401.00007"),
        ("{words}_{id}", "stormer-verlet-method_arxiv:2401.00007"),
        ("{Word}.{ID}", "Stormer.arxiv:2401.00007"),
        ("ml:{id}", "ml:arxiv:2401.00007"),
    ],
)
def test_templates(template, key):
    assert KeyTemplate.read(template).key(Reference(PAPER)) == key


def test_what_a_paper_has_not_is_left_out():
    assert KeyTemplate.read("author-title").key(Reference(ELSEWHERE)) == f"geminiteam-{ELSEWHERE.id}"
    assert KeyTemplate.read("{year}{month}{word}x").key(Reference(ELSEWHERE)) == f"x-{ELSEWHERE.id}"
    for nobody in (Paper("x", "u"), Paper("x", "u", authors=("홍길동",))):
        assert KeyTemplate.read("{Surname}").key(Reference(nobody)) == f"anon-{nobody.id}"
    assert (
        KeyTemplate.read("id").key(Reference(Paper("x", "https://arxiv.org/abs/hep-th/9901001")))
        == "arxiv:hep-th-9901001"
    )


def test_an_id_keeps_its_case():
    old = Reference(Paper("x", "https://arxiv.org/abs/math.GT/0309136"))
    assert KeyTemplate.read("ml:{id}").key(old) == "ml:arxiv:math.GT-0309136"


@pytest.mark.parametrize(
    "bad", ["", "{title}", "surname", "{surname", "{sur name}", "a b{id}", "{id}é", "{{id}}", "a,{id}"]
)
def test_what_is_no_template_is_refused_with_the_fields_there_are(bad):
    with pytest.raises(UsageError, match=r"\{surname\}, \{year\}"):
        digestkit.dumps([], "bibtex", key=bad)


def test_accents_go_and_other_scripts_are_left_out():
    assert ascii_words("Łukasz Ångström's Straße: 한글 Ærø ﬁn") == [
        "Lukasz",
        "Angstroms",
        "Strasse",
        "Aero",
        "fin",
    ]


templates = st.lists(
    st.one_of(
        st.sampled_from([f"{{{name}}}" for name in FIELDS] + ["{Surname}", "{WORD}"]),
        st.sampled_from("aZ0._:-"),
    ),
    max_size=5,
).map(lambda parts: "".join(parts) + "{word}")


@given(paper=papers(), template=templates)
def test_a_key_is_ascii_and_ends_in_the_id(paper, template):
    key = KeyTemplate.read(template).key(Reference(paper))
    assert re.fullmatch(r"[A-Za-z0-9._:-]+", key)
    assert key.endswith(paper.id.replace("/", "-"))


def keys(*papers: Paper, date: datetime.date | None, **options: object) -> tuple[list[str], list[Code]]:
    told: list[digestkit.Diagnostic] = []
    day = Digest(date, "" if date else "Someday (2024-02-30)", papers)
    text = digestkit.dumps([day], "bibtex", report=told.append, **options)
    codes = [each.code for each in told if each.code is not Code.NOT_CARRIED]
    return re.findall("^@misc{(.*),$", text, re.MULTILINE), codes


def test_a_neighbour_changes_no_key():
    alone, _ = keys(PAPER, date=None, key="author-title")
    together, _ = keys(
        ELSEWHERE, PAPER, Paper("x", "https://arxiv.org/abs/2401.00008"), date=None, key="author-title"
    )
    assert set(alone) < set(together)


def test_no_two_keys_of_a_file_differ_in_case_only():
    """BibTeX takes them for one entry, repeated, and drops what follows."""
    spelled = [Paper("x", f"https://arxiv.org/abs/math.{area}/0309136") for area in ("GT", "gt", "Gt")]
    for template in ("id", "author-title", "{SURNAME}"):
        found, codes = keys(*spelled, date=datetime.date(2024, 1, 1), key=template)
        assert len(found) == 1
        assert codes == [Code.MERGED, Code.MERGED]
    found, codes = keys(*spelled[:1], Paper("x", "https://arxiv.org/abs/math.GT/0309137"), date=None)
    assert found == ["arxiv:math.GT-0309136", "arxiv:math.GT-0309137"]
    assert codes == []


def test_keys_that_lean_on_the_order_of_names_are_warned_of_once():
    other = Paper("y", "https://arxiv.org/abs/2401.00009", authors=PAPER.authors)
    shuffled = datetime.date(2024, 1, 23)
    assert keys(PAPER, other, date=shuffled, key="author-title")[1] == [Code.EXPORT_WARNING]
    assert keys(PAPER, date=None, key="{surname}")[1] == [Code.EXPORT_WARNING]
    for template in ("id", "author-title"):
        told = []
        digestkit.dumps([Digest(shuffled, "", [PAPER])], "bibtex", report=told.append, key=template)
        assert ("key with a surname" in told[-1].message) == (template == "author-title")
    assert not keys(attrs.evolve(PAPER, authors_ordered=True), date=shuffled, key="author-title")[1]
    assert not keys(ELSEWHERE, date=shuffled, key="author-title", unicode=True)[1]
