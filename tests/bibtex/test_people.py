"""Whose name it is, a person's or a team's, and what its parts are: a table made by hand, and laws."""

from __future__ import annotations

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Paper
from digestkit.formats.bibtex.authors import any_list, spell
from digestkit.reference import Reference
from digestkit.text.bylines import mended
from digestkit.text.names import LiteralName, PersonName, parse_name
from digestkit.text.surnames import bare


def test_the_parts_are_those_of_the_table(people):
    wrong = {" ".join(filter(None, parts)) for parts in people.parts if _parts(parts) != parts}
    assert wrong == set()
    assert len(people.parts) > 280


def _parts(parts: tuple[str, ...]) -> object:
    name = parse_name(" ".join(filter(None, parts)))
    return attrs.astuple(name) if isinstance(name, PersonName) else name


def test_what_no_rule_knows_is_still_a_person(people):
    """They are in the table lest it look better than it is; one that a rule comes to know moves up."""
    for parts in people.beyond:
        read = _parts(parts)
        assert read != parts
        assert not isinstance(read, LiteralName)


def test_teams_are_in_braces_and_people_are_not(people):
    assert [name for name in people.teams if not isinstance(parse_name(name), LiteralName)] == []
    assert [name for name in people.teams if spell(name) != f"{{{name}}}"] == []
    names = [" ".join(filter(None, parts)) for parts in people.parts]
    held = [name for name in names if spell(name).startswith("{") and spell(name).endswith("}")]
    assert held == ["김 민수", "山田 太郎"]  # BibTeX would divide them


def test_other_readers_find_the_parts(read, detex, people):
    names = [" ".join(filter(None, parts)) for parts in people.parts]
    [entry] = read(f"@misc{{a, author = {{{any_list(names)}}}}}\n")
    found = [tuple(map(detex, parts)) for parts in entry.names]
    # A group in braces stays one, whatever is in it.
    assert found == people.parts


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("and Lei Bai", "Lei Bai"),
        ("  and  Lei Bai", "Lei Bai"),
        ("& Lei Bai", "Lei Bai"),
        ("Laurence Tianruo Yang and", "Laurence Tianruo Yang"),
        ("and the TCV team", "the TCV team"),
        ("Eric~Granger", "Eric Granger"),
        ("Mariia Gladkova*", "Mariia Gladkova"),
        ("Alan Turing†, *", "Alan Turing"),
        ("Petar Veličkovi ć", "Petar Veličković"),
        ("Charles L. A . Clarke", "Charles L. A. Clarke"),
        ("Max Q. -H. Meng", "Max Q.-H. Meng"),
        ("GLM-4. 5 Team", "GLM-4.5 Team"),
        (r"Paul Erd\H{o}s", "Paul Erdős"),
        (r"Thu Nguy\~ên", "Thu Nguyễn"),
        (r"Peter St\ütz", "Peter Stütz"),
        (r"Sathya Aakur\\", "Sathya Aakur"),
        (r"Grace\\Hopper", "Grace Hopper"),
    ],
)
def test_what_a_list_has_left_in_a_name_is_mended_and_told(name, made):
    paper = Paper("One", "https://arxiv.org/abs/2401.00001", authors=("Ada Lovelace", name))
    told: list[digestkit.Diagnostic] = []
    text = digestkit.dumps([Digest(None, "", [paper])], "bibtex", unicode=True, report=told.append)
    assert f"{{Ada Lovelace and {spell(made)}}}" in text
    assert Reference(paper).names[1] == parse_name(made)
    [note] = [each for each in told if each.code is Code.ALTERED]
    assert note.message == f"author: {' '.join(name.split())!r} is written as {made!r}"


@pytest.mark.parametrize(
    "name",
    [
        "and",
        "Anders and Bai",
        "Andy",
        "AT&T",
        "A - B",
        "Sand",
        "St. -",
        "Wang",
        "Ana e",
        "Ada Lovelace ",
        "*",
    ],
)
def test_what_is_a_name_stays(name):
    assert mended(name) is name


words = st.sampled_from(
    (
        *(
            "Ada",
            "van",
            "Van",
            "der",
            "de",
            "De",
            "las",
            "Le",
            "Bin",
            "bin",
            "Al",
            "el",
            "Abd",
            "e",
            "y",
            "O",
        ),
        *("Nguyen", "Kim", "Hernández", "Lopez", "Neto", "Junior", "III", "Jr.", "D.", "O.", "A", "É", "ć"),
        *("Team", "AI", "Huawei", "FAIR", "the", "The", "and", "others", "홍길동", "팀", "Maria", "Lourdes"),
        *("01.", "-H.", ".", "*", "Foo~Bar", "hÉi", "Inc.", "M.D.", "St.", "…"),
    )
)


@given(st.lists(words, max_size=6).map(" ".join) | st.text())
def test_no_character_but_white_space_is_lost(name):
    parsed = parse_name(name)
    missing = "," if "," not in str(parsed) else ""  # the comma before a suffix
    assert "".join(str(parsed).split()) == "".join(name.split()).replace(missing, "")
    if isinstance(parsed, PersonName):
        assert parsed.family


@given(st.lists(words, max_size=6).map(" ".join) | st.text())
def test_mending_comes_to_an_end(name):
    once = mended(name)
    assert mended(once) is once or mended(once) == once
    assert bool(once.strip()) == bool(name.strip())


@pytest.mark.parametrize(
    ("word", "plain"), [("Đặng", "Dang"), ("đình", "dinh"), ("Müller", "Muller"), ("Wang", "Wang")]
)
def test_surnames_are_looked_up_without_accents(word, plain):
    assert bare(word) == plain


@pytest.mark.parametrize("name", ["{", "# Lab", "% and $", "{a} Ott", r"\relax Team", "~x"])
def test_a_name_that_begins_with_a_command_has_no_empty_group_for_biber_to_break(name):
    # Of `{{}\# Lab}`, biber writes `{` as the initial into its .bbl, and its braces are no longer balanced.
    assert re.match(r"\{\\[A-Za-z#%$&_]", spell(name))
