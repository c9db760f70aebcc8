"""The library: exports of documents and digests, and conversions from files to files."""

import datetime
import io
import json
from pathlib import Path

import attrs
import pytest

import digestkit
from digestkit import (
    CheckError,
    Code,
    Digest,
    Document,
    InputError,
    Item,
    OutputError,
    Paper,
    PluginError,
    Selection,
    UsageError,
)
from digestkit.files import inputs

DAY = datetime.date(2024, 7, 5)

TEXT = """About

## Daily Papers (2024-07-{day:02})

### [First of {day}](https://arxiv.org/abs/2407.0{day:04})

Vote: {day}

- 요약

### [Second](https://arxiv.org/abs/2407.09999)

Vote: -

- 요약
"""


@digestkit.exporter(
    "titles", suffix=".txt", media_type="text/plain", summary="Titles.", carries=("title",), streams=True
)
def titles(digests, context):
    for digest in digests:
        for paper in digest.papers:
            if paper.title == context.title:
                context.report("dropped it", paper, Code.DROPPED)
            else:
                yield f"{paper.title}\n"


@attrs.frozen
class Clashing:
    split: str = "-"


@digestkit.exporter("raw", suffix=".bin", media_type="x/x", summary="Bytes.", binary=True, options=Clashing)
def raw(digests, context):
    for digest in digests:
        yield digest.title.encode() + context.options.split.encode()


@digestkit.exporter("breaks", suffix=".txt", media_type="text/plain", summary="Breaks in the middle.")
def breaks(digests, _context):
    for at, digest in enumerate(digests):
        if at:
            raise RuntimeError("in the middle")
        yield digest.title


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for day, name in ((5, "in/a.md"), (3, "in/sub/a.md"), (4, "in/sub/b.txt")):
        (tmp_path / name).write_text(TEXT.format(day=day), "utf-8")
    (tmp_path / "in" / "README.md").write_text("# Nothing here\n", "utf-8")
    return tmp_path


def tree(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_every_public_name_is_there():
    assert all(hasattr(digestkit, name) for name in digestkit.__all__)
    assert set(digestkit.__all__) <= set(dir(digestkit))
    with pytest.raises(AttributeError, match="'nothing'"):
        _ = digestkit.nothing


@pytest.mark.parametrize(
    ("call", "keyword", "near"),
    [
        (digestkit.dumps, {"titel": "x"}, "title"),
        (digestkit.dumps, {"base_uri": "x"}, "base_url"),
        (digestkit.dumps, {"max_item": 3}, "max_items"),
        (digestkit.dump_bytes, {"reports": print}, "report"),
        (digestkit.convert, {"min_vote": 3}, "min_votes"),
        (digestkit.convert, {"formatt": "jsonl"}, "format"),
        (digestkit.convert, {"max-item": 3}, "max_items"),
        (digestkit.convert, {"fail_on_los": True}, "fail_on_loss"),
    ],
)
def test_a_mistyped_keyword_is_told_with_the_nearest_of_all(call, keyword, near):
    with pytest.raises(UsageError, match=rf"^rss has no option '\w+'; did you mean '{near}'\?"):
        call([], to="rss", **keyword)


def test_a_keyword_near_to_nothing_names_the_options():
    with pytest.raises(UsageError, match=r"^rss has no option 'xyzzy'; its options are items, "):
        digestkit.dumps([], "rss", xyzzy=1)


def test_records_are_the_lines_of_json():
    document = digestkit.parse(TEXT.format(day=5) + "\n## Daily Papers (2024-07-06)\n", "day.md")
    records = list(digestkit.records(document))
    assert records == [json.loads(line) for line in digestkit.dumps(document, "jsonl").splitlines()]
    assert [record["rank"] for record in records] == [1, 2, None]
    assert list(digestkit.records(document.digests[0])) == records[:2]


def test_dumps_takes_documents_digests_and_one_digest():
    document = digestkit.parse(TEXT.format(day=5))
    everything = digestkit.dumps(document, "jsonl")
    assert digestkit.dumps(document.digests, "jsonl") == everything
    assert digestkit.dumps(iter(document.digests), "jsonl") == everything
    assert digestkit.dumps(document.digests[0], "jsonl") == everything
    assert digestkit.dump_bytes(document, "jsonl") == everything.encode()


def test_markdown_of_a_document_has_the_text_around():
    text = TEXT.format(day=5)
    document = digestkit.parse(text)
    assert digestkit.dumps(document, "markdown") == text
    assert digestkit.dump_bytes(document, "markdown") == text.encode()
    assert digestkit.dumps(document.digests, "markdown") == text[text.index("## ") :]
    assert digestkit.dumps(document, "markdown", style="E0") == digestkit.write(document, "E0")
    with pytest.raises(UsageError, match="E9"):
        digestkit.dumps(document, "markdown", style="E10")


def test_markdown_styles_are_those_of_the_writer():
    from digestkit.export import options
    from digestkit.formats.markdown.exporter import MarkdownOptions
    from digestkit.markdown import eras
    from digestkit.testing import strategies

    (style,) = options.describe(MarkdownOptions)
    assert (style.name, style.type) == ("style", "text")
    assert tuple(style.name for style in eras.STYLES) == strategies.STYLES


def test_exporter_objects_work_in_place_of_names():
    document = digestkit.parse(TEXT.format(day=5))
    assert digestkit.dumps(document, titles) == "First of 5\nSecond\n"
    assert digestkit.dump_bytes(document, titles) == b"First of 5\nSecond\n"
    assert digestkit.dump_bytes(document, raw) == b"Daily Papers-"


def test_bytes_are_no_text():
    with pytest.raises(UsageError, match=r"raw is not text: use dump_bytes\(\)"):
        digestkit.dumps([], raw)


def test_papers_are_exported_as_those_of_one_digest():
    papers = digestkit.parse(TEXT.format(day=5)).digests[0].papers
    assert digestkit.dumps(papers, titles) == "First of 5\nSecond\n"
    assert digestkit.dumps(papers[0], titles) == "First of 5\n"
    records = [json.loads(line) for line in digestkit.dumps(papers, "jsonl").splitlines()]
    assert [(record["date"], record["rank"]) for record in records] == [(None, 1), (None, 2)]


def test_options_may_be_given_apart_where_their_names_are_taken():
    @attrs.frozen
    class Options:
        to: str = "nobody"
        report: int = 0

    @digestkit.exporter("addressed", suffix=".txt", media_type="text/plain", summary="S.", options=Options)
    def addressed(digests, context):
        yield f"{context.options.to} {context.options.report} {len(list(digests))}"

    assert digestkit.dumps([], addressed, options={"to": "me", "report": 2}) == "me 2 0"
    assert digestkit.dump_bytes([], addressed, options={"to": "me"}) == b"me 0 0"
    with pytest.raises(UsageError, match="no option 'too'; did you mean 'to'"):
        digestkit.dumps([], addressed, options={"too": "me"})


@pytest.mark.parametrize("name", ["title", "lang", "base_url", "rights"])
def test_a_reserved_name_of_an_option_is_refused_when_the_exporter_is_made(name):
    options = attrs.make_class("Options", {name: attrs.field(default="", type=str)})
    with pytest.raises(UsageError, match=f"'{name}' is the command's own"):
        digestkit.exporter("x", suffix=".x", media_type="a/b", summary="S.", options=options, api_version=2)(
            list
        )


@pytest.mark.parametrize("given", ["notes.md", 5, None, [5]])
@pytest.mark.parametrize("call", [digestkit.write, lambda given: digestkit.dumps(given, "jsonl")])
def test_what_is_no_digest_is_refused(call, given):
    with pytest.raises(UsageError, match=r"expected a document or digests, not (str|int|NoneType)"):
        call(given)


@pytest.mark.parametrize("given", [b"text", None])
def test_what_is_no_text_is_refused(given):
    with pytest.raises(UsageError, match="wants text, not"):
        digestkit.parse(given)


@pytest.mark.parametrize("name", ["title", "lang", "base_url", "rights"])
def test_what_the_context_holds_is_text(name):
    with pytest.raises(UsageError, match=f"{name} must be text, not 5"):
        digestkit.dumps([], titles, **{name: 5})


def test_losses_are_reported():
    noticed = []
    document = digestkit.parse(TEXT.format(day=5), "a.md")
    assert digestkit.dumps(document, titles, title="Second", report=noticed.append) == "First of 5\n"
    assert [diagnostic.code for diagnostic in noticed] == [Code.DROPPED, Code.NOT_CARRIED]
    assert noticed[0].text() == "a.md:11:1: DK502 dropped it"
    assert "votes" in noticed[1].message


@pytest.mark.parametrize("wrap", [list, lambda digests: Document(["# A\n", *digests])])
def test_what_markdown_cannot_spell_is_reported(wrap):
    odd = Digest(DAY, "D", [Paper("t", "u", summary=[Item("a*b", "x"), Item(None, "y\n\nz")])])
    told = []
    text = digestkit.dumps(wrap([odd]), "markdown", report=told.append)
    assert [note.code for note in told] == [Code.ALTERED] * 2
    assert digestkit.write(digestkit.parse(text)) == text == digestkit.dumps(wrap([odd]), "markdown")
    with pytest.raises(digestkit.ModelError, match="stars were left out"):
        digestkit.write(wrap([odd]))


def test_a_year_of_json_lines_is_written_though_papers_stand_under_no_heading():
    bare = Digest(None, "", [Paper("t", "u")])
    lines = digestkit.dump_bytes([bare, bare], "jsonl")
    document = digestkit.load(io.BytesIO(lines), "jsonl")
    assert digestkit.parse(digestkit.write(document)).digests == (bare, bare)


def test_list_formats():
    assert {"jsonl", "markdown", "bibtex", "rss", "atom"} <= set(digestkit.list_formats())


def test_convert_says_what_was_written(folder):
    result = digestkit.convert(folder / "in", "jsonl", folder / "out.jsonl")
    (written,) = result.written
    assert (written.path, written.digests, written.papers) == (folder / "out.jsonl", 3, 6)
    assert written.size == (folder / "out.jsonl").stat().st_size
    assert (result.losses, result.diagnostics, result.failed) == ((), (), ())
    days = [json.loads(line)["date"] for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    assert days == ["2024-07-05"] * 2 + ["2024-07-03"] * 2 + ["2024-07-04"] * 2


def test_convert_collects_and_passes_on_what_is_noticed(folder):
    (folder / "in" / "bad.md").write_bytes(b"\xff")
    noticed = []
    result = digestkit.convert(
        [folder / "in", folder / "no.md"], titles, folder / "out.txt", title="Second", report=noticed.append
    )
    assert list(result.diagnostics) == noticed
    assert result.failed == (str(folder / "in" / "bad.md"), str(folder / "no.md"))
    assert [loss.code for loss in result.losses] == [Code.DROPPED] * 3 + [Code.NOT_CARRIED]
    assert (folder / "out.txt").read_text("utf-8") == "First of 5\nFirst of 3\nFirst of 4\n"


def test_the_suffix_says_the_format(folder):
    digestkit.convert(folder / "in", output=folder / "out.ndjson")
    assert len((folder / "out.ndjson").read_text("utf-8").splitlines()) == 6
    for output in (folder / "out.xml", folder / "out", f"{folder}/out/", io.BytesIO()):
        with pytest.raises(UsageError, match="does not say which format"):
            digestkit.convert(folder / "in", output=output)


@pytest.mark.parametrize("output", [io.StringIO(), 5, None])
def test_an_output_takes_bytes(folder, output):
    with pytest.raises(UsageError, match="binary mode"):
        digestkit.convert(folder / "in", titles, output)


def test_a_stream_is_an_output(folder):
    stream = io.BytesIO()
    (written,) = digestkit.convert(folder / "in", titles, stream).written
    assert (written.path, written.size) == (None, len(stream.getvalue()))


def test_standard_output_is_the_default(folder, capfdbinary):
    digestkit.convert(folder / "in" / "a.md", titles)
    assert capfdbinary.readouterr().out == b"First of 5\nSecond\n"


def test_options_are_keywords_and_never_in_the_way(folder):
    digestkit.convert(folder / "in" / "a.md", raw, folder / "out", options={"split": "!"})
    assert (folder / "out").read_bytes() == b"Daily Papers!"
    digestkit.convert(folder / "in" / "a.md", "jsonl", folder / "out", ascii=True)
    assert (folder / "out").read_bytes().isascii()
    with pytest.raises(UsageError, match="no option 'asci'"):
        digestkit.convert(folder / "in", "jsonl", folder / "out2", asci=True)
    assert not (folder / "out2").exists()


def test_selection_of_the_whole_input(folder):
    chosen = Selection(top=2, sort="date")
    digestkit.convert(folder / "in", titles, folder / "out", selection=chosen)
    assert (folder / "out").read_text("utf-8") == "First of 4\nFirst of 5\n"


def test_a_selection_may_be_keywords(folder):
    digestkit.convert(folder / "in", titles, folder / "out", top=2, sort="date")
    assert (folder / "out").read_text("utf-8") == "First of 4\nFirst of 5\n"
    with pytest.raises(UsageError, match="a selection and top: give one or the other"):
        digestkit.convert(folder / "in", titles, folder / "out", top=2, selection=Selection(sort="date"))


def test_a_folder_follows_the_input(folder):
    result = digestkit.convert(folder / "in", "markdown", f"{folder}/out/")
    assert tree(folder / "out") == ["a.md", "sub/a.md", "sub/b.md"]
    assert [written.path for written in result.written] == [
        folder / "out" / name for name in ("a.md", "sub/a.md", "sub/b.md")
    ]
    text = TEXT.format(day=3)
    assert (folder / "out" / "sub" / "a.md").read_text("utf-8") == text[text.index("## ") :]


def test_a_folder_that_is_there_needs_no_slash(folder):
    (folder / "out").mkdir()
    digestkit.convert(folder / "in" / "a.md", titles, folder / "out")
    assert tree(folder / "out") == ["a.txt"]


def test_outputs_keep_what_is_no_suffix_of_an_input(folder):
    (folder / "in" / "v1.2").write_text(TEXT.format(day=5), "utf-8")
    digestkit.convert(folder / "in" / "v1.2", titles, f"{folder}/out/")
    assert tree(folder / "out") == ["v1.2.txt"]


def test_a_selection_counts_over_all_outputs_of_a_folder(folder):
    """The newest days and doubles are those of the input; the most voted those of each output."""
    newest = Selection(latest=2, dedupe=True)
    digestkit.convert(folder / "in", titles, f"{folder}/out/", selection=newest)
    assert tree(folder / "out") == ["a.txt", "sub/b.txt"]
    assert (folder / "out" / "a.txt").read_text("utf-8") == "First of 5\nSecond\n"
    assert (folder / "out" / "sub" / "b.txt").read_text("utf-8") == "First of 4\n"
    digestkit.convert(folder / "in", titles, f"{folder}/top/", selection=Selection(top=1))
    assert tree(folder / "top") == ["a.txt", "sub/a.txt", "sub/b.txt"]


@pytest.mark.parametrize("settings", [{}, {"latest": 2}, {"latest": 9}, {"top": 1}])
def test_each_input_is_read_once(folder, monkeypatch, settings):
    opened = []
    read = inputs.read
    monkeypatch.setattr(inputs, "read", lambda each, *more: opened.append(each.name) or read(each, *more))
    digestkit.convert(folder / "in", titles, f"{folder}/out/", **settings)
    assert len(opened) == len(set(opened)) == 4


def test_what_is_odd_in_an_input_is_told_once(folder):
    (folder / "in" / "a.md").write_text(TEXT.format(day=5).replace("Vote: 5", "Vote: five"), "utf-8")
    for settings in ({}, {"latest": 9}):
        result = digestkit.convert(folder / "in", titles, f"{folder}/out/", **settings)
        assert [note.code for note in result.diagnostics].count(Code.BAD_VOTE) == 1


def test_two_inputs_for_one_name_are_refused(folder):
    (folder / "in" / "sub" / "b.md").write_text(TEXT.format(day=5), "utf-8")
    with pytest.raises(UsageError, match=r"b\.md and .*b\.txt would both be written to .*b\.jsonl"):
        digestkit.convert(folder / "in", "jsonl", f"{folder}/out/")
    assert not (folder / "out").exists()


def test_standard_input_has_no_name_in_a_folder(folder):
    with pytest.raises(UsageError, match="standard input has no name"):
        digestkit.convert("-", "jsonl", f"{folder}/out/")


def test_split_divides_by_period(folder):
    digestkit.convert(folder / "in", titles, f"{folder}/out/", split="day")
    assert tree(folder / "out") == [f"2024-07-0{day}.txt" for day in (3, 4, 5)]
    (written,) = digestkit.convert(
        folder / "in", titles, f"{folder}/year/", split="year", selection=Selection(top=1)
    ).written
    assert written.path == folder / "year" / "2024.txt"
    assert written.path.read_text("utf-8") == "First of 5\n"
    with pytest.raises(UsageError, match="split needs a folder"):
        digestkit.convert(folder / "in", titles, folder / "out.txt", split="day")
    with pytest.raises(UsageError, match="one of day, week, month, year, not 'decade'"):
        digestkit.convert(folder / "in", titles, f"{folder}/out/", split="decade")


def test_an_input_is_no_output(folder):
    before = (folder / "in" / "a.md").read_bytes()
    (folder / "link.md").symlink_to(folder / "in" / "a.md")
    for output in (folder / "in" / "a.md", folder / "link.md", f"{folder}/in/"):
        with pytest.raises(UsageError, match="is the input"):
            digestkit.convert([folder / "in" / "a.md"], "markdown", output)
    (folder / "in" / "2024-07-05.md").write_text(TEXT.format(day=5), "utf-8")
    with pytest.raises(UsageError, match="is the input"):
        digestkit.convert(folder / "in", "markdown", f"{folder}/in/", split="day")
    assert (folder / "in" / "a.md").read_bytes() == before


def test_an_output_that_is_the_only_input_of_a_folder_is_not_replaced(folder):
    only = folder / "in" / "alone" / "a.md"
    only.parent.mkdir()
    only.write_text(TEXT.format(day=5), "utf-8")
    with pytest.raises(UsageError, match="is the input"):
        digestkit.convert(only.parent, "markdown", only)
    assert only.read_text("utf-8") == TEXT.format(day=5)


def test_an_output_in_the_input_folder_is_left_out(folder):
    for _ in range(2):
        (written,) = digestkit.convert(folder / "in", "markdown", folder / "in" / "all.md").written
        assert written.papers == 6
    (folder / "in" / "all.md").unlink()
    for _ in range(2):
        assert len(digestkit.convert(folder / "in", titles, f"{folder}/in/out/").written) == 3


def test_papers_that_only_the_replaced_output_held_are_told(folder):
    (folder / "in" / "all.md").write_text(TEXT.format(day=9).replace("2407.0", "2408.1"), "utf-8")
    told = [digestkit.convert(folder / "in", "markdown", folder / "in" / "all.md").diagnostics for _ in "12"]
    codes = [[diagnostic.code for diagnostic in each] for each in told]
    assert [each.count(Code.REPLACED) for each in codes] == [1, 0]
    (told,) = (diagnostic for diagnostic in told[0] if diagnostic.code is Code.REPLACED)
    assert told.message == "no input has “First of 9” and 1 more: outputs in a folder of inputs are not read"
    assert (Path(told.source).name, told.line) == ("all.md", 5)


def test_names_that_name_nothing_are_errors(folder):
    (folder / "round").symlink_to(folder / "round")
    names = ["a\0b.md", "n" * 300, folder / "round"]
    result = digestkit.convert([*names, folder / "in"], titles, folder / "out.txt")
    assert len(result.failed) == 3
    for name in names:
        with pytest.raises(OutputError, match="cannot be written"):
            digestkit.convert(folder / "in", titles, name)


def test_no_clobber(folder):
    (folder / "out.txt").write_text("old")
    with pytest.raises(OutputError, match="exists already"):
        digestkit.convert(folder / "in", titles, folder / "out.txt", clobber=False)
    assert (folder / "out.txt").read_text() == "old"


@pytest.mark.parametrize(("output", "split"), [("old.txt", None), ("out/", "year")])
def test_a_failing_exporter_changes_nothing(folder, output, split):
    (folder / "old.txt").write_text("old")
    before = tree(folder)
    with pytest.raises(PluginError, match="'breaks' failed: RuntimeError: in the middle") as raised:
        digestkit.convert(folder / "in", breaks, f"{folder}/{output}", split=split)
    assert isinstance(raised.value.__cause__, RuntimeError)
    assert tree(folder) == before
    assert (folder / "old.txt").read_text() == "old"


@pytest.mark.parametrize(
    ("checks", "paths", "message"),
    [
        ({"strict": True}, ["in", "bad.md"], r"strict \(--strict\): errors were reported \(1\)"),
        ({"strict": True}, ["in", "no.md"], r"strict \(--strict\): errors were reported \(1\)"),
        ({"fail_on_loss": True, "title": "Second"}, ["in"], r"content was lost \(\d\)"),
        ({"strict": True}, ["lost.md"], r"strict \(--strict\): errors were reported \(2\)"),
        ({"fail_on_loss": True}, ["lost.md"], r"content was lost \(2\)"),
        ({"fail_empty": True}, ["in/README.md"], "no paper"),
        ({"fail_empty": True, "selection": Selection(match="no such")}, ["in"], "no paper"),
    ],
)
@pytest.mark.parametrize("output", ["old.txt", "out/"])
def test_checks_change_nothing(folder, checks, paths, message, output):
    (folder / "bad.md").write_text("## D (2024-02-30)\n\n### [t](https://x.y/)\n")
    (folder / "lost.md").write_text("## D (2024-07-05)\n\n### Title\n\n* x\n\n### [t](https://x.y/)\n")
    (folder / "old.txt").write_text("old")
    before = tree(folder)
    with pytest.raises(CheckError, match=message):
        digestkit.convert([folder / path for path in paths], titles, f"{folder}/{output}", **checks)
    assert tree(folder) == before
    assert (folder / "old.txt").read_text() == "old"


def test_other_spellings_and_marks_are_no_loss(folder):
    text = "## D (2024-07-05)\n\n---\n\n### [t](https://x.y/)\n\nVotes\uff1a18\n\n* x\n\n---\n"
    (folder / "odd.md").write_text(text, encoding="utf-8")
    result = digestkit.convert(folder / "odd.md", "jsonl", folder / "o", strict=True, fail_on_loss=True)
    assert [one.code.id for one in result.diagnostics] == ["DK120", "DK119", "DK119", "DK120"]
    assert result.losses == ()


def test_fail_empty_writes_nothing_to_a_stream(folder):
    stream = io.BytesIO()
    with pytest.raises(CheckError):
        digestkit.convert(folder / "in" / "README.md", "rss", stream, fail_empty=True)
    assert stream.getvalue() == b""


def test_where_every_input_fails_the_output_stays(folder):
    (folder / "old.txt").write_text("old")
    result = digestkit.convert([folder / "no.md", folder / "not.md"], titles, folder / "old.txt")
    assert (result.written, len(result.failed)) == ((), 2)
    assert (folder / "old.txt").read_text() == "old"


def test_where_one_input_was_read_the_output_is_what_is_left_of_it(folder):
    out = folder / "out.txt"
    out.write_text("old")
    digestkit.convert([folder / "no.md"], titles, out)
    assert out.read_text() == "old"
    result = digestkit.convert([folder / "no.md", folder / "in"], titles, out, since="2030-01-01")
    assert (len(result.failed), out.read_text()) == (1, "")


def test_an_empty_selection_is_an_empty_output(folder):
    (written,) = digestkit.convert(
        folder / "in", titles, folder / "out.txt", selection=Selection(since="2030-01-01")
    ).written
    assert (written.papers, (folder / "out.txt").read_text()) == (0, "")
    assert (
        digestkit.convert(
            folder / "in", titles, f"{folder}/out/", selection=Selection(since="2030-01-01")
        ).written
        == ()
    )


@pytest.mark.parametrize("output", ["out.txt", "out/"])
def test_progress_is_told(folder, output):
    heard = []
    digestkit.convert(
        folder / "in", titles, f"{folder}/{output}", progress=lambda *state: heard.append(state)
    )
    assert sorted(set(heard)) == [(n, 4) for n in range(5)]


def test_an_input_file_option_may_be_the_output(folder):
    """`-O previous=feed.xml -o feed.xml`: an option's file is read before, and is no digest input."""
    feed = folder / "feed.xml"
    digestkit.convert(folder / "in" / "a.md", "rss", feed)
    first = feed.read_bytes()
    digestkit.convert(folder / "in", "rss", feed, previous=feed)
    assert first != feed.read_bytes()
    assert feed.read_bytes().count(b"<item>") == 4


def test_a_file_of_an_option_may_be_missing_where_it_is_the_output(folder):
    """The first run of `-o refs.bib -O append=refs.bib` is as it should be; a mistyped name is not."""
    refs, mistyped = folder / "refs.bib", folder / "ref.bib"
    first = digestkit.convert(folder / "in", "bibtex", refs, append=refs)
    assert [note.severity for note in first.diagnostics if "append" in note.message] == ["info"]
    second = digestkit.convert(folder / "in", "bibtex", refs, append=mistyped)
    [warning] = [note.text() for note in second.diagnostics if note.code is Code.MISSING_FILE]
    assert warning == f"{mistyped}: DK507 the file for append does not exist"


def test_the_api_is_independent_of_the_folder_it_runs_in(folder, monkeypatch):
    digestkit.convert(folder / "in", "jsonl", folder / "one.jsonl")
    monkeypatch.chdir(folder)
    digestkit.convert("in", "jsonl", "two.jsonl")
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()


def test_iter_digests_of_json_lines(folder):
    digestkit.convert(folder / "in", "jsonl", folder / "all.jsonl")
    found = list(digestkit.iter_digests(folder / "all.jsonl"))
    assert found == list(digestkit.iter_digests(folder / "in"))
    assert [digest.source for digest in found] == ["a.md", "sub/a.md", "sub/b.txt"]


def test_a_missing_extra_or_file_is_a_digestkit_error(folder):
    for call in (
        lambda: digestkit.load(folder / "no.md"),
        lambda: digestkit.dumps([], "nothing"),
        lambda: digestkit.convert([], "jsonl", ""),
    ):
        with pytest.raises(digestkit.DigestkitError):
            call()
    assert issubclass(InputError, digestkit.DigestkitError)
