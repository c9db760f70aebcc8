"""The examples run as they stand, and do what they say."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from digestkit import Item, convert
from digestkit.testing import CheckConformance, ObserverConformance, TransformConformance, samples

ROOT = Path(__file__).parent.parent


def run(name: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / name, *arguments],
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    return done.stdout.decode("utf-8")


def korean(folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    for path in (ROOT / "seeds").glob("2024*"):
        shutil.copy(path, folder)
    return str(folder)


def test_search_index_finds_the_paper() -> None:
    lines = run("search_index.py", str(ROOT / "seeds"), "Adam-mini").splitlines()
    assert lines[0] == ("2024-06-27  arxiv:2406.16793  Adam-mini: Use Fewer Learning Rates To Gain More")


def test_newsletter_has_the_most_voted_papers_of_the_newest_days(tmp_path: Path) -> None:
    page = run("newsletter.py", korean(tmp_path))
    titles = re.findall(r'<h2><a href="https://arxiv.org/abs/[0-9.]+">(.*?)</a></h2>', page)
    assert [title.split(":")[0] for title in titles] == [
        "Qwen2 Technical Report",
        "Learning to Refuse",
        "Let the Expert Stick to His Last",
        "Q-Sparse",
        "GRUtopia",
    ]


def test_dataset_has_every_paper_once(tmp_path: Path) -> None:
    run("dataset.py", korean(tmp_path / "in"), str(tmp_path))
    sides = [
        [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]
        for name in ("train.jsonl", "test.jsonl")
    ]
    assert len({record["id"] for side in sides for record in side}) == sum(map(len, sides)) == 49
    assert not {record["day"] for record in sides[0]} & {record["day"] for record in sides[1]}


def digestkit(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "digestkit", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=300)


def test_a_file_with_a_transform_shortens_items() -> None:
    source, file = str(ROOT / "seeds" / "2024-07-05.md"), str(ROOT / "examples" / "first_sentences.py")

    def texts(*options: str) -> list[str]:
        done = digestkit("convert", source, "--to", "jsonl", *options)
        records = map(json.loads, done.stdout.splitlines())
        return [item["text"] for record in records for item in record["summary"]]

    whole, two, one = texts(), texts("--transform", f"{file}:count=2"), texts("--transform", file)
    assert len(whole) == len(two) == len(one)
    assert all(long.startswith(short) for long, short in zip(whole, two, strict=True))
    assert all(long.startswith(short) for long, short in zip(two, one, strict=True))
    assert len("".join(one)) < len("".join(two)) <= len("".join(whole))
    assert "count=…" in digestkit("transforms", file).stdout


class TestFirstSentences(TransformConformance):
    transform = str(ROOT / "examples" / "first_sentences.py")
    settings = ({"count": 2},)
    changes = ("summary",)


def module_of(package: str, name: str) -> ModuleType:
    """The module of an example that is a package, which need not be installed."""
    path = ROOT / "examples" / package / name
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def house_style() -> tuple[object, ...]:
    module = module_of("digestkit-house-style", "digestkit_house_style.py")
    registered: list[object] = []
    module.digestkit_register_checks(registered.append)
    return tuple(registered)


class TestHouseStyle(CheckConformance):
    checks = house_style()
    wrong = {  # noqa: RUF012 - read, never changed
        "HOUSE101": samples.paper(title="Graphs of Languages."),
        "HOUSE102": Item(None, "긴 문장입니다. " * 50),
        "HOUSE103": samples.digest(samples.paper(1, votes=3), samples.paper(2, votes=4)),
    }
    right = {  # noqa: RUF012 - as above
        "HOUSE101": samples.paper(),
        "HOUSE102": Item(None, "짧은 문장입니다."),
        "HOUSE103": samples.digest(samples.paper(1, votes=None), samples.paper(2, votes=4)),
    }


def test_a_package_of_checks_is_found_where_it_is_installed(fresh_environment: Any, tmp_path: Path) -> None:
    package, seed = ROOT / "examples" / "digestkit-house-style", ROOT / "seeds" / "2024-07-05.md"
    copy = shutil.copytree(package, tmp_path / "package")  # what a build leaves behind stays there
    installed = fresh_environment.run("pip", "install", copy, folder=tmp_path)
    assert installed.returncode == 0, installed.stdout
    (tmp_path / "day.md").write_text(seed.read_text("utf-8").replace("](http", ".](http"), "utf-8")
    done = fresh_environment.run("digestkit", "check", "day.md", "--select", "HOUSE101", folder=tmp_path)
    fresh_environment.run("pip", "uninstall", "-y", "digestkit-house-style", folder=tmp_path)
    assert done.returncode == 0
    assert "day.md:3:1: HOUSE101 warning: the title ends in a full stop" in done.stdout


STEP_SUMMARY = module_of("digestkit-step-summary", "digestkit_step_summary.py")


class TestStepSummary(ObserverConformance):
    observer = STEP_SUMMARY


def test_step_summary_adds_what_was_written_and_lost(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "page.md"))
    paths = [ROOT / "seeds" / "2024-07-05.md", tmp_path / "no_such.md"]
    for name in ("a.jsonl", "b.bib"):
        convert(paths, output=tmp_path / name, observers=[STEP_SUMMARY])
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert re.search(r"\| a\.jsonl \| 1 \| 3 \| \d+ \|\n\n- not read: .*no\\_such\.md\n\n\| output ", page)
    assert "\n- DK501 the format has no place for a field: 1\n" in page
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    convert(paths[0], output=tmp_path / "a.jsonl", observers=[STEP_SUMMARY])
    assert "| a.jsonl | 1 | 3 |" in capsys.readouterr().err


def test_every_example_is_tested() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    examples = ROOT / "examples"
    with_own = [folder.parent for folder in examples.glob("*/tests")]  # run where what they need is installed
    files = [path for path in examples.rglob("*.py") if not any(map(path.is_relative_to, with_own))]
    assert all(f'"{path.name}"' in here for path in files)
    assert with_own == [examples / "distributed"]


def test_the_figure_and_the_table_of_the_job_are_those_of_its_measurements() -> None:
    folder = ROOT / "examples" / "distributed"
    with (folder / "measurements.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    specification = importlib.util.spec_from_file_location("chart", folder / "chart.py")
    assert specification is not None
    assert specification.loader is not None
    chart = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(chart)
    assert (ROOT / "docs" / "how-to" / "scale.svg").read_text(encoding="utf-8") == chart.chart(rows)
    page = (ROOT / "docs" / "how-to" / "scale.md").read_text(encoding="utf-8")
    for size in dict.fromkeys(row[0] for row in rows):
        taken = {int(workers): float(seconds) for gb, workers, _, seconds in rows if gb == size}
        papers = next(int(row[2]) for row in rows if row[0] == size)
        assert f"| {float(size):g} GB | {papers:,} | {taken[1]:.0f} s | {taken[2]:.0f} s |" in page
