"""A plugin that changes the working directory moves no input, no output, and nobody who comes after it."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

import digestkit
from digestkit.cli import main

EXPORTER = """
    import os
    import attrs
    import digestkit

    AWAY = os.path.dirname(__file__)

    def away(value=None):
        os.chdir(AWAY)
        return value

    {at_import}

    @attrs.frozen
    class Options:
        level: int = attrs.field(default=1, converter={converter})

    @digestkit.exporter(
        "moves", suffix=".txt", media_type="text/plain", summary="Moves.", options=Options, carries={carries}
    )
    def moves(digests, context):
        {first}
        for digest in digests:
            {inside}
            yield f"{{digest.title}}\\n"
        {last}

    @digestkit.hookimpl
    def digestkit_register_exporters(register):
        {in_hook}
        register(moves)
"""

STAYS = {
    "at_import": "pass", "converter": "int", "carries": "('title',)", "first": "pass", "inside": "pass",
    "last": "pass", "in_hook": "pass",
}  # fmt: skip

PLACES = {
    "at import": {"at_import": "away()"},
    "in its hook": {"in_hook": "away()"},
    "in its options": {"converter": "lambda value: away(int(value))"},
    "in what it carries": {"carries": "lambda options: away(('title',))"},
    "before it reads": {"first": "away()"},
    "while it reads": {"inside": "away()"},
    "after it has read": {"last": "away()"},
}


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A working directory with two days in a folder, which is read file by file."""
    folder = tmp_path / "desk"
    (folder / "days").mkdir(parents=True)
    for day in (4, 5):
        (folder / "days" / f"{day}.md").write_text(f"## Day {day} (2024-07-0{day})\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("place", PLACES)
def test_an_exporter_that_moves_does_not_move_the_output(lay_out, desk, place):
    source = EXPORTER.format(**STAYS | PLACES[place])
    lay_out("digestkit-moves", "[digestkit.exporters]\nmoves = digestkit_moves\n", source)
    call = ["convert", "days", "--to", "moves", "-O", "level=2", "--seen", "seen.txt"]
    for output, files in (("out.txt", ["out.txt"]), ("out/", ["out/4.txt", "out/5.txt"])):
        done = CliRunner().invoke(main, [*call, "-o", output])
        assert done.exit_code == 0, done.output
        assert "Day 4" in (desk / files[0]).read_text()
        assert all((desk / name).exists() for name in files)
        assert Path.cwd() == desk
        (desk / "seen.txt").unlink()
    assert sorted(path.name for path in (desk.parent / "site").iterdir() if path.suffix == ".txt") == []


TREE = """
    import os
    import digestkit

    @digestkit.exporter(
        "trees", suffix=".zip", media_type="application/zip", summary="Trees.", several=True, api_version=2
    )
    def trees(digests, context):
        for digest in digests:
            for number in range(3):
                os.chdir(os.path.dirname(__file__))
                yield digestkit.File(f"{{digest.date}}/{{number}}.txt", "text/plain")
                yield {chunk}

    @digestkit.hookimpl
    def digestkit_register_exporters(register):
        register(trees)
"""


@pytest.mark.parametrize("there", [False, True], ids=["new", "there"])
def test_nor_does_one_of_many_files(lay_out, desk, there):
    source = TREE.format(chunk="digest.title")
    lay_out("digestkit-trees", "[digestkit.exporters]\ntrees = digestkit_trees\n", source)
    if there:
        (desk / "out").mkdir()
    for output in ("out/", "out.zip"):
        done = CliRunner().invoke(main, ["convert", "days", "--to", "trees", "-o", output])
        assert done.exit_code == 0, done.output
        assert Path.cwd() == desk
    made = sorted(path.relative_to(desk).as_posix() for path in (desk / "out").rglob("*.txt"))
    assert made == [f"out/2024-07-0{day}/{number}.txt" for day in (4, 5) for number in range(3)]
    assert (desk / "out.zip").is_file()
    assert not list((desk.parent / "site").glob(".digestkit-*"))


def test_a_tree_that_fails_midway_leaves_everybody_where_they_were(lay_out, desk):
    source = TREE.format(chunk="1 / 0")
    lay_out("digestkit-trees", "[digestkit.exporters]\ntrees = digestkit_trees\n", source)
    with pytest.raises(digestkit.PluginError) as failed:
        digestkit.convert("days", to="trees", output="out/")
    assert Path.cwd() == desk
    del failed
    assert sorted(path.name for path in desk.iterdir()) == ["days"]


def test_a_disk_that_refuses_leaves_everybody_where_they_were(lay_out, desk, monkeypatch):
    source = TREE.format(chunk="digest.title")
    lay_out("digestkit-trees", "[digestkit.exporters]\ntrees = digestkit_trees\n", source)
    monkeypatch.setattr("digestkit.files.sinks._create", _refuse)
    with pytest.raises(digestkit.OutputError) as refused:
        digestkit.convert("days", to="trees", output="out/")
    assert Path.cwd() == desk, refused
    assert sorted(path.name for path in desk.iterdir()) == ["days"]


def _refuse(_path):
    raise OSError(28, "No space left on device")


def test_transforms_readers_and_observers_do_not_move_it_either(lay_out, desk):
    lay_out(
        "digestkit-around",
        """
        [digestkit.transforms]
        around = digestkit_around:around
        [digestkit.readers]
        lists = digestkit_around:lists
        [digestkit.suffixes]
        lst = digestkit_around:lists
        [digestkit.observers]
        look = digestkit_around
        """,
        """
        import os
        import digestkit

        AWAY = os.path.dirname(__file__)

        @digestkit.transform("around", summary="Moves.")
        def around(digests, context):
            os.chdir(AWAY)
            for digest in digests:
                os.chdir(AWAY)
                yield digest

        @digestkit.reader("lists", suffixes=(".lst",), summary="Moves.")
        def lists(text, context):
            os.chdir(AWAY)
            yield digestkit.Digest(None, text.strip(), ())

        @digestkit.hookimpl
        def digestkit_report(diagnostic):
            os.chdir(AWAY)
        """,
    )
    (desk / "days" / "a.lst").write_text("First")
    (desk / "days" / "b.lst").write_text("Second")
    call = ["convert", "days/a.lst", "days/b.lst", "days", "--to", "jsonl", "-o", "out.jsonl"]
    done = CliRunner().invoke(main, [*call, "--transform", "around", "--observe", "look"])
    assert done.exit_code == 0, done.output
    assert [digest.title for digest in digestkit.load("out.jsonl").digests] == [
        "First", "Second", "Day 4", "Day 5",
    ]  # fmt: skip
    assert Path.cwd() == desk


def test_whoever_reads_digests_may_move_meanwhile(desk):
    elsewhere = desk.parent
    found = digestkit.iter_digests([desk / "days"])
    assert next(found).title == "Day 4"
    os.chdir(elsewhere)
    assert next(found).title == "Day 5"
    assert Path.cwd() == elsewhere


def test_a_directory_that_is_gone_stops_nothing(desk):
    gone = desk / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    try:
        text = digestkit.dumps(digestkit.load(desk / "days" / "4.md"), titles)
    finally:
        os.chdir(desk)
    assert text == "Day 4\n"


@digestkit.exporter("titles", suffix=".txt", media_type="text/plain", summary="Titles.")
def titles(digests, _context):
    os.chdir("/")
    for digest in digests:
        yield f"{digest.title}\n"


def test_lints_do_not_move_what_is_checked(lay_out, desk):
    lay_out(
        "digestkit-moving",
        "[digestkit.checks]\nMOV = digestkit_moving\n",
        """
        import os
        import digestkit

        @digestkit.lint("MOV101", of="digest", summary="Moves.")
        def moves(digest):
            os.chdir(os.path.dirname(__file__))
            return "moved"

        @digestkit.hookimpl
        def digestkit_register_checks(register):
            register(moves)
        """,
    )
    done = CliRunner().invoke(main, ["check", "days/4.md", "days/5.md", "--select", "MOV"])
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["days/4.md", "days/5.md"]
    assert Path.cwd() == desk
