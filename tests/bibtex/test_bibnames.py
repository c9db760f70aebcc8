"""Names for BibTeX: three parts, teams, lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkit.formats.bibtex.authors import any_list, ordinary_list, spell
from digestkit.text.names import PersonName, parse_name


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Wil M. P. van der Aalst", "Wil M. P. van der Aalst"),
        ("Hal Daumé III", "Daumé, III, Hal"),
        ("Ronald McClelland Jr.", "McClelland, Jr., Ronald"),
        ("Benedito Alves de Oliveira Junior", "de Oliveira, Junior, Benedito Alves"),
        ("Hervé Jégou", "Hervé Jégou"),
        ("Łukasz Kaiser", "Kaiser, Łukasz"),
        ("Zoë van der Aalst", "Zoë van der Aalst"),
        ("danah boyd", "{boyd}, danah"),
        ("Gerard 't Hooft", "'t Hooft, Gerard"),
        ("Yu-wei Chao", "Chao, Yu-wei"),
        ("Ahmed el-Kishky", "{el-Kishky}, Ahmed"),
        ("Gabriel Poesia Reis e Silva", "{Reis e Silva}, Gabriel Poesia"),
        ("Luc Van Gool", "Van Gool, Luc"),
        ("van Gogh", "van Gogh"),
        ("Daumé III", "{Daumé III}"),
        ("Gemini Team", "{Gemini Team}"),
        ("01. AI", "{01. AI}"),
        ("OpenAI", "{OpenAI}"),
        ("홍길동", "홍길동"),
        ("홍 길동", "{홍 길동}"),
        ("Chun-Fu", "Chun-Fu"),
        ("Chun-fu", "{Chun-fu}"),
        ("Guy Van den Broeck", "{Van den Broeck}, Guy"),
        ("Prathosh A. P", "A. P, Prathosh"),
        ("Huawei Shen", "Huawei Shen"),
        ("Doe, John", "{Doe, John}"),
        ("Salt and Pepper", "{Salt and Pepper}"),
        ("And Pepper", "{And Pepper}"),
        ("Ada others", "{Ada others}"),
        ("{odd} Name", r"{\textbraceleft{}odd\textbraceright{} Name}"),
        ("AT&T Labs", r"{AT\&T Labs}"),
        ('Sercan "O. Arik', 'Arik, Sercan "O.'),
        ("Ada\x01 \u2062Lovelace", "Ada� Lovelace"),
        (" \u2062 ", ""),
    ],
)
def test_each_name_as_bibtex_wants_it(name, spelled):
    assert spell(name) == spelled


def test_lists():
    assert ordinary_list(("Ada Lovelace", "Alan Turing")) == "Ada Lovelace and Alan Turing"
    assert ordinary_list(("Ada Lovelace", "Ada Lovelace")) == "Ada Lovelace"
    assert ordinary_list(("Ada Lovelace", "Alan Turing", "Ada Lovelace")).count("Ada") == 2
    assert ordinary_list(("Ada Lovelace", "OpenAI")) is None
    assert ordinary_list(("Ada Lovelace\nAlan Turing",)) is None
    assert ordinary_list(()) is None
    assert any_list(("Ada Lovelace", "", "Ada  Lovelace", "OpenAI")) == "Ada Lovelace and {OpenAI}"
    assert any_list(("Ada Lovelace\nTuring", " ")) == "Ada Lovelace Turing"
    assert not any_list(())


words = st.sampled_from(
    (
        *("Ada", "Lovelace", "O'Brien", "Jean-Luc", "Yu-wei", "J.", "J", "A.", "Éric", "Jégou", "Nguyễn"),
        *("van", "Van", "Al", "el", "e", "y", "Jr.", "III", "Team", "TEAM", "Labs", "AI", "Ai", "The"),
        *("and", "And", "others", "et", "al.", "Gemini", "01.", "Å"),
        *("Le", "Bin", "Nguyen", "Hernández", "Neto", "Huawei", "WanTeam", "FAIR", "St.", "Inc.", "Lourdes"),
    )
)


@given(st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), max_size=3))
def test_what_is_taken_for_ordinary_is(names):
    """The shortcut for ordinary names agrees with what finds the parts of any."""
    line = ordinary_list(names)
    if line is None:
        return
    assert line == any_list(names)
    for name in names:
        given_names, _, family = name.rpartition(" ")
        assert parse_name(name) == PersonName(given_names, "", family, "")
