"""The kit run on what is installed, without a module of tests.

Exporters are examined here. The kits of the other kinds, and what is asked of several files besides, are
classes for pytest, which runs them in a process of its own.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from digestkit import registry
from digestkit.errors import PluginError
from digestkit.export import options
from digestkit.export.contract import FIELDS
from digestkit.registry import claimants, discovery, installed, kinds
from digestkit.registry.core import CORE, CORE_OWNER, CORE_READERS, CORE_TRANSFORMS
from digestkit.registry.kinds import Kind
from digestkit.testing.declared import ALLOWANCES, PAPERS
from digestkit.testing.kit import CHECKS, Examination, Skipped
from digestkit.testing.recording import TARGET
from digestkit.testing.study import Study
from digestkit.testing.version import KIT_VERSION

State = Literal["ok", "failed", "skipped", "warning"]

_MODULE = """\
import json
from digestkit.testing.asked import Asked, conformance

class TestAsked(conformance(Asked(*json.loads({!r})))):
    pass
"""
"""A module of tests, written for one plugin; another process finds the class in it, too."""

_PYTEST = (
    "-q",
    "-p",
    "digestkit.testing.recording",
    "-p",
    "no:cacheprovider",
    "--noconftest",
    "-W",
    "ignore",
)


_CORE: Mapping[Kind, Collection[str]] = MappingProxyType(
    {kinds.EXPORTER: CORE, kinds.READER: CORE_READERS, kinds.TRANSFORM: CORE_TRANSFORMS}
)

_OUTCOMES: Mapping[str, State] = MappingProxyType({"passed": "ok", "failed": "failed", "skipped": "skipped"})

_GRAVE: Sequence[State] = ("ok", "skipped", "warning", "failed")
"""States, the gravest last: that of a test is the gravest of its cases."""


class Result(NamedTuple):
    """What a check came to: what it is about, and what was found, or why it was not made."""

    about: str
    state: State
    message: str = ""


class Subject(NamedTuple):
    """A plugin that is to be examined, by its name, with options for it."""

    kind: Kind
    name: str
    options: Mapping[str, Sequence[str]]

    @property
    def known(self) -> Collection[str]:
        """What may be allowed: the exceptions of exporters, or the fields that a transform changes."""
        if self.kind is kinds.TRANSFORM:
            return (*FIELDS, PAPERS)
        return ALLOWANCES if self.kind is kinds.EXPORTER else ()

    def owner(self, seconds: float) -> str:
        """The distribution that it is of. It is loaded in another process first, which it may end or keep.

        Raises what the lookup raises, and `PluginError` for one that is broken.
        """
        if self.name in _CORE.get(self.kind, ()):
            return CORE_OWNER
        if self.kind is kinds.EXPORTER and not installed.has(self.name.rpartition(":")[2]):
            return str(registry.exporter(self.name).owner)
        found = claimants.one(self.kind, self.name, str)
        installed.try_out(found, seconds)
        return str(found.owner)


def subjects(given: str) -> tuple[Subject, ...]:
    """What a name means: all plugins of a distribution of that name, else those that have it themselves.

    Options stand behind the name, as in `NAME:key=value`. A name that nobody has is left to the lookup of
    formats, which says so.
    """
    name, chosen = options.parse_named(given)
    found = [(kind, each) for kind in kinds.KINDS for each in discovery.of(kind)]
    owned = [(kind, each) for kind, each in found if each.owner.name == name and not claimants.off(each)]
    if owned:
        return tuple(Subject(kind, each.qualified, chosen) for kind, each in owned)
    meant = {kind for kind, each in found if name in (each.name, each.qualified)}
    meant |= {kind for kind, names in _CORE.items() if name in names}
    return tuple(Subject(kind, name, chosen) for kind in kinds.KINDS if kind in (meant or {kinds.EXPORTER}))


def examine(subject: Subject, allows: Sequence[str] = (), samples: Sequence[str] = ()) -> Iterator[Result]:
    """Make every check of one plugin, one after the other.

    `allows` are `ExporterConformance.allows`, or the `changes` of a transform; `samples` are paths of files
    that a reader reads. Raises `PluginError` where a kind needs pytest and there is none, or where a plugin
    ends the process of its tests.
    """
    if subject.kind is kinds.EXPORTER:
        given = [subject.options] if subject.options else []
        examination = Examination(Study(subject.name, given, allows))
        for check in CHECKS:
            yield _result(examination, check)
        if not registry.exporter(subject.name).info.several:
            return
    yield from _by_pytest(subject, allows, samples)


def _result(examination: Examination, name: str) -> Result:
    about = CHECKS[name].about
    try:
        findings = examination.findings(name)
    except Skipped as reason:
        return Result(about, "skipped", str(reason))
    if not findings:
        return Result(about, "ok")
    message = "\n".join(finding.message for finding in findings[:3])
    if len(findings) > 3:
        message += f"\nand {len(findings) - 3} more"
    later = all(finding.since > KIT_VERSION for finding in findings)
    return Result(about, "warning" if later else "failed", message)


def _by_pytest(subject: Subject, allows: Sequence[str], samples: Sequence[str]) -> list[Result]:
    """What becomes of each test of a class, its cases taken together."""
    if importlib.util.find_spec("pytest") is None:
        raise PluginError(f"to test a {subject.kind.noun}, pytest is needed: pip install pytest")
    paths = [str(Path(path).resolve()) for path in samples]
    asked = json.dumps((subject.kind.noun, subject.name, subject.options, paths, list(allows)))
    with tempfile.TemporaryDirectory() as folder:
        module, record = Path(folder, "test_asked.py"), Path(folder, "record")
        module.write_text(_MODULE.format(asked), encoding="utf-8")
        done = subprocess.run(  # noqa: S603 - this very Python on a module of our own
            [sys.executable, "-P", "-m", "pytest", *_PYTEST, "-c", os.devnull, "--rootdir", folder, module],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(sys.path),
                TARGET: str(record),
                "PYTEST_ADDOPTS": "",
            },
            cwd=folder,
            capture_output=True,
            check=False,
        )
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    records = [json.loads(line) for line in lines]
    if len(records) < 2 or records.pop() is not None:
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
        last = f" after {records[-1]['name']}" if records else ""
        raise PluginError(
            f"{subject.kind.noun} {subject.name!r} ends its own tests{last}: {said}".strip(": ")
        )
    return _joined(records)


def _joined(records: Iterable[Mapping[str, str]]) -> list[Result]:
    found: dict[str, Result] = {}
    for record in records:
        about = record["name"].removeprefix("test_").replace("_", " ")
        state = _OUTCOMES[record["outcome"]]
        case = f"[{record['case']}] " if record["case"] else ""
        made = Result(about, state, f"{case}{record['message']}" if state != "ok" else "")
        if about not in found or _GRAVE.index(made.state) > _GRAVE.index(found[about].state):
            found[about] = made
    return list(found.values())
