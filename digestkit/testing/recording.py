"""A plugin of pytest's that records what became of each test, for the process that started it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

TARGET = "DIGESTKIT_RECORD"
"""Environment variable: the file that gets a JSON object on a line for each test, and in the end null."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Record a test that was run, could not be prepared, or was left out."""
    if report.when != "call" and report.outcome == "passed":
        return
    name, _, case = report.nodeid.rpartition("::")[2].partition("[")
    _write(
        {"name": name, "case": case.removesuffix("]"), "outcome": report.outcome, "message": _said(report)}
    )


def pytest_sessionfinish() -> None:
    """Say that these were all: a plugin may end the process in between."""
    _write(None)


def _write(record: object) -> None:
    with Path(os.environ[TARGET]).open("a", encoding="utf-8") as target:
        target.write(f"{json.dumps(record)}\n")


def _said(report: pytest.TestReport) -> str:
    """What a failed test says, or why one was left out."""
    if report.outcome == "skipped" and isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return report.longreprtext.strip()
