"""Names in parts: what is split, what stays whole, and that nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkit.text.names import TELLING, LiteralName, PersonName, parse_name

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
    "Jane Roe ET AL",
    "Jane Roe ㅋㅋ",
    "Jane Roe ᄀᄀ",
    "Taro ヤマダ",
    "Li 㐀㐀",
    "Jane - Roe",
    "$ Roe",
    "",
]


PARTICLES = {
    "Arabic": "al bin el ibn",
    "Dutch": "de den der op ten ter van 't",
    "French": "de du la le",
    "German": "den der vom von zu zum zur",
    "Italian": "da de degli del della di la",
    "Portuguese": "da das de do dos",
    "Scandinavian": "af av von",
    "Spanish": "de del la",
}
FIXED = "Al De Del Della Den Der Dos El Van Von"
SUFFIXES = "Jr Jr. Sr Sr. Junior Júnior II III IV 2nd 3rd PhD Ph.D. Ph.D"
# Words that no person is called by, as names of groups of researchers have them.
GROUPS = (
    "Academy Alliance Association Bureau Center Centre Collaboration Collective College Committee "
    "Communication Community Company Consortium Contributors Corp. Corporation Department Foundation "
    "Group Inc Inc. Initiative Institut Institute Lab Laboratories Laboratory Labs LLC Ltd Ltd. Network "
    "Organization Project Research Robotics Society Team Teams Technologies Technology University "
    "Universität Université Workshop"
)
ORGANISATIONS = (
    "AGI AI Alibaba Amazon Anthropic Baidu ByteDance DeepMind DeepSeek Google Huawei IBM Kuaishou LLM LLMs "
    "Meituan Microsoft NVIDIA OpenAI Qwen Salesforce Samsung Tencent Xiaomi"
)


@pytest.mark.parametrize("particle", sorted({word for words in PARTICLES.values() for word in words.split()}))
def test_a_particle_stands_between_given_and_family_name(particle):
    assert parse_name(f"Ada {particle} Holm") == PersonName("Ada", particle, "Holm", "")


@pytest.mark.parametrize("word", FIXED.split())
def test_a_capitalised_particle_is_of_the_family_name(word):
    assert parse_name(f"Ada {word} Holm") == PersonName("Ada", "", f"{word} Holm", "")


@pytest.mark.parametrize("suffix", SUFFIXES.split())
@pytest.mark.parametrize("comma", ["", ","])
def test_a_suffix_follows_with_a_comma_or_without(suffix, comma):
    assert parse_name(f"Ada Holm{comma} {suffix}") == PersonName("Ada", "", "Holm", suffix)


@pytest.mark.parametrize("conjunction", ["e", "y"])
def test_two_family_names_may_be_joined(conjunction):
    family = f"Reis {conjunction} Silva"
    assert parse_name(f"Ana {family}") == PersonName("Ana", "", family, "")
    assert parse_name(f"Ana {conjunction} Silva") == PersonName(f"Ana {conjunction}", "", "Silva", "")


@pytest.mark.parametrize("word", [*GROUPS.split(), *ORGANISATIONS.split(), "and", "at", "for", "the", "with"])
@pytest.mark.parametrize("place", ["Northern {} Light", "Northern Light {}", "{} Light"])
def test_the_name_of_a_group_stays_whole(word, place):
    name = place.format(word)
    assert parse_name(name) == LiteralName(name)


@pytest.mark.parametrize("word", [*SUFFIXES.split(), *FIXED.split(), *GROUPS.split(), *ORGANISATIONS.split()])
def test_words_that_tell_are_known_to_those_who_do_not_ask(word):
    """Exporters take the last word of a simple name for the family name, unless a word says more."""
    assert {word.lower(), f"{word.rstrip('.').lower()}."} <= TELLING


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
