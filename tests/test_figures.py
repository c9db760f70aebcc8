"""The figures in the documentation are those of one run, and its page and chart are made of nothing else."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def report(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    return importlib.import_module("report")


@pytest.fixture
def figures():
    return json.loads((BENCHMARKS / "figures.json").read_text(encoding="utf-8"))


def test_page_and_chart_are_those_of_the_figures(report, figures):
    assert (BENCHMARKS / "FIGURES.md").read_text(encoding="utf-8") == report.markdown(figures)
    assert (BENCHMARKS / "figures.svg").read_text(encoding="utf-8") == report.chart(figures)


def test_every_benchmark_is_in_the_figures(figures):
    titles = [script["title"] for script in figures]
    scripts = [path.read_text("utf-8") for path in sorted(BENCHMARKS.glob("*.py"))]
    assert titles == re.findall(r'^    measure\.main\("([^"]+)"', "\n".join(scripts), re.MULTILINE)


def test_a_ratio_is_how_many_times_as_long_the_other_takes(report):
    rows = [
        {"tool": "digestkit", "seconds": 0.5, "MB/s": 2.0, "noise, %": 1},
        {"tool": "snail", "seconds": 2.0, "MB/s": 0.5, "noise, %": 7},
    ]
    (found,) = report.ratios([{"title": "Running", "measurements": {"uphill": {"rows": rows}}}])
    assert found == ("Running, uphill", 2.0, "snail", 0.5, 4.0, 7)
