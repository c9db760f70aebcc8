"""A format of several files: its record, its stream, the names of its files; a folder of them, or a zip."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import File, PluginError, UsageError, cli, registry
from digestkit.export import filenames, tree
from digestkit.files import sinks, zipped
from digestkit.testing import ExporterConformance, samples


def several(export, **changes):
    """An exporter of several files."""
    about = {"suffix": ".zip", "media_type": "application/zip", "summary": "Files.", "several": True}
    return digestkit.exporter("files", **{**about, "api_version": 2, **changes})(export)


def of(*parts):
    """An exporter that yields these parts, whatever the digests."""
    return several(lambda digests, _context: [*parts, *(x for x in digests if not x)])


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".digestkit")
    }


def zip_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# --- the record ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"api_version": 1}, "several=True needs api_version=2"),
        ({"several": 1}, "several must be True, False or a function"),
        ({"binary": True}, "several=True goes without binary"),
        ({"suffix": ".site"}, "must be '.zip'"),
        ({"media_type": "text/html"}, "must be '.zip' and 'application/zip'"),
    ],
)
def test_the_record_is_checked(changes, reason):
    with pytest.raises(UsageError, match=reason):
        registry.exporter(several(lambda _digests, _context: (), **changes))


def test_an_exporter_of_version_2_may_still_be_one_file():
    one = digestkit.exporter("one", suffix=".txt", media_type="text/plain", summary="x", api_version=2)(
        lambda digests, _context: [digest.title for digest in digests]
    )
    assert digestkit.dumps(samples.digest(), one) == "Daily Papers"
    mixed = attrs.evolve(one, export=lambda _digests, _context: [File("a", "text/plain")])
    with pytest.raises(PluginError, match="declares str and yields File"):
        digestkit.dumps([], mixed)


# --- the stream ------------------------------------------------------------------------------------------

NOTE = File("note.md", "text/markdown", keep="outside")


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (["text"], "a chunk comes before the first File"),
        ([b"bytes"], "a chunk comes before the first File"),
        ([File("a", "text/plain"), 3], "a chunk is a File, str or bytes, not int"),
        ([File("a", "text/plain"), "x", File("a", "text/plain")], "'a' twice"),
        ([NOTE, "no marks"], "must have the lines"),
        ([NOTE, NOTE.begin, NOTE.begin, NOTE.end], "must have the lines"),
        ([NOTE, NOTE.end, NOTE.begin], "must have the lines"),
        ([NOTE, "x", NOTE.begin, NOTE.end], "must have the lines"),
        ([NOTE, b"bytes"], "its chunks must be str"),
        ([NOTE, NOTE.begin, NOTE.end, File("b", "text/plain"), NOTE], "'note.md' twice"),
    ],
)
def test_a_stream_that_is_none_is_the_exporters_fault(parts, reason, tmp_path, day):
    with pytest.raises(PluginError, match=f"exporter 'files' failed: ValueError: .*{reason}"):
        digestkit.dump_bytes([], of(*parts))
    with pytest.raises(PluginError, match=reason):
        digestkit.convert(day, of(*parts), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_stream_is_passed_on_as_it_comes():
    given = [File("a", "text/plain"), "1", b"2", NOTE, "x\n", NOTE.begin, NOTE.end, File("b", "text/html")]
    assert list(tree.checked(given)) == [*given[:4], "".join(given[4:7]), given[7]]
    came = []
    stream = tree.checked(came.append(part) or part for part in given)
    next(stream)
    assert len(came) == 1


@pytest.mark.parametrize(
    ("media_type", "begin"),
    [
        ("text/markdown", "<!-- digestkit:begin -->\n"),
        ("text/html; charset=utf-8", "<!-- digestkit:begin -->\n"),
        ("image/svg+xml", "<!-- digestkit:begin -->\n"),
        ("text/css", "/* digestkit:begin */\n"),
        ("application/x-tex", "% digestkit:begin\n"),
        ("application/yaml", "# digestkit:begin\n"),
    ],
)
def test_marks_are_comments(media_type, begin):
    assert File("x", media_type, keep="outside").begin == begin
    assert File("x", media_type).end == begin.replace("begin", "end")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("../x", "text/plain"), "a file cannot be called '../x'"),
        ((Path("x"), "text/plain"), "it is not text"),
        (("x", "plain"), "the media type of 'x' must be like"),
        (("x", None), "the media type of 'x' must be like"),
        (("x", "text/plain", "all"), "keep must be"),
        (("x", "application/json", "outside"), "digestkit knows no comments of application/json"),
    ],
)
def test_a_file_is_checked_where_it_is_made(arguments, reason):
    path, media_type, *keep = arguments
    with pytest.raises(ValueError, match=reason):
        File(path, media_type, keep=keep[0] if keep else None)


# --- names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "/a", "//host/a", "C:/a", "C:a", "a\\b", "..", "a/../b", "a/..", ".", "a/./b", "a//b", "a/",
        "a\0b", "a\nb", "a\x7f", "a\x85", "a\u2028b", "a\ud800", "a<b", "a>b", "a:b", 'a"b', "a|b", "a?b",
        "a*b",
        "a.", "a ", "a./b", "a /b", "...", "CON", "con", "nul.md", "Nul.tar.gz", "a/COM1", "lpt9.txt", "COM¹",
        "CON .txt", "conin$", "x" * 256, "가" * 86, ".git", "a/.GIT/config", ".git/hooks/x", "git~1",
        ".g\u200cit",
        ".digestkit-manifest.json", "a/.digestkit-x", ".DIGESTKIT-X",
        "a/" * 450 + "a", "가" * 60 + ("/" + "가" * 60) * 4,
    ],
)  # fmt: skip
def test_a_name_that_some_system_refuses_is_refused(path):
    assert filenames.fault(path)


@pytest.mark.parametrize(
    "path",
    [
        "a", "a.md", "2407.01906.md", "a/b/c", ".nojekyll", ".gitignore", ".github/x.yml", "..a", "a..b",
        "a b",
        "한글/각.md", "😀.md", "console", "com10", "x.con", "nullable.md", "x" * 255, "가" * 85, "a'b",
        "a&b", "~a",
        ".well-known/x", "digestkit", "a/" * 449 + "ab",
    ],
)  # fmt: skip
def test_other_names_are_not(path):
    assert filenames.fault(path) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a", "a"), ("a", "A"), ("é", "e\u0301"), ("ß", "SS"), ("각", "\u1100\u1161\u11a8"), ("a", "a/b"),
        ("a/b", "a"), ("a/b", "A"), ("a/b", "A/c"), ("x/a/b", "x/A/c"), ("a/b/c", "A/b/d"),
    ],
)  # fmt: skip
def test_names_that_are_one_on_some_system_clash(first, second):
    names = filenames.Names()
    assert names.clash(first) is None
    assert names.clash(second)


@given(st.lists(st.text("aAé/e\u0301", min_size=1, max_size=5).filter(lambda p: not filenames.fault(p))))
def test_names_without_a_clash_are_as_many_files_on_every_system(paths):
    names = filenames.Names()
    kept = [path for path in paths if names.clash(path) is None]
    folded = {filenames.key(path) for path in kept}
    assert len(folded) == len(kept)
    parents = {key.rpartition("/")[0] for key in folded} - {""}
    assert not parents & folded
    spelled = {path.rpartition("/")[0] for path in kept} - {""}
    assert len(spelled) == len(parents)


# --- through the library and the command -----------------------------------------------------------------


@digestkit.exporter(
    "pages",
    suffix=".zip",
    media_type="application/zip",
    summary="A page a day.",
    several=True,
    api_version=2,
    carries=("date", "title"),
)
def pages(digests, _context):
    for digest in digests:
        yield File(f"days/{digest.date}.md", "text/markdown")
        for paper in digest.papers:
            yield f"- {paper.title}\n"
            yield b"\xff\n"
    yield File("style.css", "text/css", keep="existing")
    yield "p { color: black }"


@pytest.fixture
def day(tmp_path):
    path = tmp_path / "in" / "2024-07-05.md"
    path.parent.mkdir()
    path.write_text("## D (2024-07-05)\n\n### [T](https://arxiv.org/abs/2407.00001)\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["out/", "out", "there"])
def test_a_folder_is_a_tree(tmp_path, day, name):
    (tmp_path / "there").mkdir()
    result = digestkit.convert(day, pages, f"{tmp_path}/{name}")
    out = tmp_path / name
    assert (out / "days/2024-07-05.md").read_bytes() == b"- T\n\xff\n"
    [written] = result.written
    assert (written.path, written.digests, written.papers) == (out, 1, 1)
    assert written.files == (out / "days/2024-07-05.md", out / "style.css")
    assert written.size == 6 + 18


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        ("-", {}, "-o DIR/"),
        ("out.md", {}, r"to a folder, with a slash behind its name, or to a \.zip file"),
        ("file", {}, r"to a folder, with a slash"),
        ("out/", {"split": "day"}, "leave out split"),
        ("in", {}, "in is an input"),
    ],
)
@pytest.mark.usefixtures("day")
def test_elsewhere_several_files_are_refused(tmp_path, monkeypatch, name, settings, message):
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("mine")
    with pytest.raises(UsageError, match=message):
        digestkit.convert("in", pages, name, **settings)
    assert not Path("out").exists()


def test_no_clobber_adds_files_and_replaces_none(tmp_path, day):
    out = tmp_path / "out"
    digestkit.convert(day, pages, out, clobber=False)
    other = day.with_name("2024-07-06.md")
    other.write_bytes(day.read_bytes().replace(b"07-05", b"07-06"))
    digestkit.convert(day.parent, pages, out, clobber=False)
    assert (out / "days/2024-07-06.md").exists()
    other.unlink()
    with pytest.raises(digestkit.OutputError, match="clobber=False"):
        digestkit.convert(day.parent, pages, out, clobber=False)
    assert (out / "days/2024-07-06.md").exists()


@pytest.mark.parametrize("check", ["strict", "fail_on_loss", "fail_empty"])
def test_a_check_that_fails_leaves_the_tree(tmp_path, day, check):
    out = tmp_path / "out"
    digestkit.convert(day, pages, out)
    before = content(out)
    text = "## D (2024-07-06)\n" if check == "fail_empty" else "## D (2024-07-06)\n\n### [T](x)\n\nVote: x\n"
    day.write_text(text)
    with pytest.raises(digestkit.CheckError):
        digestkit.convert(day, pages, out, **{check: True})
    assert content(out) == before


def test_an_input_that_fails_removes_nothing(tmp_path, day):
    out = tmp_path / "out"
    other = day.with_name("2024-07-06.md")
    other.write_bytes(day.read_bytes().replace(b"07-05", b"07-06"))
    digestkit.convert(day.parent, pages, out)
    other.write_bytes(b"\xff\xfe\xff")
    result = digestkit.convert(day.parent, pages, out)
    assert result.failed
    assert (out / "days/2024-07-06.md").exists()
    other.unlink()
    digestkit.convert(day.parent, pages, out)
    assert not (out / "days/2024-07-06.md").exists()


def test_outputs_in_a_folder_of_inputs_are_not_read(day):
    out = day.parent / "out"
    for _ in range(2):
        result = digestkit.convert(day.parent, pages, out)
        assert result.written[0].papers == 1


def test_a_zip_holds_the_same_tree(tmp_path, day):
    digestkit.convert(day, pages, tmp_path / "out")
    digestkit.convert(day, pages, tmp_path / "out.zip")
    data = (tmp_path / "out.zip").read_bytes()
    assert zip_of(data) == content(tmp_path / "out")
    assert digestkit.dump_bytes(digestkit.load(day), pages) == data
    stream = io.BytesIO()
    digestkit.convert(day, pages, stream)
    assert stream.getvalue() == data
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {3}


def test_an_empty_tree_is_an_empty_zip():
    assert zip_of(digestkit.dump_bytes([], of())) == {}


def test_a_zip_is_made_while_it_is_read():
    """Memory does not follow its size: pieces come before the last file is read."""
    read = []

    def export(_digests, _context):
        for at in range(50):
            read.append(at)
            yield File(f"{at}.bin", "application/octet-stream")
            yield bytes((at * each) % 251 for each in range(100_000))

    class Sink(io.BytesIO):
        first = None

        def write(self, data):
            self.first = len(read) if self.first is None else self.first
            return super().write(data)

    sink = Sink()
    parts = tree.checked(export([], None))
    sinks.write(zipped.zipped(parts, print), sink, print)
    assert sink.first <= 6  # some wait to be packed, and one is being made
    assert len(zip_of(sink.getvalue())) == 50


def test_halves_of_surrogate_pairs_are_replaced_and_told(tmp_path, day):
    made = of(File("a.txt", "text/plain"), "half \ud800", NOTE, NOTE.begin, "\ud800\n", NOTE.end)
    for output in (tmp_path / "out", tmp_path / "out.zip"):
        result = digestkit.convert(day, made, output)
        codes = [each.code for each in result.diagnostics]
        assert codes.count(digestkit.Code.ALTERED) == 2
    assert content(tmp_path / "out")["a.txt"].decode() == "half \ufffd"


def test_several_files_are_no_text():
    with pytest.raises(UsageError, match="use dump_bytes"):
        digestkit.dumps([], pages)


def test_what_is_lost_is_told_as_of_any_format(tmp_path, day):
    day.write_text(day.read_text(encoding="utf-8") + "\nVote: 3\n", encoding="utf-8")
    result = digestkit.convert(day, pages, tmp_path / "out")
    assert [each.message for each in result.losses] == [
        "pages does not carry: digest (1 digest), url (1 paper), votes (1)"
    ]
    told = []
    digestkit.dump_bytes(digestkit.load(day), pages, report=told.append)
    assert [each.code for each in told] == [digestkit.Code.NOT_CARRIED]


def test_errors_of_the_user_reach_them_as_they_are(tmp_path, day):
    def export(_digests, _context):
        yield File("a", "text/plain")
        raise UsageError("options do not go together")

    with pytest.raises(UsageError, match=r"^options do not go together$"):
        digestkit.convert(day, several(export), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_zip_is_no_format_by_its_name(tmp_path, day):
    assert registry.format_for_path("x.zip") is None
    with pytest.raises(UsageError, match=r"out\.zip does not say which format to write"):
        digestkit.convert(day, output=tmp_path / "out.zip")


SITE = """
import digestkit

@digestkit.exporter(
    "pages", suffix=".zip", media_type="application/zip", summary="Pages.", several=True, api_version=2
)
def pages(digests, context):
    for digest in digests:
        yield digestkit.File(f"{digest.date}.md", "text/markdown")
        yield digest.title

@digestkit.hookimpl
def digestkit_register_exporters(register):
    register(pages)
"""


@pytest.fixture
def command(tmp_path, monkeypatch, day):  # noqa: ARG001 - the input
    """The command, with a plugin of several files installed."""
    site = tmp_path / "site"
    info = site / "digestkit_pages-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "digestkit_pages.py").write_text(SITE)
    (info / "METADATA").write_text("Name: digestkit-pages\nVersion: 1.0\nSummary: Pages.\n")
    (info / "entry_points.txt").write_text("[digestkit.exporters]\npages = digestkit_pages\n")
    monkeypatch.syspath_prepend(site)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli.main, [*words])


def test_the_command_writes_a_folder_and_lists_what_it_did(command):
    result = command("convert", "in", "-t", "pages", "-o", "out/", "-v")
    assert result.exit_code == 0, result.output
    assert "out: DK506 1 file: 1 written" in result.stderr
    assert "out: 1 digest, 1 paper" in result.stderr
    assert content(Path("out")) == {"2024-07-05.md": b"D"}
    Path("out/2024-07-05.md").write_text("mine")
    result = command("convert", "in", "-t", "pages", "-o", "out/")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: out: 2024-07-05.md was changed since digestkit wrote it: move")


@pytest.mark.parametrize("output", [[], ["-o", "-"]])
def test_the_command_refuses_standard_output(command, output):
    result = command("convert", "in", "-t", "pages", *output)
    assert result.exit_code == 2
    assert "write them to a folder with -o DIR/, or to a .zip file" in result.stderr


def test_the_command_shows_what_the_format_writes(command):
    shown = command("formats", "pages").stdout
    assert "suffix      .zip" in shown
    assert "output      a folder of files, or a zip" in shown


def test_with_papers_seen_nothing_is_removed(tmp_path, day):
    out, seen = tmp_path / "out", tmp_path / "seen.txt"
    digestkit.convert(day, pages, out, seen=seen)
    text = day.read_text(encoding="utf-8").replace("07-05", "07-06").replace("00001", "00002")
    day.with_name("2024-07-06.md").write_text(text, encoding="utf-8")
    digestkit.convert(day.parent, pages, out, seen=seen)
    assert {path.name for path in (out / "days").iterdir()} == {"2024-07-05.md", "2024-07-06.md"}
    (tmp_path / "new").mkdir()
    with pytest.raises(UsageError, match="is the file of papers seen"):
        digestkit.convert(day, pages, tmp_path / "new", seen=tmp_path / "new" / "style.css")


# --- by its options --------------------------------------------------------------------------------------


@attrs.frozen
class Parted:
    apart: bool = False
    old: digestkit.InputFile = None


@digestkit.exporter(
    "parted", suffix=".txt", media_type="text/plain", summary="One file, or one a digest.",
    options=Parted, several=lambda options: options.apart, api_version=2, carries=("digest",),
)  # fmt: skip
def parted(digests, context):
    for number, digest in enumerate(digests):
        if context.options.apart:
            yield File(f"{number}.txt", "text/plain")
        yield f"{digest.title}\n"


def test_options_may_say_whether_there_are_several_files(tmp_path):
    day = Path(__file__).parents[1] / "seeds" / "2024-07-05.md"
    assert registry.exporter(parted) is not None
    assert digestkit.dumps(samples.digest(), parted) == "Daily Papers\n"
    assert zip_of(digestkit.dump_bytes(samples.digest(), parted, apart=True)) == {"0.txt": b"Daily Papers\n"}
    digestkit.convert(day, parted, tmp_path / "one.txt", old=tmp_path / "none")
    assert (tmp_path / "one.txt").read_text() == "Daily Papers\n"
    digestkit.convert(day, parted, tmp_path / "each/")
    assert not (tmp_path / "each" / "0.txt").exists()
    digestkit.convert(day, parted, f"{tmp_path}/tree/", apart=True, old=tmp_path / "none")
    assert content(tmp_path / "tree") == {"0.txt": b"Daily Papers\n"}
    with pytest.raises(UsageError, match="write to a folder"):
        digestkit.convert(day, parted, tmp_path / "two.txt", apart=True)
    with pytest.raises(UsageError, match="is not text"):
        digestkit.dumps(samples.digest(), parted, apart=True)


@pytest.mark.parametrize("options", [[], ["-O", "apart"]])
def test_the_command_asks_the_options_too(monkeypatch, options):
    monkeypatch.setattr(registry, "exporter", lambda _name: parted)
    day = Path(__file__).parents[1] / "seeds" / "2024-07-05.md"
    run = CliRunner().invoke(cli.main, ["convert", str(day), "--to", "parted", *options])
    assert (run.exit_code, run.stdout) == ((2, "") if options else (0, "Daily Papers\n"))


def test_what_fails_to_say_it_is_named():
    broken = attrs.evolve(parted, info=attrs.evolve(parted.info, several=lambda _options: 1 / 0))
    with pytest.raises(PluginError, match="cannot say whether it is several files"):
        digestkit.dumps(samples.digest(), broken)
    first = attrs.evolve(parted, info=attrs.evolve(parted.info, api_version=1))
    with pytest.raises(UsageError, match="needs api_version=2"):
        registry.exporter(first)


class TestParted(ExporterConformance):
    exporter = parted
    allows = ("order of days",)
