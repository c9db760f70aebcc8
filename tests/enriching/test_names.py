"""Who is who in two lists of authors: spelling and order do not count, and nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkit.enriching import names, tex

ALIKE = [
    ("John Smith", "Smith, John"),
    ("John Smith", "J. Smith"),
    ("J. A. Smith", "John Adam Smith"),
    ("John A. Smith", "John Smith"),
    ("JOHN SMITH", "john smith"),
    ("José Núñez", "Jose Nunez"),
    ("Jose\u0301 Nu\u0301n\u0303ez", "José Núñez"),
    ("Łukasz Kaiser", "Lukasz Kaiser"),
    ("Bjørn Ommer", "Bjorn Ommer"),
    ("Jean-Pierre Serre", "J.-P. Serre"),
    ("Conan O’Brien", "Conan O'Brien"),
    ("Ｊohn Smith", "John Smith"),
    ("이순신", "이순신"),
    ("OpenAI", "OpenAI"),
    ("C.-P. Yuan", "C. -P. Yuan"),
]

OTHERS = [
    ("John Smith", "Jane Smith"),
    ("John A. Smith", "John B. Smith"),
    ("J. Smith", "A. Smith"),
    ("John Smith", "John Smythe"),
    ("John Smith", "John"),
    ("J.", "John"),
    ("이순신", "이방원"),
    ("李", "李白"),
    ("Wei Wang", "Wang Lei"),
    ("Robert Smith", "Bob Smith"),
    ("emmy1882", "Emmy Noether"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_one_person_is_known_in_two_spellings(one, other):
    assert names.alike(names.words(one), names.words(other))
    assert names.alike(names.words(other), names.words(one))
    assert names.places([one], [other]) == [0]


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_people_stay_two(one, other):
    assert not names.alike(names.words(one), names.words(other))
    assert not names.alike(names.words(other), names.words(one))
    assert names.places([one], [other]) is None


def test_a_clear_name_decides_for_one_that_is_not():
    assert names.places(["J. Smith", "Jane Smith"], ["Jane Smith", "John Smith"]) == [1, 0]
    assert names.places(["J. Smith", "J. Smith"], ["Jane Smith", "John Smith"]) in ([0, 1], [1, 0])
    assert names.places(["A. Lee", "Ann Lee"], ["Ann Lee", "Amy Lee"]) == [1, 0]


def test_people_of_one_name_are_as_many_as_they_are():
    assert names.places(["Wei Wang", "Wei Wang"], ["Wei Wang"]) is None
    assert names.places(["Wei Wang"], ["Wei Wang", "Wei Wang"]) == [0, None]


PEOPLE = st.lists(
    st.sampled_from([one for pair in ALIKE[:8] for one in pair] + ["Ada B. Lee", "A. Lee"]), max_size=9
)


@given(PEOPLE, st.randoms(use_true_random=False))
def test_any_order_of_the_same_names_is_the_same_set(people, random):
    mixed = people[:]
    random.shuffle(mixed)
    found = names.places(people, mixed)
    assert found is not None
    assert sorted(found) == list(range(len(people)))
    assert all(
        names.alike(names.words(people[at]), names.words(name)) for at, name in zip(found, mixed, strict=True)
    )


@given(PEOPLE, PEOPLE)
def test_each_name_has_a_place_of_its_own_or_there_is_none(some, others):
    found = names.places(some, others)
    if found is not None:
        placed = [at for at in found if at is not None]
        assert sorted(placed) == list(range(len(some)))
        assert all(
            names.alike(names.words(some[at]), names.words(name))
            for at, name in zip(found, others, strict=True)
            if at is not None
        )


@pytest.mark.parametrize(
    ("mine", "theirs", "kept"),
    [
        ("J. Smith", "John Smith", "John Smith"),
        ("John Smith", "J. Smith", "John Smith"),
        ("John Smith", "John A. Smith", "John A. Smith"),
        ("Smith, John", "John Smith", "John Smith"),
        ("Jose Nunez", "José Núñez", "José Núñez"),
        ("José Núñez", "Jose Nunez", "José Núñez"),
        ("John Smith", "JOHN SMITH", "John Smith"),
    ],
)
def test_the_fuller_spelling_stays(mine, theirs, kept):
    assert names.fuller(mine, theirs) == kept


def test_thousands_of_names_that_are_alike_take_no_time():
    some = [f"A. Wang{'x' * (at % 7)}" for at in range(4000)]
    others = [f"Ada Wang{'x' * (at % 7)}" for at in range(4000)]
    assert names.places(some, others) is None  # too many for anything to be clear
    few = [f"A. Name{at}" for at in range(3000)]
    assert names.places(few, [f"Ada Name{at}" for at in reversed(range(3000))]) == list(reversed(range(3000)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"Erd\H{o}s", "Erdős"),
        (r"Bal\'azs", "Balázs"),
        (r"{\"O}zg\"{u}r", "Özgür"),
        (r"S{\o}ren", "Søren"),
        (r"\L ukasz \'{\i}", "Łukasz í"),
        (r"Fran\c{c}ois, \v{S}", "François, Š"),
        (r"$\alpha \'a$ and \'a", r"$\alpha \'a$ and á"),
        (r"\alpha stays, \cite{x} too", r"\alpha stays, \cite{x} too"),
        ("plain {braces}", "plain {braces}"),
    ],
)
def test_accents_of_tex_become_characters(text, shown):
    assert tex.unaccented(text) == shown


def test_a_field_of_bibtex_loses_its_braces():
    assert tex.plain(r"The {LaTeX} of~{\'E}. \& $a_{b}$ \{x\}") == "The LaTeX of É. & $a_{b}$ {x}"
