"""Names in parts: what is split, what stays whole, and that nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkit.text.names import LiteralName, PersonName, parse_name

PERSONS = {
    "Jane Roe PhD": ("Jane", "", "Roe", "PhD"),
    "Jane Roe, Ph.D.": ("Jane", "", "Roe", "Ph.D."),
    "Barret Al": ("Barret", "", "Al", ""),
    "Joan of Arc Xavier": ("Joan of Arc", "", "Xavier", ""),
    "Ada Lovelace": ("Ada", "", "Lovelace", ""),
    "Hal Daumé III": ("Hal", "", "Daumé", "III"),
    "Ronald McClelland Jr.": ("Ronald", "", "McClelland", "Jr."),
    "Ronald McClelland, Jr.": ("Ronald", "", "McClelland", "Jr."),
    "John Smith 2nd": ("John", "", "Smith", "2nd"),
    "Benedito Alves de Oliveira Junior": ("Benedito Alves", "de", "Oliveira", "Junior"),
    "Laurens van der Maaten": ("Laurens", "van der", "Maaten", ""),
    "Wil M. P. van der Aalst": ("Wil M. P.", "van der", "Aalst", ""),
    "Emily de Oliveira Santos": ("Emily", "de", "Oliveira Santos", ""),
    "de Oliveira Santos": ("", "de", "Oliveira Santos", ""),
    "Marcelo Gennari do Nascimento": ("Marcelo Gennari", "do", "Nascimento", ""),
    "Luc Van Gool": ("Luc", "", "Van Gool", ""),
    "G. Bruno De Luca": ("G. Bruno", "", "De Luca", ""),
    "Hasan Abed Al Kader Hammoud": ("Hasan Abed", "", "Al Kader Hammoud", ""),
    "Gabriel Poesia Reis e Silva": ("Gabriel Poesia", "", "Reis e Silva", ""),
    'Sercan "O. Arik': ('Sercan "O.', "", "Arik", ""),
    "Chun-Fu Chen": ("Chun-Fu", "", "Chen", ""),
    "Minsu Kim": ("Minsu", "", "Kim", ""),
    "Bo Ai": ("Bo", "", "Ai", ""),
    "Le Hou": ("Le", "", "Hou", ""),
    "Di Wang": ("Di", "", "Wang", ""),
    "Quoc V. Le": ("Quoc V.", "", "Le", ""),
    "S M Iftekhar Uddin": ("S M Iftekhar", "", "Uddin", ""),
    "  Ada \u00a0 Lovelace ": ("Ada", "", "Lovelace", ""),
}

LITERALS = [
    "OpenAI",
    "NVIDIA",
    "Gemini Team",
    "Team GLM",
    "The DeepSeek Team",
    "LCM team",
    "01. AI",
    "Mistral AI",
    "Google DeepMind",
    "AI at Meta",
    "Open X-Embodiment Collaboration",
    "AgiBot-World Contributors",
    "Qwen2 Technologies",
    "University of Somewhere",
    "Somewhere Academy of Artificial Intelligence",
    "BigScience Workshop",
    "Seamless Communication",
    "Amazon AGI",
    "Tencent Hunyuan",
    "LLM-Core Xiaomi",
    "et al",
    "Fan & Sons",
    "Salt and Pepper",
    "Doe, John",
    "Acme, Inc.",
    "Doe, John, Jr.",
    "Chen",
    "Jr.",
    "III",
    "+",
    "김민수",
    "김 민수",
    "山田 太郎",
    "Ashvanth. S",
    "Jane Roe et al.",
    "Jane - Roe",
    "$ Roe",
    "",
]


@pytest.mark.parametrize("name", PERSONS)
def test_a_persons_name_is_split(name):
    assert parse_name(name) == PersonName(*PERSONS[name])


@pytest.mark.parametrize("name", LITERALS)
def test_what_cannot_be_split_stays_whole(name):
    assert parse_name(name) == LiteralName(name)


def test_white_space_in_a_literal_collapses():
    assert parse_name(" Gemini \t Team ") == LiteralName("Gemini Team")


words = st.sampled_from(["Ada", "van", "der", "De", "e", "Jr.", "III", "Lovelace", "S.", "Team", ",", "of"])


@given(st.lists(words).map(" ".join) | st.text())
def test_no_character_is_lost(name):
    parsed = parse_name(name)
    assert str(parsed).replace(",", "").split() == name.replace(",", "").split()
    if isinstance(parsed, PersonName):
        assert parsed.family


def test_the_given_names_split_into_what_they_were(given_digests):
    names = {name for digest in given_digests for paper in digest.papers for name in paper.authors_clean}
    parsed = {name: parse_name(name) for name in names}
    assert all(str(parts) == name for name, parts in parsed.items())
    persons = sum(isinstance(parts, PersonName) for parts in parsed.values())
    assert persons > 0.99 * len(names)
