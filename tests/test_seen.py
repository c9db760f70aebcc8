"""What earlier runs wrote is left out: the file that remembers it, and when it takes its place."""

import datetime
import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import digestkit
from digestkit import CheckError, Code, Digest, InputError, OutputError, PluginError, UsageError, cli
from digestkit.files import claims, seen, sinks

HEAD = "# digestkit: papers seen, version 1\n"
ONE = "arxiv:2407.00001\n"


def digest(day, *numbers, votes=0):
    papers = "".join(
        f"### [t{n}](https://arxiv.org/abs/2407.{n:05})\n\nVote: {votes + n}\n\n" for n in numbers
    )
    return f"## Daily Papers (2024-07-{day:02})\n\n{papers}"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("1.md").write_text(digest(1, 1, 2))
    Path("2.md").write_text(digest(2, 2, 3, 4))
    return tmp_path


def convert(*paths, to="jsonl", output="out.jsonl", **given):
    return digestkit.convert(paths, to, output, **{"seen": "seen.txt", **given})


def run(*arguments, stdin=None):
    return CliRunner().invoke(cli.main, ["convert", *map(str, arguments)], input=stdin)


def ids(name="out.jsonl"):
    digests = digestkit.load(name).digests
    return [int(paper.arxiv_id[-1]) for digest in digests for paper in digest.papers]


def remembered(name="seen.txt"):
    head, *lines = Path(name).read_text("utf-8").splitlines()
    assert f"{head}\n" == HEAD
    assert lines == sorted(set(lines))
    return [int(line[-1]) for line in lines]


def left():
    """What lies here, hidden files too."""
    return sorted(path.name for path in Path().iterdir())


# --- from run to run ---------------------------------------------------------------------------------------


def test_a_run_leaves_out_what_those_before_it_wrote():
    first = convert("1.md")
    assert (ids(), remembered()) == ([1, 2], [1, 2])
    second = convert("1.md", "2.md")
    assert (ids(), remembered()) == ([3, 4], [1, 2, 3, 4])
    assert [note.text() for result in (first, second) for note in result.diagnostics] == [
        "seen.txt: DK608 it is new; 2 papers remembered",
        "seen.txt: DK608 2 papers left out that earlier runs had; 2 papers remembered",
    ]
    assert left() == ["1.md", "2.md", "out.jsonl", "seen.txt"]


def test_the_best_are_the_best_of_the_new_ones():
    convert("2.md", top=1)
    assert (ids(), remembered()) == ([4], [4])
    convert("2.md", top=1)
    assert (ids(), remembered()) == ([3], [3, 4])


@pytest.mark.parametrize("filters", [{"min_votes": 3}, {"match": "t[34]"}, {"since": "2024-07-02", "top": 2}])
def test_what_was_not_shown_is_not_remembered(filters):
    convert("1.md", "2.md", **filters)
    assert remembered() == [3, 4]


def test_what_a_filter_leaves_out_is_not_counted():
    convert("1.md")
    last = convert("1.md", "2.md", match="t[23]").diagnostics[-1]
    assert "1 paper left out that earlier runs had; 1 paper remembered" in last.message


def test_a_paper_that_one_run_meets_twice_is_new_twice():
    convert("1.md", "2.md")
    assert ids() == [1, 2, 2, 3, 4]
    assert run("1.md", "2.md", "--to", "jsonl", "--seen", "other.txt", "--dedupe").stdout.count("\n") == 4


def test_newest_days_are_those_of_the_input():
    convert("2.md")
    result = convert("1.md", "2.md", latest=1)
    assert (ids(), result.written[0].papers) == ([], 0)
    assert [note.code for note in result.diagnostics] == [Code.NOTHING_LEFT, Code.REMEMBERED]


@pytest.mark.parametrize("more", [{}, {"split": "day"}])
def test_a_folder_of_outputs(more):
    convert("1.md", output="out/", **more)
    convert("1.md", "2.md", output="out/", **more)
    name = "2024-07-0{}" if more else "{}"
    assert ids(f"out/{name.format(1)}.jsonl") == [1, 2], "an input of which nothing is left has no output"
    assert ids(f"out/{name.format(2)}.jsonl") == [3, 4]
    assert remembered() == [1, 2, 3, 4]


def test_merged_papers_are_remembered_as_one():
    Path("other.md").write_text(
        "## Daily Papers (2024-07-03)\n\n### [x](https://doi.org/10.48550/arXiv.2407.00001v2)\n"
    )
    convert("1.md", "other.md", merge=True)
    assert remembered() == [1, 2]


def test_exporters_that_add_to_a_file():
    for day in ("1.md", "2.md"):
        convert(day, to="bibtex", output="refs.bib", append="refs.bib")
        convert(day, to="rss", output="feed.xml", previous="feed.xml", seen="feed.txt")
    assert Path("refs.bib").read_text().count("@misc") == 4
    assert Path("feed.xml").read_text().count("<item>") == 4
    assert left() == ["1.md", "2.md", "feed.txt", "feed.xml", "refs.bib", "seen.txt"]


def test_papers_from_elsewhere():
    text = "## Daily Papers (2024-07-03)\n\n### [x](https://example.org/x)\n"
    Path("x.md").write_text(text)
    convert("x.md")
    (known,) = (paper.id for paper in digestkit.parse(text).digests[0].papers)
    assert Path("seen.txt").read_text() == f"{HEAD}{known}\n"
    convert("x.md", "1.md")
    assert ids() == [1, 2]


NUMBERS = st.lists(st.integers(0, 9), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NUMBERS, NUMBERS)
def test_two_runs_write_what_one_would(before, after):
    Path("a.md").write_text(digest(1, *before))
    Path("b.md").write_text(digest(2, *after))
    for name in ("seen.txt", "second.jsonl"):
        Path(name).unlink(missing_ok=True)
    convert("a.md", dedupe=True)
    convert("a.md", "b.md", dedupe=True, output="second.jsonl")
    both = ids() + ids("second.jsonl")
    assert both == list(dict.fromkeys(before + after))
    assert remembered() == sorted(both)
    text = Path("seen.txt").read_text()
    convert("a.md", "b.md", output="third.jsonl")
    assert (ids("third.jsonl"), Path("seen.txt").read_text()) == ([], text)


# --- it takes its place with the output --------------------------------------------------------------------


def fails(error, **given):
    convert("1.md")
    before = {name: Path(name).read_bytes() for name in left()}
    with pytest.raises(error):
        convert("1.md", "2.md", **given)
    assert {name: Path(name).read_bytes() for name in left()} == before


@digestkit.exporter("broken", suffix=".txt", media_type="text/plain", summary="Breaks.", streams=True)
def broken(digests, _context):
    for _ in digests:
        yield "x"
    raise RuntimeError("on purpose")


@digestkit.exporter("stopped", suffix=".txt", media_type="text/plain", summary="Stops.", streams=True)
def stopped(digests, _context):
    for _ in digests:
        yield "x"
    raise KeyboardInterrupt


def test_where_the_output_fails_it_stays():
    fails(PluginError, to=broken)
    fails(KeyboardInterrupt, to=stopped)
    Path("forbidden.md").write_text(digest(5, 5).replace("t5", "t\x00"))
    with pytest.raises(CheckError):
        convert("forbidden.md", to="bibtex", output="x.bib", fail_on_loss=True)
    with pytest.raises(CheckError):
        convert("1.md", fail_empty=True)
    assert remembered() == [1, 2]


@pytest.mark.parametrize("output", ["out.jsonl", "-"])
def test_where_it_cannot_be_written_the_output_stays(monkeypatch, output):
    convert("1.md")
    write = sinks.Files.write

    def full(self, path, *given, **more):
        if path.name == "seen.txt":
            raise OutputError(os.strerror(errno.ENOSPC))
        return write(self, path, *given, **more)

    monkeypatch.setattr(sinks.Files, "write", full)
    with pytest.raises(OutputError):
        convert("2.md", output=output if output != "-" else io.BytesIO())
    assert (ids(), remembered()) == ([1, 2], [1, 2])


class Reader(io.BytesIO):
    """A reader that has seen enough, or cannot be reached."""

    def flush(self):
        raise BrokenPipeError


def test_a_stream_must_take_everything_first():
    with pytest.raises(BrokenPipeError):
        convert("1.md", output=Reader())
    assert not Path("seen.txt").exists()
    stream = io.BytesIO()
    convert("1.md", output=stream)
    assert (stream.getvalue().count(b"\n"), remembered()) == (2, [1, 2])
    assert run("2.md", "--to", "jsonl", "--seen", "seen.txt").stdout.count("\n") == 2
    assert remembered() == [1, 2, 3, 4]


def test_where_nothing_is_read_it_stays():
    Path("404.md").write_text("<html>")
    result = run("404.md", "-o", "out.jsonl", "--seen", "seen.txt")
    assert (result.exit_code, left()) == (1, ["1.md", "2.md", "404.md"])
    assert "DK608" not in result.stderr


def test_papers_of_inputs_that_failed_are_not_remembered():
    Path("latin.md").write_bytes(digest(3, 3).encode() + b"\xe9")
    assert run("1.md", "latin.md", "-o", "out.jsonl", "--seen", "seen.txt").exit_code == 1
    assert (ids(), remembered()) == ([1, 2], [1, 2])


def test_the_file_is_not_touched_where_there_is_nothing_new():
    convert("1.md")
    before = Path("seen.txt").stat()
    convert("1.md")
    after = Path("seen.txt").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_no_clobber_is_about_outputs():
    convert("1.md")
    convert("2.md", output="other.jsonl", clobber=False)
    assert remembered() == [1, 2, 3, 4]


def test_a_run_that_was_killed_is_cleaned_up_after_before_it_is_read():
    """Killed when both took their places but nothing says so: the old ones come back, and are read."""
    Path("state").mkdir()
    convert("1.md", seen="state/seen.txt")
    script = f"""
import os, signal, sys
sys.path[:0] = {sys.path!r}
import digestkit
replace, count = os.replace, 0
def fatal(*names, **more):
    global count
    replace(*names, **more)
    count += 1
    if count == 2:
        os.kill(os.getpid(), signal.SIGKILL)
os.replace = fatal
digestkit.convert("2.md", "jsonl", "out.jsonl", seen="state/seen.txt")
"""
    done = subprocess.run([sys.executable, "-c", script], timeout=300, check=False)
    assert done.returncode < 0
    assert remembered("state/seen.txt") == [1, 2, 3, 4], "it took its place, but the journal is not done"
    result = convert("2.md", seen="state/seen.txt")
    assert [note.code for note in result.diagnostics] == [Code.CLEANED_UP, Code.REMEMBERED]
    assert (ids(), remembered("state/seen.txt")) == ([3, 4], [1, 2, 3, 4])
    assert [path.name for path in Path("state").iterdir()] == ["seen.txt"]


def test_one_run_at_a_time():
    with claims.claim(Path("seen.txt").resolve()), pytest.raises(OutputError, match="another run"):
        convert("1.md")
    assert left() == ["1.md", "2.md"]


def test_what_an_editor_saves_meanwhile_stays():
    convert("1.md")

    @digestkit.exporter("slow", suffix=".txt", media_type="text/plain", summary="Slow.", streams=True)
    def slow(digests, _context):
        Path("seen.txt").write_text(f"{HEAD}{ONE}url:0123456789abcdef\n")
        yield from (f"{len(each.papers)}" for each in digests)

    with pytest.raises(OutputError, match="changed after it was read"):
        convert("2.md", to=slow, output="slow.txt")
    assert not Path("slow.txt").exists()
    assert "url:" in Path("seen.txt").read_text()


# --- the file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        f"{HEAD}{ONE}".replace("\n", "\r\n").encode(),
        f"\ufeff{HEAD}{ONE}".encode(),
        f"{HEAD}\n\n  {ONE}\n{ONE}".encode(),
        f"{HEAD}{ONE}".strip().encode(),
    ],
    ids=["CR LF", "BOM", "blanks", "no end"],
)
def test_what_editors_do_to_it(data):
    Path("seen.txt").write_bytes(data)
    convert("1.md", "2.md")
    assert ids() == [2, 2, 3, 4]
    assert Path("seen.txt").read_bytes() == (HEAD + "".join(f"arxiv:2407.0000{n}\n" for n in "1234")).encode()


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file_is_a_new_one(data):
    Path("seen.txt").write_bytes(data)
    assert "it is new; 2 papers" in convert("1.md").diagnostics[-1].message
    assert remembered() == [1, 2]


WRONG = {
    "a digest": (digest(1, 1), "is not a file of papers seen, so it is left as it is"),
    "a blank line": (f"\n{HEAD}", "is not a file of papers seen"),
    "another version": (HEAD.replace("1", "2"), "is of version 2, and this digestkit writes version 1"),
    "no version": (HEAD.replace("1", "x"), "is not a file of papers seen"),
    "a long line": ("x" * 10_000_000, "is not a file of papers seen"),
    "no text": ("\udcff\udcfe\x00", "is not a file of papers seen"),
    "a word": (f"{HEAD}{ONE}# mine\n{ONE}", "seen.txt:3: is not the id of a paper"),
    "two ids": (f"{HEAD}{ONE.strip()} {ONE}", "seen.txt:2: is not the id of a paper"),
    "no UTF-8": (f"{HEAD}{ONE}arxiv:\udcff\n", "seen.txt:3: is not the id of a paper"),
    "a conflict": (
        f"{HEAD}{ONE}<<<<<<< HEAD\n{ONE}=======\n{ONE}>>>>>>> b\n",
        "seen.txt:3: a merge that was not finished: keep the ids of both sides",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_such_file_is_never_overwritten(name):
    text, message = WRONG[name]
    data = text.encode("utf-8", "surrogateescape")
    Path("seen.txt").write_bytes(data)
    result = run("1.md", "-o", "out.jsonl", "--seen", "seen.txt")
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert Path("seen.txt").read_bytes() == data
    assert left() == ["1.md", "2.md", "seen.txt"]


@pytest.mark.parametrize("place", ["folder", "pipe", "/dev/null", "", "-"])
def test_what_cannot_be_such_a_file(place):
    Path("folder").mkdir()
    os.mkfifo("pipe")
    with pytest.raises(UsageError, match=r"not a regular file|papers are remembered in a file"):
        convert("1.md", seen=place)
    assert left() == ["1.md", "2.md", "folder", "pipe"]


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("no/seen.txt", OutputError),
        ("1.md/seen.txt", InputError),
        ("a\0b", InputError),
        ("loop", (InputError, UsageError)),
    ],
)
def test_where_no_file_can_be(place, error):
    Path("loop").symlink_to("loop")
    with pytest.raises(error):
        convert("1.md", seen=place)
    assert left() == ["1.md", "2.md", "loop"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do everything")
def test_a_folder_that_may_not_be_written_to():
    Path("shut").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        convert("1.md", seen="shut/seen.txt")
    assert not Path("out.jsonl").exists()


def test_a_folder_that_cannot_be_written_to(monkeypatch):
    """As above, whoever runs it."""
    create = os.open

    def refuse(path, *given, **more):
        if str(path).endswith(".lock"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return create(path, *given, **more)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match=r"seen\.txt: cannot be written: Read-only"):
        convert("1.md")
    assert left() == ["1.md", "2.md"]


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_one(exists):
    Path("elsewhere").mkdir()
    Path("seen.txt").symlink_to("elsewhere/seen.txt")
    if exists:
        Path("elsewhere/seen.txt").write_text(f"{HEAD}{ONE}")
    convert("1.md")
    assert Path("seen.txt").is_symlink()
    assert remembered("elsewhere/seen.txt") == [1, 2]
    assert [path.name for path in Path("elsewhere").iterdir()] == ["seen.txt"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["seen.txt", "-o", "out.jsonl"],
        ["link.txt", "-o", "out.jsonl"],
        ["1.md", "--to", "jsonl", "-o", "seen.txt"],
        ["1.md", "--to", "jsonl", "-o", "link.txt"],
        ["1.md", "--to", "bibtex", "-O", "append=seen.txt", "-o", "refs.bib"],
    ],
)
@pytest.mark.parametrize("exists", [True, False])
def test_it_is_neither_an_input_nor_an_output(arguments, exists):
    Path("link.txt").symlink_to("seen.txt")
    if exists:
        Path("seen.txt").write_text(f"{HEAD}{ONE}")
    if not exists and arguments[0] != "1.md":
        return
    before = left()
    result = run(*arguments, "--seen", "seen.txt")
    assert result.exit_code == 2
    assert "seen.txt" in result.stderr or "papers seen" in result.stderr
    assert left() == before
    assert not exists or Path("seen.txt").read_text() == f"{HEAD}{ONE}"


def test_standard_output_into_it_is_refused():
    with Path("seen.txt").open("wb") as stream, pytest.raises(UsageError, match="is the file of papers seen"):
        convert("1.md", output=stream)
    assert Path("seen.txt").read_bytes() == b""


def test_an_output_in_a_folder_may_not_be_it():
    @digestkit.exporter("text", suffix=".txt", media_type="text/plain", summary="Text.", streams=True)
    def text(digests, _context):
        yield from (each.title for each in digests)

    Path("out").mkdir()
    with pytest.raises(UsageError, match="is the file of papers seen"):
        convert("1.md", to=text, output="out/", seen="out/1.txt")
    convert("1.md", to=text, output="out/", seen="out/seen.txt")
    assert sorted(path.name for path in Path("out").iterdir()) == ["1.txt", "seen.txt"]


def test_in_a_folder_of_inputs_it_is_none_of_them():
    Path("in").mkdir()
    Path("1.md").rename("in/1.md")
    for _ in range(2):
        result = convert("in", seen="in/seen.txt")
        assert result.failed == ()
    assert remembered("in/seen.txt") == [1, 2]


def test_a_large_file_takes_little_time():
    lines = "".join(f"arxiv:{n // 100_000:04}.{n % 100_000:05}\n" for n in range(500_000))
    Path("seen.txt").write_text(HEAD + lines)
    convert("1.md")
    assert Path("seen.txt").stat().st_size > 8_000_000
    assert len(Path("seen.txt").read_text().splitlines()) == 500_003


def test_quiet_and_by_default():
    assert "DK608 it is new; 2 papers remembered" in run("1.md", "-o", "a.jsonl", "--seen", "seen.txt").stderr
    assert run("2.md", "-o", "a.jsonl", "--seen", "seen.txt", "-q").stderr == ""


def test_ids_of_every_kind_are_read_back():
    urls = ["hep-th/9901001", "math.GT/0309136", "2407.01906v3", "cond-mat/0703470"]
    papers = [digestkit.Paper("x", f"https://arxiv.org/abs/{url}") for url in urls]
    papers.append(digestkit.Paper("x", "https://example.org/논문"))
    assert all(seen._ID.fullmatch(paper.id) for paper in papers)
    Path("in.md").write_text(digestkit.write([Digest(None, "x (2024-02-30)", papers)]), "utf-8")
    convert("in.md")
    assert convert("in.md").written[0].papers == 0


def written(result):
    return sum(output.papers for output in result.written)


KNOWN = {
    "press": digestkit.Paper("Printed", "https://press.example/1", doi="10.48550/ARXIV.2407.00007"),
    "arxiv": digestkit.Paper("Printed", "https://arxiv.org/abs/2407.00007v2"),
}


def listed(*names):
    day = datetime.date(2024, 7, 1)
    Path("listed.jsonl").write_text(
        digestkit.dumps([Digest(day, "", [KNOWN[name] for name in names])], "jsonl")
    )
    return "listed.jsonl"


@pytest.mark.parametrize("output", ["out.jsonl", "out/"])
@pytest.mark.parametrize("later", ["press", "arxiv"])
def test_a_joined_paper_is_known_by_all_its_ids(output, later):
    first = convert(listed("press", "arxiv"), output=output, merge=True)
    assert written(first) == 1
    assert sorted(Path("seen.txt").read_text().splitlines()[1:]) == ["arxiv:2407.00007", KNOWN["press"].id]
    assert written(convert(listed(later), output=output)) == 0


@pytest.mark.parametrize("earlier", ["press", "arxiv"])
def test_a_paper_is_left_out_under_another_id_once_it_is_joined(earlier):
    convert(listed(earlier))
    result = convert(listed("press", "arxiv"), merge=True)
    assert written(result) == 0
    assert len(Path("seen.txt").read_text().splitlines()) == 3
    assert not any(written(convert(listed(name))) for name in KNOWN)


@pytest.mark.parametrize("line", ["arxiv:2407.019", "arxiv:math.GT/030913", "arxiv:", "url:0123456789abcde"])
def test_an_id_that_is_cut_off_is_told(line):
    Path("seen.txt").write_text(HEAD + ONE + line)
    with pytest.raises(UsageError, match=r"seen\.txt:3: is not the id of a paper"):
        convert("1.md")
    assert Path("seen.txt").read_text() == HEAD + ONE + line
