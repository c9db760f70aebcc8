"""The conformance classes for a plugin that is only named, as in `digestkit plugins --test NAME`.

What such a class would need besides, samples of a reader or the fields that a transform may change, comes
from the command. Tests that need what was not given are left out, with what to give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from digestkit import registry
from digestkit.export.contract import FIELDS
from digestkit.testing.checks import CheckConformance
from digestkit.testing.declared import PAPERS
from digestkit.testing.observers import ObserverConformance
from digestkit.testing.readers import ReaderConformance
from digestkit.testing.standing import Content
from digestkit.testing.transforms import TransformConformance
from digestkit.testing.trees import TreeTests


class Asked(NamedTuple):
    """What the command says: a kind by its noun, a name, options, paths of samples, and what is allowed."""

    noun: str
    name: str
    options: Mapping[str, Sequence[str]]
    samples: Sequence[str]
    allows: Sequence[str]


class _Reader(ReaderConformance):
    """A reader, tried without samples where there are none."""

    def _samples(self) -> dict[str, Content]:
        if not self.samples:
            pytest.skip("give a file that it reads, with --sample FILE")
        return super()._samples()


class _Transform(TransformConformance):
    """A transform, of which nobody may have said what it changes."""

    def test_what_it_does_not_change_survives(self) -> None:
        """The fields that were not allowed."""
        if PAPERS in self.changes:
            pytest.skip(f"say what it may change, with --allow FIELD: {', '.join(FIELDS)}")
        super().test_what_it_does_not_change_survives()


class _Checks(CheckConformance):
    """Lints, whose examples only their author has."""

    def test_each_finds_what_is_wrong(self) -> None:
        """The examples are in the tests of the package."""
        pytest.skip("examples of what is wrong are in the tests of the package")


def conformance(asked: Asked) -> type:
    """The class of tests for a plugin."""
    base, given = _CLASSES[asked.noun](asked)
    return type("TestAsked", (base,), given)


def _of_tree(asked: Asked) -> tuple[type, dict[str, Any]]:
    settings = (asked.options,) if asked.options else ()
    return TreeTests, {"several": registry.exporter(asked.name), "settings": settings}


def _of_reader(asked: Asked) -> tuple[type, dict[str, Any]]:
    contents = {Path(path).name: Path(path).read_bytes() for path in asked.samples}
    settings = (asked.options,) if asked.options else ()
    return _Reader, {"reader": asked.name, "samples": contents, "settings": settings}


def _of_transform(asked: Asked) -> tuple[type, dict[str, Any]]:
    given = {"settings": (asked.options,), "needs_options": True} if asked.options else {}
    return _Transform, {"transform": asked.name, "changes": asked.allows or (*FIELDS, PAPERS), **given}


_CLASSES: Mapping[str, Callable[[Asked], tuple[type, dict[str, Any]]]] = {
    "format": _of_tree,
    "reader": _of_reader,
    "transform": _of_transform,
    "checks": lambda asked: (_Checks, {"checks": asked.name.rpartition(":")[2]}),
    "observer": lambda asked: (ObserverConformance, {"observer": asked.name}),
}
