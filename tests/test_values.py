"""Kinds of option values by themselves: what each reads, what it takes for itself, and how help names it."""

import datetime
import enum
import typing
from pathlib import Path

import pytest

from digestkit.export import values
from digestkit.export.contract import InputFile, InputStream


class Size(enum.Enum):
    SMALL = "small"
    VERY_LARGE = 2


class Shout(enum.StrEnum):
    YES = "Yes"
    NO_WAY = "no_way"


READ = [
    (bool, "TRUE", True),
    (bool, "yes", True),
    (bool, "on", True),
    (bool, "1", True),
    (bool, "false", False),
    (bool, "No", False),
    (bool, "off", False),
    (bool, "0", False),
    (int, "-12", -12),
    (float, "1e3", 1000.0),
    (str, "", ""),
    (datetime.date, "2024-07-05", datetime.date(2024, 7, 5)),
    (Path, "a/b", Path("a/b")),
    (InputFile, "a", Path("a")),
    (InputStream, "a", Path("a")),
    (Size, "small", Size.SMALL),
    (Size, "very-large", Size.VERY_LARGE),
    (Size, "Very_Large", Size.VERY_LARGE),
    (Shout, "no-way", Shout.NO_WAY),
    (typing.Literal["a_b", "c"], "A-B", "a_b"),
    (typing.Literal["a", "A"], "A", "A"),
    (typing.Annotated[int, "a note"], "3", 3),
]
UNREADABLE = [
    (bool, "maybe"),
    (bool, ""),
    (int, "1.5"),
    (int, " 1"),
    (float, "nan"),
    (float, "-inf"),
    (datetime.date, "2024-07"),
    (Size, "2"),
    (typing.Literal["a", "A"], "á"),
    (typing.Literal["ab", "AB"], "aB"),
]


@pytest.mark.parametrize(("annotation", "text", "value"), READ)
def test_text_is_read_as_the_kind(annotation, text, value):
    found = values.shape(annotation).kind.read(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("annotation", "text"), UNREADABLE)
def test_what_cannot_be_read_is_named(annotation, text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        values.shape(annotation).kind.read(text)


FITS = [
    (bool, True, 1),
    (int, 3, True),
    (float, 3, True),
    (float, 0.5, float("inf")),
    (str, "x", b"x"),
    (datetime.date, datetime.date(2024, 7, 5), datetime.datetime(2024, 7, 5, tzinfo=datetime.UTC)),
    (Path, Path("x"), "x"),
    (InputFile, b"x", "x"),
    (InputFile, Path("x"), 3),
    (InputStream, Path("x"), b"x"),
    (InputStream, iter([b"x"]), "x"),
    (Size, Size.SMALL, "small"),
    (Size, Size.SMALL, Shout.YES),
    (typing.Literal["a"], "a", "A"),
]


@pytest.mark.parametrize(("annotation", "value", "other"), FITS)
def test_a_value_is_one_already_or_not(annotation, value, other):
    kind = values.shape(annotation).kind
    assert kind.fits(value) is True
    assert kind.fits(other) is False


@pytest.mark.parametrize(
    ("annotation", "kind", "shown"),
    [
        (bool, "true | false", "true | false"),
        (int, "whole number", "whole number"),
        (float, "number", "number"),
        (str, "text", "text"),
        (Path, "path", "path"),
        (datetime.date, "date (YYYY-MM-DD)", "date (YYYY-MM-DD)"),
        (InputFile, "file", "file"),
        (InputStream, "file", "file"),
        (tuple[InputStream, ...], "file", "file, repeatable"),
        (Size, "choice", "small | very-large"),
        (typing.Literal["a", "b"], "choice", "a | b"),
        (list[int], "whole number", "whole number, repeatable"),
        (tuple[Size, ...], "choice", "small | very-large, repeatable"),
        (int | None, "whole number", "whole number"),
        (typing.Optional[int], "whole number", "whole number"),  # noqa: UP045 - both spellings occur
    ],
)
def test_help_names_the_kind_or_the_choices(annotation, kind, shown):
    shape = values.shape(annotation)
    assert (shape.kind.name, shape.name) == (kind, shown)


@pytest.mark.parametrize(
    ("annotation", "container", "nullable"),
    [
        (int, None, False),
        (int | None, None, True),
        (None | int, None, True),
        (InputFile, None, True),
        (InputStream, None, True),
        (list[str], list, False),
        (tuple[str, ...], tuple, False),
        (tuple[str, ...] | None, tuple, True),
        (list[InputFile], list, False),
        (typing.Annotated[list[str] | None, "a note"], list, True),
    ],
)
def test_lists_and_none_are_the_shape_around_a_kind(annotation, container, nullable):
    shape = values.shape(annotation)
    assert (shape.container, shape.nullable) == (container, nullable)


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (complex, "<class 'complex'> cannot be the type of an option"),
        (int | str, "int | str cannot be the type of an option"),
        (int | str | None, "cannot be the type of an option"),
        (type(None), "cannot be the type of an option"),
        (list, "cannot be the type of an option"),
        (tuple[int, int], "cannot be the type of an option"),
        (typing.Literal["a", 1], r"a Literal of an option must hold text: \('a', 1\)"),
        (list[list[int]], r"a list of lists cannot be an option: list\[int\]"),
        (tuple[tuple[int, ...], ...], "a list of lists cannot be an option"),
        (typing.Annotated[bytes | None, "something else"], "cannot be the type of an option"),
    ],
)
def test_what_no_text_is_read_as_is_refused(annotation, message):
    with pytest.raises(TypeError, match=message):
        values.shape(annotation)


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (Size.SMALL, "small"),
        (Size.VERY_LARGE, "very-large"),
        (Shout.NO_WAY, "no_way"),
        (datetime.date(2024, 7, 5), "2024-07-05"),
        (Path("a/b"), str(Path("a/b"))),
    ],
)
def test_a_value_is_spelled_as_it_is_given(value, spelled):
    assert values.spell(value) == spelled
