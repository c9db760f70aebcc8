"""Readers of strangers: found by name, suffix or content, and no harm to anything but their own input."""

from __future__ import annotations

import json
import subprocess
import sys

import attrs
import pytest
from click.testing import CliRunner

import digestkit
from digestkit import Code, Digest, Origin, Paper, ReadContext
from digestkit.cli import main
from digestkit.errors import InputError, PluginError, UnknownFormatError, UsageError
from digestkit.reading import run
from digestkit.registry import readers, states
from digestkit.testing import samples

POINTS = """
    [digestkit.readers]
    lists = lists_reader:lists
    [digestkit.suffixes]
    lists = lists_reader:lists
"""

LISTS = """
    import attrs
    import digestkit
    from digestkit import reading

    @attrs.frozen
    class Options:
        title: str = attrs.field(default="Lists", metadata={"help": "the title of each day"})
        table: digestkit.InputFile = None

    @digestkit.reader(
        "lists", suffixes=(".lists",), summary="A line a paper.", options=Options,
        detect=lambda beginning: float(beginning.startswith("LISTS")),
    )
    def lists(text, context):
        found = []
        for number, line in enumerate(text.splitlines(), 1):
            if line.startswith("http"):
                found.append(reading.paper(context, title=f"Paper {number}", url=line, line=number))
            elif line == "?":
                context.report("a line that says nothing", number, code=digestkit.Code.READ_ERROR)
        yield from reading.by_day(context, [("2024-07-05", one) for one in found], context.options.title)
"""

TEXT = "LISTS\nhttps://arxiv.org/abs/2407.01906\nhttps://arxiv.org/abs/2407.01907\n"

KOREAN = "## Daily Papers (2024-07-05)\n\n### [Graphs](https://arxiv.org/abs/2407.01906)\n\n- 하나\n"


def invoke(*arguments, **given):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], **given)


@pytest.fixture
def lists(lay_out, tmp_path):
    """A reader of files `.lists`, and such a file."""
    lay_out("lists-reader", POINTS, LISTS)
    path = tmp_path / "july.lists"
    path.write_text(TEXT, encoding="utf-8")
    return path


def made(read, **given):
    """A reader for a test, as the host would have it."""
    record = {"suffixes": (".made",), "summary": "Made for a test."} | given
    return attrs.evolve(digestkit.reader("made", **record)(read), owner="digestkit-made 1.0")


# How one is found.


def test_a_file_is_read_by_its_suffix(lists):
    [digest] = digestkit.load(lists).digests
    assert (digest.title, [paper.title for paper in digest.papers]) == ("Lists", ["Paper 2", "Paper 3"])
    assert digest.source == "july.lists"
    assert [paper.position.line for paper in digest.papers] == [2, 3]


def test_the_suffix_leads_to_the_reader_without_an_import(lists):
    code = (
        "from digestkit.registry import readers\n"
        "print(*(readers.for_suffix(name) for name in ('a/july.LISTS', 'x.md', 'x.none')))\n"
        "print('lists_reader' in sys.modules)"
    )
    site = lists.parent / "site"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(site)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "('lists-reader:lists',) ('markdown',) ('markdown',)\nFalse\n"


@pytest.mark.usefixtures("lists")
def test_the_longest_suffix_counts(lay_out):
    points = """
        [digestkit.readers]
        july = july_reader:july
        [digestkit.suffixes]
        july.lists = july_reader:july
    """
    lay_out("july-reader", points, "")
    assert readers.for_suffix("a.july.lists") == ("july-reader:july",)
    assert readers.for_suffix("a.lists") == ("lists-reader:lists",)
    assert readers.for_suffix("2024.07.lists") == ("lists-reader:lists",)


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("asked", ["lists", "lists-reader:lists", "Lists_Reader:lists"])
def test_a_reader_is_asked_for_by_name(tmp_path, asked):
    path = tmp_path / "july.md"
    path.write_text(TEXT)
    assert len(digestkit.load(path, asked).digests[0].papers) == 2


@pytest.mark.usefixtures("lists")
def test_standard_input_is_read_by_name():
    done = invoke("convert", "--from", "lists", "--to", "jsonl", input=TEXT)
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["Paper 2", "Paper 3"]


@pytest.mark.usefixtures("lists")
def test_standard_input_is_recognised():
    done = invoke("convert", "--to", "jsonl", "-v", input=TEXT)
    assert len(done.stdout.splitlines()) == 2
    assert "DK607 read as lists" in done.stderr


def test_an_unknown_reader_names_the_nearest(lists):
    done = invoke("convert", lists, "--from", "list", "--to", "jsonl")
    assert done.exit_code == 2
    assert "unknown input format 'list'; did you mean 'lists'? available: markdown, jsonl" in done.stderr
    assert "did you mean 'dailyarxiv'" in invoke("check", lists, "--from", "dailyarxif").stderr


def test_one_of_our_own_that_is_not_installed_says_how(tmp_path, monkeypatch):
    monkeypatch.setattr("digestkit.registry.discovery.find", tuple)
    done = invoke("check", tmp_path, "--from", "daily-ai-papers")
    assert done.exit_code == 2
    assert "'daily-ai-papers' is not installed: pip install paper-digestkit-daily-ai-papers" in done.stderr


@pytest.mark.usefixtures("lists")
def test_what_is_installed_is_listed_without_an_import():
    done = invoke("readers")
    assert "lists" in done.stdout
    [line] = [line for line in done.stdout.splitlines() if line.startswith("lists ")]
    assert line.split() == ["lists", ".lists", "Made", "for", "a", "test.", "lists-reader", "1.0"]
    assert "lists_reader" not in sys.modules


@pytest.mark.usefixtures("lists")
def test_one_is_shown_with_its_options():
    shown = invoke("readers", "lists").stdout
    assert shown.startswith("lists: A line a paper.\n")
    assert "  --from lists:title=…  text (default: Lists)\n      the title of each day\n" in shown


@pytest.mark.parametrize("name", ["markdown", "jsonl"])
def test_the_cores_readers_are_what_the_table_says(name):
    core, found = readers.CORE_READERS[name], readers.reader(name)
    assert (found.info.suffixes, found.info.summary) == (core.suffixes, core.summary)
    assert invoke("readers", name).stdout.startswith(f"{name}: {core.summary}\n")


def test_nobody_takes_the_name_of_a_core_reader_or_of_a_dialect(lay_out):
    for name in ("jsonl", "dailyarxiv"):
        source = LISTS.replace('"lists", s', f'"{name}", s')
        lay_out(f"thief-{name}", f"[digestkit.readers]\n{name} = thief_{name}:lists", source)
    assert readers.reader("jsonl").owner == "paper-digestkit"
    assert readers.reader("thief-jsonl:jsonl").owner == "thief-jsonl 1.0"
    found = {state.name: state for state in states() if state.owner.name.startswith("thief")}
    assert found["jsonl"].reason == "'jsonl' is a core reader; this one is --from thief-jsonl:jsonl"
    assert found["dailyarxiv"].state == "clash"
    assert "thief-dailyarxiv:dailyarxiv" in [one.name for one in readers.listed()]


# Dialects by name.


@pytest.mark.parametrize("name", ["wingedge-daily-papers", "daily-papers-ko"])
def test_a_dialect_is_a_format_too(tmp_path, name):
    text = KOREAN if name == "daily-papers-ko" else (
        "# 精选论文 - 2026-08-12\n\n## Vision\n\n### 1. **[A Study](https://arxiv.org/abs/2608.00001v1)**\n"
    )  # fmt: skip
    path = tmp_path / "day.md"
    path.write_text(text, encoding="utf-8")
    assert digestkit.load(path, name) == digestkit.load(path, dialect=name)
    assert digestkit.load(path, name).digests
    assert digestkit.load(path, name, dialect=name).digests
    done = invoke("convert", path, "--from", name, "--to", "jsonl")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 1)


def test_two_dialects_contradict_each_other(tmp_path):
    done = invoke(
        "convert", tmp_path, "--from", "dailyarxiv", "--dialect", "robotics-arxiv-daily", "-t", "rss"
    )
    assert done.exit_code == 2
    assert "'dailyarxiv' and 'robotics-arxiv-daily' are two dialects" in done.stderr


def test_a_dialect_has_no_options(tmp_path):
    with pytest.raises(UsageError, match="no options"):
        digestkit.load(tmp_path, "dailyarxiv:heading=x")


# Options.


def test_options_stand_behind_the_name(lists):
    done = invoke("convert", lists, "--from", "lists:title=Papers: of July", "--to", "jsonl")
    assert json.loads(done.stdout.splitlines()[0])["digest"] == "Papers: of July"


@pytest.mark.parametrize("given", ["lists:titel=x", "lists:title=x:title=y"])
def test_a_wrong_option_is_2_before_anything_is_read(lists, given):
    done = invoke("convert", lists.parent / "missing", "--from", given, "--to", "jsonl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "missing" not in done.stderr


def test_a_missing_file_of_an_option_is_reported_once(lists):
    other = lists.with_name("august.lists")
    other.write_text(TEXT)
    done = invoke("convert", lists, other, "--from", "lists:table=none.toml", "--to", "jsonl")
    assert done.stderr.count("DK507") == 1


def test_a_configuration_file_names_no_reader_of_a_plugin(lists, monkeypatch):
    monkeypatch.chdir(lists.parent)
    config = lists.with_name("digestkit.toml")
    config.write_text('from = "lists"\n')
    done = invoke("convert", lists, "--to", "jsonl")
    assert done.exit_code == 2
    assert "digestkit.toml:1: from: readers of plugins are named on the command line only" in done.stderr
    config.write_text('from = "dailyarxiv"\n')
    assert "digestkit.toml" not in invoke("convert", lists, "--to", "jsonl").stderr


# Content that tells.


def test_a_markdown_file_that_nobody_knows_goes_to_a_reader_that_does(lay_out, tmp_path):
    lay_out("lists-reader", POINTS, LISTS.replace('(".lists",)', '(".md",)'))
    path = tmp_path / "july.md"
    path.write_text(TEXT)
    document = digestkit.load(path)
    assert [len(digest.papers) for digest in document.digests] == [2]
    assert [found.text() for found in document.diagnostics] == [f"{path}: DK607 read as lists"]
    assert [len(digest.papers) for digest in digestkit.iter_digests(path)] == [2]
    path.write_text("LISTS\nnothing at all\n")
    assert digestkit.load(path).digests == ()
    path.write_text(TEXT)
    with pytest.raises(InputError, match="in no known dialect"):
        list(digestkit.iter_digests(path, format="markdown"))


def test_a_digest_in_korean_asks_no_reader(lay_out, tmp_path):
    source = LISTS.replace('(".lists",)', '(".md",)').replace("lambda beginning", "lambda beginning: 1.0 or")
    lay_out("lists-reader", POINTS, source.replace("1.0 or:", "1.0 or"))
    path = tmp_path / "day.md"
    path.write_text(KOREAN)
    assert digestkit.load(path).digests[0].papers[0].title == "Graphs"
    assert "lists_reader" not in sys.modules


def two_readers(lay_out, first, second):
    for name, score in (("one", first), ("two", second)):
        source = LISTS.replace("lists", name).replace('float(beginning.startswith("LISTS"))', score)
        points = POINTS.replace("lists_reader:lists", f"{name}_reader:{name}")
        points = points.replace("lists =", f"{name} =", 1)
        lay_out(f"{name}-reader", points, source.replace(f'(".{name}",)', '(".lists",)'))


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("0.9", "0.6", "one"),
        ("0.1", "0.8", "two"),
        ("0.9", "1 / 0", "one"),
        ("__import__('sys').exit()", "0.9", "two"),
        ("float('nan')", "0.9", "two"),
        ("0.9", "0.85", "recognise it equally well"),
        ("0.2", "0.1", "none recognises this one"),
        ("float('nan')", "-5", "none recognises this one"),
    ],
)
def test_of_two_readers_of_a_suffix_the_surer_one_reads(lay_out, tmp_path, first, second, outcome):
    two_readers(lay_out, first, second)
    path = tmp_path / "july.lists"
    path.write_text(TEXT)
    done = invoke("convert", path, "--to", "jsonl")
    if outcome in ("one", "two"):
        assert [json.loads(line)["digest"] for line in done.stdout.splitlines()] == ["Lists", "Lists"]
        with_one = invoke("convert", path, "--from", outcome, "--to", "jsonl")
        assert done.stdout == with_one.stdout
        assert f"{outcome}_reader" in sys.modules
    else:
        assert done.exit_code == 1
        assert outcome in done.stderr
        assert "--from" in done.stderr


# Folders.


def test_a_folder_is_searched_for_the_suffixes_of_the_named_reader(lists):
    done = invoke("convert", lists.parent, "--from", "lists", "--to", "jsonl")
    assert len(done.stdout.splitlines()) == 2
    assert json.loads(done.stdout.splitlines()[0])["source"] == {"path": "july.lists", "line": 2}


@pytest.mark.parametrize(
    ("choose", "papers", "told"),
    [
        ("lambda names: [name for name in names if 'july' in name]", 2, "DK609 1 of 2 files"),
        ("lambda names: names", 4, ""),
        ("lambda names: 1 / 0", 0, "DK601 reader 'lists' cannot choose files: ZeroDivisionError"),
        ("lambda names: exit()", 0, "cannot choose files: SystemExit"),
        ("lambda names: ['other']", 0, "reader 'lists' chooses 'other', which is not there"),
        ("lambda names: 5", 0, "cannot choose files: TypeError"),
        ("lambda names: names[0]", 2, "DK609"),
    ],
)
def test_a_reader_may_choose_among_the_files_of_a_folder(lay_out, tmp_path, choose, papers, told):
    lay_out("lists-reader", POINTS, LISTS.replace("        detect=", f"        choose={choose}, detect="))
    folder = tmp_path / "digests"
    folder.mkdir()
    for name in ("july.lists", "august.lists"):
        (folder / name).write_text(TEXT)
    done = invoke("convert", folder, "--from", "lists", "--to", "jsonl", "-v")
    assert len(done.stdout.splitlines()) == papers
    assert told in done.stderr
    assert done.exit_code == (0 if papers else 1)


# What one may do wrong.

FAULTS = {
    "raise ValueError('half way')": "failed: ValueError: half way",
    "raise SystemExit(0)": "failed: SystemExit: 0",
    "import sys; sys.exit('bye')": "failed: SystemExit: bye",
    "raise GeneratorExit": "failed: GeneratorExit",
    "class Odd(BaseException): pass\n        raise Odd": "failed: Odd",
    "return 'text'": "must yield digests, but returned str",
    "return 5": "must yield digests, but returned int",
    "return ['text']": "must yield digests, but yields str",
    "return [None]": "must yield digests, but yields NoneType",
    "return (digestkit.Digest(None, 'x') for _ in iter(int, 1))": "yields more digests than",
    "return digestkit.Paper('', '')": "failed: ModelError",
    "def again(): again()\n        again()": "failed: RecursionError",
    "raise digestkit.InputError('no list')": "july.lists: DK601 no list",
}


@pytest.mark.parametrize(("fault", "told"), FAULTS.items())
def test_a_fault_is_told_of_its_input_and_the_rest_is_written(lay_out, tmp_path, fault, told):
    body = LISTS[: LISTS.index("        found = []")]
    lay_out("lists-reader", POINTS, f"{body}        {fault}\n")
    for name, text in (("july.lists", TEXT), ("day.md", KOREAN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = invoke("convert", tmp_path / "july.lists", tmp_path / "day.md", "--to", "jsonl")
    assert done.exit_code == 1
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["Graphs"]
    assert told in done.stderr
    assert "july.lists: DK601" in done.stderr
    assert "Traceback" not in done.stderr
    if "no list" not in told:
        assert "reader 'lists' of lists-reader 1.0" in done.stderr


def test_usage_and_interrupts_pass():
    context = ReadContext(Origin("x"))
    for error in (UsageError("not both"), KeyboardInterrupt(), MemoryError()):

        def read(_text, _context, error=error):
            raise error

        with pytest.raises(type(error)):
            run.digests(made(read), "", context)


def test_a_reader_that_yields_nothing_is_an_input_without_digests(lists):
    lists.write_text("nothing")
    done = invoke("convert", lists, "--to", "jsonl")
    assert done.exit_code == 1
    assert f"{lists}: DK602 no digest in it, read as lists" in done.stderr


def test_an_input_on_which_a_reader_fails_is_left_out_as_a_whole():
    def read(_text, _context):
        yield samples.digest(samples.paper())
        raise ValueError

    with pytest.raises(InputError, match=r"reader 'made' of digestkit-made 1\.0 failed: ValueError"):
        run.digests(made(read), "", ReadContext(Origin("x")))


def test_one_that_streams_is_read_as_it_comes():
    seen = []

    def read(pieces, _context):
        for piece in pieces:
            seen.append(piece)
            yield samples.digest(samples.paper(), title=piece)

    found = run.digests(made(read, streams=True), iter(["a", "b"]), ReadContext(Origin("x", "y")))
    first = next(found)
    assert (first.title, first.source, seen) == ("a", "y", ["a"])


def test_what_a_reader_prints_stays_out_of_the_output(lay_out, tmp_path):
    lay_out("lists-reader", POINTS, LISTS.replace("found = []", "found = []; print('loud')"))
    path = tmp_path / "july.lists"
    path.write_text(TEXT)
    done = invoke("check", path, "--format", "json")
    assert "loud" not in done.stdout
    assert "loud" in done.stderr
    assert "loud" not in invoke("convert", path, "--to", "jsonl").stdout


def test_digests_without_places_are_named_after_their_input():
    def read(_text, _context):
        yield Digest(None, "x", [Paper("t", "u", summary=[digestkit.Item(None, "a")])])

    [digest] = run.digests(made(read), "", ReadContext(Origin("a/b.made", "b.made")))
    [paper] = digest.papers
    assert {node.layout.name for node in (digest, paper, paper.summary[0])} == {"a/b.made"}
    assert (digest.position, digest.source) == (None, "b.made")


def test_reports_have_the_place_and_count(lists):
    lists.write_text(f"{TEXT}?\n")
    done = invoke("check", lists)
    assert f"{lists}:4: DK131 error: a line that says nothing" in done.stdout
    assert invoke("convert", lists, "--to", "jsonl", "--strict").exit_code == 4


def test_lints_of_the_core_name_the_line_in_a_strangers_file(lists):
    lists.write_text("https://blog.example/a\n")
    assert f"{lists}:1:1: DK203" in invoke("check", lists).stdout


BROKEN = {
    "lists_reader": "must name an object, as module:object",
    "lists_reader:nothing": "AttributeError",
    "lists_reader:Options": "Options is no reader",
    "lists_reader:other": "its name is 'other', but that of its entry point is 'lists'",
    "lists_reader:newer": "it needs a newer digestkit",
    "lists_reader:bare": "suffixes must name one suffix at least",
    "lists_reader:dotless": "suffixes must be like '.txt', not 'txt'",
    "lists_reader:typed": "media_types must be like",
    "lists_reader:alone": "it must take (content, context)",
    "lists_reader:sure": "detect must be a function",
    "lists_reader:silent": "summary must be one line",
}
MORE = """
    def variant(name="lists", read=lambda content, context: [], **given):
        return digestkit.reader(name, **({"suffixes": (".x",), "summary": "S."} | given))(read)

    other, newer, bare = variant("other"), variant(api_version=2), variant(suffixes=())
    dotless, typed = variant(suffixes=("txt",)), variant(media_types=("x",))
    alone, sure, silent = variant(read=lambda x: []), variant(detect=1.0), variant(summary="")
"""


@pytest.mark.parametrize(("value", "reason"), BROKEN.items())
def test_a_broken_reader_is_quarantined_with_its_reason(lay_out, tmp_path, value, reason):
    lay_out("lists-reader", f"[digestkit.readers]\nlists = {value}", LISTS + MORE)
    with pytest.raises(PluginError, match=r"reader 'lists' of lists-reader 1\.0 is broken: ") as caught:
        readers.reader("lists")
    assert reason in str(caught.value)
    [state] = [state for state in states() if state.owner.name == "lists-reader"]
    assert (state.kind, state.state) == ("reader", "broken")
    assert invoke("convert", tmp_path, "--from", "lists", "--to", "rss").exit_code == 3


@pytest.mark.usefixtures("lists")
def test_the_environment_switches_readers_off(monkeypatch):
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "")
    assert readers.for_suffix("x.lists") == ("markdown",)
    with pytest.raises(UnknownFormatError, match="switched off by DIGESTKIT_PLUGINS="):
        readers.reader("lists")
    assert "lists" not in [one.name for one in readers.listed()]


def test_binary_readers_get_bytes(lay_out, tmp_path):
    source = LISTS.replace('summary="A line', 'binary=True, summary="A line').replace(
        "text.splitlines()", 'text.decode("utf-16").splitlines()'
    )
    lay_out("lists-reader", POINTS, source)
    path = tmp_path / "july.lists"
    path.write_bytes(TEXT.encode("utf-16"))
    assert len(digestkit.load(path).digests[0].papers) == 2
    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match="UnicodeDecodeError"):
        digestkit.load(path)


def test_a_binary_reader_is_not_asked_about_text(lay_out, tmp_path):
    lay_out("lists-reader", POINTS, LISTS.replace('(".lists",)', '(".md",), binary=True'))
    path = tmp_path / "july.md"
    path.write_text(TEXT)
    with pytest.raises(InputError, match="in no known dialect"):
        list(digestkit.iter_digests(path))


def test_codes_of_reading_are_errors_warnings_and_notes():
    noticed = []
    context = ReadContext(Origin("x"), sink=noticed.append)
    context.report("one")
    context.report("two", 3, 4, Code.READ_ERROR)
    context.report("three", code=Code.READ_NOTE)
    assert [one.text() for one in noticed] == ["x: DK132 one", "x:3:4: DK131 two", "x: DK133 three"]


# JSON Lines of others, and suffixes that several readers of one package share.

SHARED_POINTS = """
    [digestkit.readers]
    one-list = shared_lists:one
    two-list = shared_lists:two
    three-list = shared_other:three
    [digestkit.suffixes]
    shared = shared_lists
    jsonl = shared_lists:one
"""

SHARED = """
    import digestkit
    from digestkit import reading

    def reader(name, mark):
        @digestkit.reader(
            name,
            suffixes=[".shared", ".jsonl"],
            summary="S.", detect=lambda text: float(text.startswith(mark)),
        )
        def read(text, context):
            return [reading.digest(context, day=None, title=name, papers=[])]
        return read

    one = reader("one-list", '{"one"')
    two = reader("two-list", '{"two"')
"""


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("x.shared", '{"one": 1}', "one-list"),
        ("x.shared", '{"two": 1}', "two-list"),
        ("x.jsonl", '{"one": 1}', "one-list"),
        ("x.JSONL", '{"two": 1}', "two-list"),
    ],
)
def test_readers_of_one_module_share_a_suffix(lay_out, tmp_path, name, text, title):
    lay_out("shared-lists", SHARED_POINTS, SHARED)
    (tmp_path / name).write_text(text)
    document = digestkit.load(tmp_path / name)
    assert [digest.title for digest in document.digests] == [title]
    told = [one.message for one in document.diagnostics]
    assert told == ([f"read as {title}"] if name.lower().endswith(".jsonl") else [])


@pytest.mark.parametrize(
    "text", ['{"schema": "digestkit/2"}', ' \n{ "schema"', '{"three": 1}', "", "\ufeff\n"]
)
def test_json_lines_that_nobody_knows_better_are_the_cores(lay_out, tmp_path, text):
    lay_out("shared-lists", SHARED_POINTS, SHARED)
    (tmp_path / "x.jsonl").write_text(text, encoding="utf-8")
    codes = {one.code.id[:3] for one in digestkit.load(tmp_path / "x.jsonl").diagnostics}
    assert codes <= {"DK3"}
    assert "shared_lists" not in sys.modules or "schema" not in text


def test_a_reader_may_choose_by_its_options(lay_out, tmp_path):
    source = SHARED.replace('"S.", detect', '"S.", options=Options, choose=choose, detect').replace(
        "    def reader(name, mark):",
        "    import attrs\n\n    @attrs.frozen\n    class Options:\n        only: str = 'a.'\n\n"
        "    def choose(paths, options):\n"
        "        return [path for path in paths if options.only in path]\n\n    def reader(name, mark):",
    )
    lay_out("shared-lists", SHARED_POINTS, source)
    for name in ("a.shared", "b.shared"):
        (tmp_path / name).write_text('{"one": 1}')
    for given, found in (
        ("", ["a.shared"]),
        (":only=b", ["b.shared"]),
        (":only=shared", ["a.shared", "b.shared"]),
    ):
        digests = digestkit.iter_digests(tmp_path, format=f"one-list{given}")
        assert [digest.source for digest in digests] == found
