"""Options: from what the user writes, or a program passes, to an instance of the exporter's class."""

import datetime
import enum
import typing
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkit.errors import InputError, UsageError
from digestkit.export.contract import InputFile
from digestkit.export.options import Flag, build, describe, parse_pairs
from digestkit.export.values import OneOf


class Case(enum.Enum):
    UPPER = "A"
    LOWER = "a"


class Dialect(enum.Enum):
    BIBTEX = "bibtex"
    BIB_LATEX = "biblatex"


class Level(enum.IntEnum):
    LOW = 1
    VERY_HIGH = 2


def helped(text, **given):
    return attrs.field(metadata={"help": text}, **given)


@attrs.frozen
class Options:
    flag: bool = helped("Say so.", default=False)
    count: int = 3
    ratio: float = 0.5
    name: str = "x"
    day: datetime.date | None = None
    limit: int | None = 200
    dialect: Dialect = Dialect.BIBTEX
    level: Level = Level.LOW
    size: typing.Literal["small", "large"] = "small"
    folder: Path | None = None
    previous: InputFile = None
    names: tuple[str, ...] = ()
    numbers: list[int] = attrs.field(factory=list)
    levels: tuple[Level, ...] = (Level.LOW, Level.VERY_HIGH)
    files: tuple[InputFile, ...] = ()
    even: int = attrs.field(default=0, validator=attrs.validators.in_((0, 2, 4)))
    positive: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    _private: str = "p"
    computed: str = attrs.field(init=False, default="not an option")


def of(*pairs, report=None, **values):
    reports = [] if report is None else report
    return build(Options, {**parse_pairs(pairs), **values}, reports.append, format_name="sample")


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ("flag", True),
        ("flag=true", True),
        ("flag=Yes", True),
        ("flag=on", True),
        ("flag=1", True),
        ("flag=false", False),
        ("flag=no", False),
        ("flag=OFF", False),
        ("flag=0", False),
        ("count=12", 12),
        ("count=-1", -1),
        ("count=+3", 3),
        (f"count={'9' * 18}", 10**18 - 1),
        ("ratio=0.25", 0.25),
        ("ratio=2", 2.0),
        ("name=", ""),
        ("name=a=b", "a=b"),
        ("name=none", "none"),
        ("name= spaced ", " spaced "),
        ("day=2024-07-05", datetime.date(2024, 7, 5)),
        ("day=none", None),
        ("day=", None),
        ("limit=5", 5),
        ("limit=None", None),
        ("dialect=biblatex", Dialect.BIB_LATEX),
        ("dialect=BibLaTeX", Dialect.BIB_LATEX),
        ("level=low", Level.LOW),
        ("level=very-high", Level.VERY_HIGH),
        ("level=very_high", Level.VERY_HIGH),
        ("size=large", "large"),
        ("folder=a/b", Path("a/b")),
        ("names=a", ("a",)),
        ("numbers=1", [1]),
        ("levels=low", (Level.LOW,)),
        ("private=q", "q"),
    ],
)
def test_text_becomes_a_value(pair, value):
    key = pair.partition("=")[0]
    made = getattr(of(pair), {"private": "_private"}.get(key, key))
    assert made == value
    assert type(made) is type(value)


@pytest.mark.parametrize(
    ("pair", "message"),
    {
        "flag=maybe": "option flag of sample: 'maybe' is not true or false",
        "count": "option count of sample: needs a value: -O count=…",
        "names": "option names of sample: needs a value: -O names=…",
        "count=": "option count of sample: '' is not a whole number",
        "count=1.5": "'1.5' is not a whole number",
        "count=1_000": "'1_000' is not a whole number",
        "count=٣": "'٣' is not a whole number",
        f"count={'9' * 5000}": "is not a whole number",
        f"count={'9' * 19}": "is not a whole number",
        "day=2024-W27-5": "'2024-W27-5' is not a date (YYYY-MM-DD)",
        "lang=3": "'lang' is an option of the command: write --lang",
        "ratio=x": "'x' is not a number",
        "ratio=nan": "'nan' is not a number",
        "ratio=inf": "'inf' is not a number",
        "day=2024-02-30": "'2024-02-30' is not a date (YYYY-MM-DD)",
        "day=20240705": "'20240705' is not a date (YYYY-MM-DD)",
        "dialect=bibtx": "'bibtx' is not one of bibtex, biblatex; did you mean 'bibtex'?",
        "level=3": "'3' is not one of low, very-high",
        "size=": "'' is not one of small, large",
        "numbers=x": "option numbers of sample: 'x' is not a whole number",
        "even=3": "options of sample: 'even' must be in (0, 2, 4)",
        "positive=0": "options of sample: 'positive' must be >= 1: 0",
        "cuont=3": "sample has no option 'cuont'; did you mean 'count'? its options are flag, count,",
        "xyz=3": "sample has no option 'xyz'; its options are flag,",
        "computed=3": "sample has no option 'computed'",
        "base-url=3": "'base_url' is an option of the command: write --base-url",
        "title=3": "'title' is an option of the command: write --title",
        "=3": "-O '=3' has no key",
        "": "-O '' has no key",
        "previous=": "option previous of sample: '' does not name a file",
    }.items(),
)
def test_what_does_not_fit_is_a_usage_error_that_says_why(pair, message):
    with pytest.raises(UsageError) as caught:
        of(pair)
    assert message in str(caught.value)


def test_a_dash_is_read_as_an_underscore():
    assert parse_pairs(["max-items=3"]) == {"max_items": ["3"]}
    assert (
        build(attrs.make_class("O", {"a_b": attrs.field(default=1, type=int)}), {"a-b": "2"}, print).a_b == 2
    )


def test_a_bare_key_is_a_flag_and_repeated_keys_are_gathered():
    given = parse_pairs(["note", "x=1", "x=2", "note=false"])
    assert given == {"note": ["true", "false"], "x": ["1", "2"]}
    assert [type(value) for value in given["note"]] == [Flag, str]


def test_choices_that_differ_in_case_only_are_told_apart():
    made = attrs.make_class("O", {"case": attrs.field(default=Case.UPPER, type=Case)})
    assert build(made, {"case": "a"}, print).case is Case.LOWER
    assert build(made, {"case": "A"}, print).case is Case.UPPER


def test_lists_repeat_the_option():
    made = of("names=a", "names=b", "numbers=1", "numbers=2")
    assert (made.names, made.numbers) == (("a", "b"), [1, 2])


def test_what_is_no_list_is_given_once():
    with pytest.raises(UsageError, match="option count of sample: takes one value, not 2"):
        of("count=1", "count=2")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("flag", True),
        ("count", 5),
        ("ratio", 2),
        ("name", "y"),
        ("day", datetime.date(2024, 1, 1)),
        ("day", None),
        ("limit", None),
        ("dialect", Dialect.BIB_LATEX),
        ("folder", Path("x")),
        ("folder", None),
        ("previous", b"bytes"),
        ("previous", None),
        ("names", ("a", "b")),
        ("size", "large"),
    ],
)
def test_a_program_passes_python_values(key, value):
    assert getattr(of(**{key: value}), key) == value


def test_a_program_may_pass_any_sequence_where_a_list_is_wanted():
    assert of(names=["a", "b"]).names == ("a", "b")
    assert of(names="ab").names == ("ab",)
    assert of(numbers=(1, 2)).numbers == [1, 2]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("flag", 1),
        ("count", True),
        ("count", 1.0),
        ("count", None),
        ("ratio", float("nan")),
        ("name", 3),
        ("name", None),
        ("name", b"x"),
        ("day", datetime.datetime(2024, 1, 1)),  # noqa: DTZ001 - refused for being a datetime
        ("dialect", Level.LOW),
        ("size", "middle"),
        ("names", [3]),
        ("names", None),
        ("previous", 3),
    ],
)
def test_a_value_of_the_wrong_type_is_a_usage_error(key, value):
    with pytest.raises(UsageError, match=f"option {key} of sample: "):
        of(**{key: value})


def test_a_file_is_read_whole(tmp_path):
    path = tmp_path / "old.xml"
    path.write_bytes(b"\xff old \r\n")
    assert of(f"previous={path}").previous == b"\xff old \r\n"
    assert of(previous=path).previous == b"\xff old \r\n"
    assert of(f"files={path}", f"files={path}").files == (b"\xff old \r\n",) * 2


def test_a_file_that_does_not_exist_is_none_and_told(tmp_path):
    report = []
    assert of(f"previous={tmp_path / 'new.xml'}", report=report).previous is None
    [note] = report
    assert note.text() == f"{tmp_path / 'new.xml'}: DK507 the file for previous does not exist"


@pytest.mark.parametrize("name", ["", "x\0y"])
def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path, name):
    with pytest.raises(InputError, match=r"option previous: .* cannot be read"):
        of(previous=str(tmp_path / name))


def test_a_format_without_options_takes_none():
    assert build(None, {}, print) is None
    with pytest.raises(UsageError, match="plain has no options; 'x' was given"):
        build(None, {"x": "1"}, print, format_name="plain")
    with pytest.raises(UsageError, match="write --lang"):
        build(None, {"lang": "ko"}, print)


def test_no_options_are_the_defaults():
    assert of() == Options()


def test_options_are_described_for_help():
    described = {option.name: option for option in describe(Options)}
    assert list(described)[:3] == ["flag", "count", "ratio"]
    assert "private" in described
    assert "computed" not in described
    shown = {name: (option.type, option.default_text) for name, option in described.items()}
    assert (described["flag"].help, described["count"].help) == ("Say so.", "")
    assert shown["flag"] == ("true | false", "false")
    assert shown["count"] == ("whole number", "3")
    assert shown["dialect"] == ("bibtex | biblatex", "bibtex")
    assert shown["level"] == ("low | very-high", "low")
    assert shown["levels"] == ("low | very-high, repeatable", "low, very-high")
    assert shown["day"] == ("date (YYYY-MM-DD)", "")
    assert shown["previous"] == ("file", "")
    assert shown["names"] == ("text, repeatable", "")


def test_defaults_that_are_made_are_described_as_far_as_they_can_be():
    made = attrs.make_class(
        "O",
        {
            "names": attrs.field(factory=lambda: ["a", "b"], type=list[str]),
            "own": attrs.field(
                default=attrs.Factory(lambda self: len(self.names), takes_self=True), type=int
            ),
        },
    )
    assert [option.default_text for option in describe(made)] == ["a, b", ""]
    assert build(made, {"names": "x"}, print) == made(["x"], 1)


def test_a_field_that_is_no_option_is_named():
    with pytest.raises(TypeError, match="'x' has no default"):
        describe(attrs.make_class("O", {"x": attrs.field(type=int)}))
    with pytest.raises(TypeError, match="option 'x': "):
        describe(attrs.make_class("O", {"_x": attrs.field(default=0, type=complex)}))


def test_choices_may_come_from_a_table():
    choices = typing.Annotated[str, "a note", OneOf(("E1", "E10"))]
    made = attrs.make_class("O", {"x": attrs.field(default=None, type=choices | None)})
    [option] = describe(made)
    assert (option.type, option.choices, option.default_text) == ("E1 | E10", ("E1", "E10"), "")
    assert build(made, parse_pairs(["x=e10"]), print) == made("E10")
    with pytest.raises(UsageError, match="'E2' is not one of E1, E10"):
        build(made, {"x": "E2"}, print)


@pytest.mark.parametrize(
    ("annotation", "default"),
    [
        (complex, 0),
        (int | str, 0),
        (dict[str, str], {}),
        (list, []),
        (list[list[int]], []),
        (tuple[int, str], (1, "x")),
        (typing.Any, 0),
        (typing.Literal[1], 1),
        (None, 0),
        ("NoSuchName", 0),
    ],
)
def test_a_class_that_no_text_could_fill_is_refused(annotation, default):
    made = attrs.make_class("O", {"x": attrs.field(default=default, type=annotation)})
    with pytest.raises((TypeError, NameError)):
        describe(made)


def test_every_default_is_spelled_as_it_can_be_given():
    simple = [
        option for option in describe(Options) if option.shape.container is None and option.default_text
    ]
    pairs = [f"{option.name}={option.default_text}" for option in simple]
    assert len(pairs) > 8
    assert of(*pairs) == Options()


@given(st.lists(st.text()))
def test_any_text_is_options_or_a_usage_error(pairs):
    try:
        given = parse_pairs(pairs)
        build(Options, {key: value for key, value in given.items() if "previous" not in key}, print)
    except UsageError:
        return
    assert not set(given) - {option.name for option in describe(Options)}


@given(st.sampled_from([option.name for option in describe(Options)]), st.text(st.characters(codec="utf-8")))
def test_any_value_fits_or_is_a_usage_error(key, value):
    if key in ("previous", "files"):
        return
    try:
        made = of(f"{key}={value}")
    except UsageError as caught:
        error = str(caught)
    else:
        error = ""
        assert isinstance(made, Options)
    assert not error or key in error
