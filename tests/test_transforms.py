"""Transforms: in the order given, on each output, streaming where they can; a fault leaves outputs alone."""

from __future__ import annotations

import json
import sys

import attrs
import pytest
from click.testing import CliRunner

import digestkit
from digestkit import Code, Digest
from digestkit.cli import main
from digestkit.errors import InputError, PluginError, UnknownFormatError, UsageError
from digestkit.registry import states, transforms
from digestkit.testing import samples
from digestkit.transforms.run import step

POINTS = "[digestkit.transforms]\nappend = append_words:append\n"

APPEND = """
    import attrs
    import digestkit

    @attrs.frozen
    class Options:
        word: str = attrs.field(default="!", metadata={"help": "what to append"})

    @digestkit.transform("append", summary="Append a word to titles.", streams=True, options=Options)
    def append(digests, context):
        for digest in digests:
            {before}
            yield attrs.evolve(
                digest,
                papers=[attrs.evolve(one, title=one.title + context.options.word) for one in digest.papers],
            )
        {after}
"""

FILE = APPEND.replace("    ", "", 1).replace("\n    ", "\n")

DAY = """\
## Daily Papers (2024-07-{day:02})

### [Graphs {day}](https://arxiv.org/abs/2407.019{day:02})

Vote: {day}

Authors: Ada Lovelace, Emmy Noether, Hal Daumé III, Gemini Team

![](https://images.example/a.png)

- **What's New**: 하나
- **Results**: 둘
"""


def invoke(*arguments, **given):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], **given)


def install(lay_out, before="pass", after="pass"):
    lay_out("append-words", POINTS, APPEND.replace("{before}", before).replace("{after}", after))


@pytest.fixture
def digests(tmp_path):
    """A folder of three days."""
    folder = tmp_path / "digests"
    folder.mkdir()
    for day in (5, 6, 8):
        (folder / f"2024-07-{day:02}.md").write_text(DAY.format(day=day), encoding="utf-8")
    return folder


def titles(printed):
    return [json.loads(line)["title"] for line in printed.splitlines()]


# How one is found.


@pytest.mark.parametrize("name", ["append", "append-words:append", "Append_Words:append"])
def test_one_is_asked_for_by_name(lay_out, digests, name):
    install(lay_out)
    done = invoke("convert", digests, "--to", "jsonl", "--transform", f"{name}:word=?")
    assert titles(done.stdout) == ["Graphs 5?", "Graphs 6?", "Graphs 8?"]


def test_they_are_run_in_the_order_given(lay_out, digests):
    install(lay_out)
    given = [f"--transform=append:word={word}" for word in (" a", " b", " a")]
    done = invoke("convert", digests, "--to", "jsonl", *given)
    assert titles(done.stdout)[0] == "Graphs 5 a b a"


def test_selection_sees_what_they_made(lay_out, digests):
    install(lay_out)
    done = invoke("convert", digests, "--to", "jsonl", "--transform", "append:word=X", "--match", "8X")
    assert titles(done.stdout) == ["Graphs 8X"]


def test_they_are_listed_without_an_import_and_shown_with_their_options(lay_out):
    install(lay_out)
    listed = invoke("transforms").stdout
    assert [line.split()[0] for line in listed.splitlines()] == [*transforms.CORE_TRANSFORMS, "append"]
    assert "append_words" not in sys.modules
    shown = invoke("transforms", "append").stdout
    assert shown.startswith("append: Append a word to titles.\n\nholds       one digest at a time\n")
    assert "  --transform append:word=…  text (default: !)\n      what to append\n" in shown


@pytest.mark.parametrize("name", list(transforms.CORE_TRANSFORMS))
def test_the_cores_are_what_the_table_says(name):
    info = transforms.transform(name).info
    assert (info.name, info.summary) == (name, transforms.CORE_TRANSFORMS[name].summary)
    assert transforms.transform(transforms.transform(name)).info is info
    assert invoke("transforms", name).stdout.startswith(f"{name}: {info.summary}\n")


def test_nobody_takes_the_name_of_one_of_the_cores(lay_out):
    source = APPEND.replace("{before}", "pass").replace("{after}", "pass")
    source = source.replace('"append"', '"strip-media"')
    lay_out("thief", "[digestkit.transforms]\nstrip-media = thief:append", source)
    assert transforms.transform("strip-media").owner == "paper-digestkit"
    assert transforms.transform("thief:strip-media").owner == "thief 1.0"
    [state] = [state for state in states() if state.owner.name == "thief"]
    assert (state.state, state.kind) == ("clash", "transform")
    assert "this one is --transform thief:strip-media" in state.reason


def test_an_unknown_one_names_the_nearest(digests):
    done = invoke("convert", digests, "--to", "jsonl", "--transform", "strip-medium")
    assert done.exit_code == 2
    assert "unknown transform 'strip-medium'; did you mean 'strip-media'? available: " in done.stderr
    assert "or a file: ./NAME.py" in done.stderr


@pytest.mark.parametrize("given", ["append:wrod=x", "append:word=x:word=y", "append:"])
def test_a_wrong_option_is_2(lay_out, digests, tmp_path, given):
    install(lay_out)
    (tmp_path / "out.jsonl").write_text("old")
    done = invoke("convert", digests, "-o", tmp_path / "out.jsonl", "--transform", given)
    assert (done.exit_code, (tmp_path / "out.jsonl").read_text()) == (2, "old")


def test_the_environment_switches_them_off(lay_out, monkeypatch):
    install(lay_out)
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "other")
    with pytest.raises(UnknownFormatError, match=r"transform 'append' of append-words 1\.0 is switched off"):
        transforms.transform("append")


@pytest.mark.parametrize("where", ["digestkit.toml", "pyproject.toml"])
def test_a_configuration_file_names_no_code(digests, monkeypatch, where):
    monkeypatch.chdir(digests.parent)
    table = "[convert]" if where == "digestkit.toml" else "[tool.digestkit.convert]"
    (digests.parent / where).write_text(f'{table}\ntransform = ["strip-media"]\n')
    done = invoke("convert", digests, "--to", "jsonl")
    assert done.exit_code == 2
    assert f"{where}:2: " in done.stderr
    assert "transform: code is named on the command line only" in done.stderr


# A file of Python.

IMPORT = "import digestkit\n@digestkit.transform"


@pytest.fixture
def file(tmp_path):
    """A folder with a blank in its name, and a transform in a file there."""
    folder = tmp_path / "my filters"
    folder.mkdir()
    path = folder / "mine.py"
    path.write_text(FILE.replace("{before}", "pass").replace("{after}", "pass"), encoding="utf-8")
    return path


def test_a_file_is_a_transform(digests, file):
    done = invoke("convert", digests, "--to", "jsonl", "--transform", f"{file}:word=: b")
    assert titles(done.stdout)[0] == "Graphs 5: b"
    assert invoke("transforms", file).stdout.startswith("append: Append a word to titles.\n")
    assert sorted(path.name for path in file.parent.iterdir()) == ["mine.py"]


@pytest.mark.parametrize("given", ["./mine.py", "mine.py", "../my filters/mine.py"])
def test_a_path_is_relative_to_the_folder_of_the_caller(digests, file, monkeypatch, given):
    monkeypatch.chdir(file.parent)
    done = invoke("convert", digests, "--to", "jsonl", "--transform", given)
    assert titles(done.stdout)[0] == "Graphs 5!"


def test_two_files_of_one_name_are_two_transforms(digests, file, tmp_path):
    other = tmp_path / "mine.py"
    other.write_text(file.read_text().replace('default="!"', 'default="?"'))
    done = invoke("convert", digests, "--to", "jsonl", "--transform", file, "--transform", other)
    assert titles(done.stdout)[0] == "Graphs 5!?"


def test_a_transform_that_a_file_imports_is_not_its_own(file):
    file.write_text("from digestkit.transforms.strip_media import strip_media as other\n" + file.read_text())
    assert transforms.transform(str(file)).info.name == "append"


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("", 2, "must have one function with @digestkit.transform(...), and has none"),
        ("TWICE", 2, "and has 2 of them"),
        ("def (", 3, "mine.py is broken: SyntaxError"),
        ("1 / 0", 3, "mine.py is broken: ZeroDivisionError"),
        ("raise SystemExit(0)", 3, "mine.py is broken: SystemExit: 0"),
        ("import nothing_at_all", 3, "No module named 'nothing_at_all'"),
        ("import digestkit\n@digestkit.transform('A b', summary='S.')\ndef x(a, b): pass", 2, "name must be"),
        (
            "import digestkit\n@digestkit.transform('ab', summary='S.')\ndef x(a): pass",
            2,
            "(digests, context)",
        ),
        ("import digestkit\n@digestkit.transform('ab')\ndef x(a, b): pass", 2, "summary must be one line"),
    ],
)
def test_a_file_that_is_none_says_why(digests, file, text, code, told):
    whole = file.read_text()
    text = whole + "\nsecond = attrs.evolve(append)\n" if text == "TWICE" else text
    file.write_text(text)
    done = invoke("convert", digests, "--to", "jsonl", "--transform", file)
    assert (done.exit_code, done.stdout) == (code, "")
    assert told in done.stderr


@pytest.mark.parametrize("name", ["missing.py", "my filters/", "my filters/mine.txt"])
def test_a_file_that_is_not_there_is_2(digests, file, monkeypatch, name):
    monkeypatch.chdir(file.parent.parent)
    (file.parent / "mine.txt").write_text(file.read_text())
    done = invoke("convert", digests, "--to", "jsonl", "--transform", name)
    assert done.exit_code == 2
    assert ("no transform file" in done.stderr) or ("must end in .py" in done.stderr)


# Outputs.


def test_a_folder_of_outputs_has_each_transformed(lay_out, digests, tmp_path):
    install(lay_out)
    done = invoke("convert", digests, "--to", "jsonl", "-o", f"{tmp_path}/out/", "--transform", "append")
    assert done.exit_code == 0
    assert [titles(path.read_text()) for path in sorted((tmp_path / "out").iterdir())] == [
        ["Graphs 5!"],
        ["Graphs 6!"],
        ["Graphs 8!"],
    ]


def test_split_sees_the_days_that_they_made(digests, tmp_path):
    file = tmp_path / "later.py"
    file.write_text(
        "import attrs, datetime, digestkit\n"
        "@digestkit.transform('later', summary='S.')\n"
        "def later(digests, context):\n"
        "    for one in digests:\n"
        "        yield attrs.evolve(one, date=one.date + datetime.timedelta(days=25))\n"
    )
    out = f"{tmp_path}/out/"
    invoke("convert", digests, "--to", "jsonl", "-o", out, "--split", "month", "--transform", file)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["2024-07.jsonl", "2024-08.jsonl"]


def test_a_note_of_a_run_for_each_input_names_the_input(digests, tmp_path):
    done = invoke(
        "convert", digests, "--to", "jsonl", "-o", f"{tmp_path}/out/", "-v",
        "--transform", "translate-labels:label=Nothing=None:label=Results=결과",
    )  # fmt: skip
    told = [line for line in done.stderr.splitlines() if "DK512" in line]
    what = "DK512 translate-labels: no digest has the label 'Nothing'"
    assert len(told) == 3
    assert told[0] == f"{digests}/2024-07-05.md: {what}"


def test_one_that_streams_does_so_in_a_conversion(digests):
    steps = []

    @digestkit.transform("watch", summary="S.", streams=True)
    def watch(found, _context):
        for one in found:
            steps.append(f"changed {one.date.day}")
            yield one

    @digestkit.exporter("days", suffix=".x", media_type="text/plain", summary="S.", streams=True)
    def days(found, _context):
        for one in found:
            steps.append(f"written {one.date.day}")
            yield "x"

    digestkit.convert(digests, days, digests.parent / "out.x", transforms=[watch])
    assert steps == [f"{what} {day}" for day in (5, 6, 8) for what in ("changed", "written")]


def test_one_that_leaves_nothing_is_told(digests):
    @digestkit.transform("nothing", summary="S.")
    def nothing(_digests, _context):
        return []

    result = digestkit.convert(digests, "jsonl", digests.parent / "out.jsonl", transforms=[nothing])
    assert [one.message for one in result.diagnostics if one.code is Code.NOTHING_LEFT] == [
        "transforms and selection leave nothing of the input"
    ]
    with pytest.raises(digestkit.CheckError):
        digestkit.convert(digests, "jsonl", digests.parent / "x", transforms=[nothing], fail_empty=True)


def test_losses_that_one_reports_count(digests, tmp_path):
    @digestkit.transform("loses", summary="S.")
    def loses(found, context):
        for one in found:
            context.report("gone", one.papers[0], Code.DROPPED)
            yield one

    result = digestkit.convert(digests, "jsonl", tmp_path / "out", transforms=[loses])
    assert result.losses[0].text() == f"{digests}/2024-07-05.md:3:1: DK502 gone"
    with pytest.raises(digestkit.CheckError, match="content was lost"):
        digestkit.convert(digests, "jsonl", tmp_path / "out", transforms=[loses], fail_on_loss=True)


@pytest.mark.parametrize("given", ["append", [5], [("append",)], [digestkit.exporter]])
def test_what_is_no_list_of_transforms_is_refused(digests, tmp_path, given):
    with pytest.raises((UsageError, ValueError)):
        digestkit.convert(digests, "jsonl", tmp_path / "out", transforms=given)


# What one may do wrong.

FAULTS = {
    "raise ValueError('half way')": "failed: ValueError: half way",
    "raise SystemExit(0)": "failed: SystemExit: 0",
    "raise type('Odd', (BaseException,), {})": "failed: Odd",
    "yield 'text'": "must yield digests, but yields str",
    "yield None": "must yield digests, but yields NoneType",
    "yield from digests; yield from digests": "reads the digests twice",
    "digestkit.Paper('', '')": "failed: ModelError",
}


@pytest.mark.parametrize(("fault", "told"), FAULTS.items())
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_fault_is_3_and_leaves_outputs_as_they_were(lay_out, digests, tmp_path, fault, told, place):
    install(lay_out, **{place: fault})
    if "twice" in told and place == "before":
        return  # the inner loop then reads them all
    (tmp_path / "out.jsonl").write_text("old")
    done = invoke("convert", digests, "-o", tmp_path / "out.jsonl", "--transform", "append")
    assert (done.exit_code, (tmp_path / "out.jsonl").read_text()) == (3, "old")
    assert "transform 'append' of append-words 1.0" in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["digests", "out.jsonl", "site"]


def test_an_exit_of_a_generator_that_there_is_not_is_a_fault():
    def change(_digests, _context):
        raise GeneratorExit

    made = digestkit.transform("made", summary="S.")(change)
    with pytest.raises(PluginError, match="transform 'made' failed: GeneratorExit"):
        list(step(made, {}, print).run([], print))


@pytest.mark.parametrize("returned", ["text", 5, None])
def test_what_is_no_iterable_of_digests_is_refused(returned):
    made = digestkit.transform("made", summary="S.")(lambda _digests, _context: returned)
    with pytest.raises(PluginError, match="must yield digests, but returned"):
        list(step(made, {}, print).run([], print))


def test_what_reading_raises_passes_even_where_it_is_swallowed():
    error = InputError("gone")

    def failing():
        yield samples.digest(samples.paper())
        raise error

    @digestkit.transform("swallows", summary="S.")
    def swallows(found, _context):
        try:
            yield from found
        except Exception:  # noqa: BLE001 - that is the point
            return

    for made in (swallows, transforms.transform("strip-media")):
        with pytest.raises(InputError) as caught:
            list(step(made, {}, print).run(failing(), print))
        assert caught.value is error


def test_an_interrupt_is_nobodys_fault(lay_out, digests, tmp_path):
    install(lay_out, before="raise KeyboardInterrupt")
    (tmp_path / "out.jsonl").write_text("old")
    done = invoke("convert", digests, "-o", tmp_path / "out.jsonl", "--transform", "append")
    assert (done.exit_code, (tmp_path / "out.jsonl").read_text()) == (130, "old")


def test_what_one_prints_stays_out_of_the_output(lay_out, digests):
    install(lay_out, before="print('loud')")
    done = invoke("convert", digests, "--to", "jsonl", "--transform", "append")
    assert len(titles(done.stdout)) == 3


def test_an_endless_one_ends_where_its_reader_does():
    @digestkit.transform("endless", summary="S.", streams=True)
    def endless(found, _context):
        for one in found:
            while True:
                yield one

    made = step(endless, {}, print).run([samples.digest(samples.paper())], print)
    assert [next(made).date for _ in range(1000)]
    made.close()


# Those that digestkit brings.


def run(name, papers, **given):
    noticed = []
    made = step(transforms.transform(name), given, noticed.append)
    digest = Digest(samples.DAY, "Daily Papers", papers)
    return next(made.run([digest], noticed.append)).papers, noticed


def test_authors_are_shortened_and_counted():
    names = tuple(f"Author {at}" for at in range(12))
    short = samples.paper(authors=names[:4], authors_truncated=False)
    many = samples.paper(authors=names, authors_truncated=False)
    cut = samples.paper(authors=names)
    found, noticed = run("shorten-authors", [short, many, cut], keep=3)
    assert found[0] == short  # "and 1 more" would take as much room as the name
    assert (found[1].authors, found[1].authors_truncated) == (names[:3], True)
    assert found[1].extra == (("authors_total", "12"),)
    assert (found[2].authors, found[2].extra) == (names[:3], ())
    assert noticed == []
    with pytest.raises(UsageError):
        run("shorten-authors", [], keep=0)


@pytest.mark.parametrize(("kind", "left"), [("all", []), ("image", ["video"]), ("video", ["image"])])
def test_media_are_left_out_by_kind(kind, left):
    papers = [samples.paper(media=digestkit.Media(one, "https://x.example/a")) for one in ("image", "video")]
    found, _ = run("strip-media", papers, kind=kind)
    assert [paper.media.kind for paper in found if paper.media] == left


def test_labels_are_translated_by_a_table_and_by_pairs(digests, tmp_path):
    table = tmp_path / "labels.toml"
    table.write_text('"What\'s New" = "New"\nResults = "Out"\n', encoding="utf-8")
    done = invoke(
        "convert", digests, "--to", "jsonl",
        "--transform", f"translate-labels:table={table}:label=Results=결과",
    )  # fmt: skip
    [first, *_] = map(json.loads, done.stdout.splitlines())
    assert [item["label"] for item in first["summary"]] == ["New", "결과"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "give a table"),
        (":label=Results", "label must be `label=other label`"),
        (":label==x", "label must be"),
        (":table=none.toml", "does not exist"),
        (":table=bad.toml", "the table is not TOML in UTF-8"),
        (":table=lists.toml", "must be given one line of text"),
    ],
)
def test_a_table_that_is_none_says_why(digests, monkeypatch, given, told):
    monkeypatch.chdir(digests.parent)
    (digests.parent / "bad.toml").write_text("a = ")
    (digests.parent / "lists.toml").write_text("a = [1]")
    done = invoke("convert", digests, "--to", "jsonl", "--transform", f"translate-labels{given}")
    assert (done.stdout, "Traceback" in done.stderr) == ("", False)
    assert done.exit_code in (1, 2)
    assert told in done.stderr


def test_a_context_made_by_hand_has_the_defaults():
    made = transforms.transform("shorten-authors")
    assert made.context().options.keep == 10
    assert made.context(keep=2).options.keep == 2
    papers = [samples.paper(authors=tuple("abcdefgh"))]
    assert next(made([Digest(None, "x", papers)], made.context(keep=2))).papers[0].authors == ("a", "b")
    assert attrs.evolve(made, owner="other") == made
