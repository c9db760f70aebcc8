"""A book of one day is made in the time that its modules take to load: what it does not need stays out."""

import subprocess
import sys

import books
import pytest

CENSUS = """
import sys

from digestkit.cli import main

sys.argv = ["digestkit", "convert", *sys.argv[1:]]
try:
    main()
finally:
    ours = [module for name, module in sorted(sys.modules.items()) if name.startswith("digestkit")]
    classes = {
        value for module in ours for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
        and "__attrs_attrs__" in vars(value)
    }
    plugin = [module for module in ours if module.__name__.startswith("digestkit_epub")]
    print(len(ours), len(plugin), len(classes), *sys.modules, file=sys.stderr)
"""

PICTURES = {f"digestkit_epub.{name}" for name in ("illustration", "pictures.recognition", "pictures.svg")}


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    path = tmp_path_factory.mktemp("day") / "2024-07-05.md"
    digest, *_ = books.week()
    path.write_text(
        f"## D ({digest.date})\n### [T](https://arxiv.org/abs/2407.00001)\n- **L**: text\n", "utf-8"
    )
    return path


def census(day, *options):
    """How many modules, modules of the plugin and attrs classes a conversion loads, and all their names."""
    command = [sys.executable, "-c", CENSUS, str(day), "-o", str(day.with_suffix(".epub")), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True, cwd=day.parent)
    *counts, names = done.stderr.split("\n")[-2].split(maxsplit=3)
    return *map(int, counts), set(names.split())


def test_a_book_without_pictures_loads_nothing_that_reads_them(day):
    modules, own, classes, names = census(day)
    assert modules <= 119
    assert own <= 33
    assert classes <= 17, "records that stay within the plugin are named tuples, which are made faster"
    assert names.isdisjoint(PICTURES | {"difflib", "subprocess", "tomllib", "rich"})


def test_a_folder_of_pictures_loads_what_reads_them(day):
    *_, names = census(day, "-O", f"images={day.parent}")
    assert names >= PICTURES
