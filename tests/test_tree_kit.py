"""The kit for several files passes what is right, and finds the faults that are planted here."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

import digestkit
from digestkit import File
from digestkit.testing import TreeConformance, samples
from digestkit.testing.references import Page, dead


def several(export, **changes):
    about = {"suffix": ".zip", "media_type": "application/zip", "summary": "x", "several": True}
    return digestkit.exporter("tree", **{**about, "api_version": 2, **changes})(export)


def days(digests, _context):
    """A page for each digest, and one that links them; also a note that others may write in."""
    names = []
    for at, digest in enumerate(digests):
        names.append(f"day/{at}.html")
        yield File(names[-1], "text/html")
        yield f"<a href='../index.html#top'>{digest.date}</a>"
        yield digestkit.text.html(" ".join(paper.title for paper in digest.papers))
    note = File("log.md", "text/markdown", keep="outside")
    yield from [note, note.begin, f"[index](index.html) {len(names)}\n", note.end]
    yield File("index.html", "text/html")
    yield "<p id=top>" + "".join(f"<a href={name}>x</a>" for name in names)


class TestOfAGoodOne(TreeConformance):
    exporter = several(days, carries=("date", "title"))


def test_of(export, **changes):
    """The class of tests for an exporter, with one instance."""

    class Tests(TreeConformance):
        exporter = several(export, **changes)

    return Tests()


test_of.__test__ = False


def fails(call, *arguments, match):
    with pytest.raises(pytest.fail.Exception, match=match):
        call(*arguments)


def test_a_link_to_no_file_is_found():
    def export(digests, context):
        for part in days(digests, context):
            yield part.replace("href='..", "href='../..") if isinstance(part, str) else part

    tests = test_of(export)
    fails(
        tests.test_links_between_files_lead_somewhere,
        match=r"^links that lead nowhere in the tree of all samples:\nday/0\.html: '../../index.html#top' ",
    )
    with pytest.raises(pytest.skip.Exception, match="asked once test_links_between_files"):
        tests.test_links_lead_somewhere_in_every_sample()


def test_a_media_type_that_hides_links_is_found():
    def export(digests, context):
        yield from days(digests, context)
        yield File("hidden.html", "text/plain")
        yield "<a href='nowhere.html'>x</a>"

    tests = test_of(export)
    tests.test_links_between_files_lead_somewhere()
    fails(tests.test_media_types_are_those_of_the_names, match=r"^hidden\.html has the media type text/plain")


def test_a_tree_that_fails_is_told_of_once(tmp_path):
    def export(digests, _context):
        for digest in digests:
            yield File(f"{digest.date}.html", "text/html")

    tests = test_of(export)
    fails(tests.test_it_takes_every_sample, match="files that cannot stand together")
    for test, given in (
        (tests.test_links_between_files_lead_somewhere, ()),
        (tests.test_links_lead_somewhere_in_every_sample, ()),
        (tests.test_media_types_are_those_of_the_names, ()),
        (tests.test_a_second_run_over_a_folder_changes_nothing, (tmp_path,)),
    ):
        with pytest.raises(pytest.skip.Exception):
            test(*given)


def test_a_link_that_depends_on_the_digests_is_found_by_a_sample():
    def export(digests, context):
        found = list(digests)
        yield from days(found, context)
        if not found:
            yield File("empty.md", "text/markdown")
            yield "[[nowhere]]"

    tests = test_of(export)
    tests.test_links_between_files_lead_somewhere()
    fails(
        tests.test_links_lead_somewhere_in_every_sample,
        match=r"of the sample 'no digests':\nempty\.md: '\[\[nowhere\]\]' leads to no note",
    )


def test_an_option_that_breaks_links_is_found():
    import attrs

    @attrs.frozen
    class Options:
        wiki: bool = False

    def export(digests, context):
        list(digests)
        yield File("a.md", "text/markdown")
        yield "[[b]]" if context.options.wiki else "[a](a.md)"

    fails(
        test_of(export, options=Options).test_links_between_files_lead_somewhere,
        match=r"\(with -O wiki=true\)",
    )


def test_what_is_not_the_same_twice_is_found(tmp_path):
    def export(digests, _context):
        list(digests)
        yield File("a.txt", "text/plain")
        yield str(time.perf_counter_ns())

    tests = test_of(export)
    fails(tests.test_two_runs_give_the_same_bytes, match="gives other bytes")
    fails(tests.test_a_second_run_over_a_folder_changes_nothing, tmp_path, match="changes files")


def test_a_name_that_is_not_the_same_twice_is_found():
    def export(digests, _context):
        list(digests)
        yield File(f"{time.perf_counter_ns()}.txt", "text/plain")

    fails(test_of(export).test_two_runs_give_the_same_bytes, match="gives other bytes")


def test_a_stream_that_is_none_is_found():
    def export(digests, _context):
        list(digests)
        yield "no file"

    fails(test_of(export).test_it_takes_every_sample, match="a chunk comes before the first File")


def test_the_other_tests_look_at_the_zip():
    one = test_of(days).exporter
    assert not one.info.several
    with zipfile.ZipFile(io.BytesIO(digestkit.dump_bytes(samples.digest(), one))) as archive:
        assert archive.namelist() == ["day/0.html", "log.md", "index.html"]


def test_one_file_is_for_the_other_kit():
    tests = test_of(lambda _digests, _context: (), several=False, suffix=".x", media_type="a/b")
    fails(tests.test_it_declares_several_files, match="use ExporterConformance")


def page(path, text):
    kinds = {"html": "text/html", "md": "text/markdown", "css": "text/css", "svg": "image/svg+xml"}
    return Page(path, kinds[path.rpartition(".")[2]], text)


OTHERS = [
    page("a b.html", "<h1 id=one>One</h1><a name=two>"),
    page("sub/index.html", ""),
    page("sub/2407.01906.md", "# A *Heading* & more\n\n<a id='x'></a>\n"),
    page("style.css", ""),
]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x.html", "<a href='a%20b.html#one'>"),
        ("x.html", "<a href='./a%20b.html#two'>"),
        ("x.html", "<a href='sub/'><a href=sub><a href='#'><a href=''><a href='?q'>"),
        ("x.html", "<a href='/style.css'><link href=style.css><img srcset='style.css 1x, style.css 2x'>"),
        ("x.html", "<a href='https://x.example/no'><a href='//x.example/no'><a href='mailto:a@b.c'>"),
        ("x.html", "<!-- <a href='no'> --><p>no.html"),
        ("sub/x.html", "<a href='../style.css'><a href='2407.01906.md'><a href='.'>"),
        ("x.md", "[a](<a b.html>) `[a](no.md)` \\[a](no.md)"),
        ("x.md", "[[2407.01906]] [[sub/2407.01906|seen]] [[2407.01906#A Heading]] [[2407.01906.md]]"),
        ("x.md", "`[[no]]` \\[\\[no\\]\\] \\[[no]]\n\n    [[no]]\n"),
        ("x.md", "---\na: '[[2407.01906]]'\n---\n"),
        ("x.md", "# My Title\n\n[a](#my-title) [b](<#My Title>)"),
        ("x.md", "[a](sub/2407.01906.md#x)"),
        ("x.css", "p { background: url(sub/index.html) url('https://x.example/') }"),
        ("x.svg", "<svg xmlns:xlink='http://www.w3.org/1999/xlink'><a href='style.css'/></svg>"),
    ],
)
def test_links_that_lead_somewhere(path, text):
    assert list(dead([*OTHERS, page(path, text)])) == []


@pytest.mark.parametrize(
    ("path", "text", "count"),
    [
        ("x.html", "<a href='no.html'><img src=no.png><img srcset='no.png 1x'><video poster=no.png>", 4),
        ("x.html", "<a href='a%20b.html#three'><a href='#three'>", 2),
        ("x.html", "<a href='../style.css'>", 1),
        ("x.html", "<a href='STYLE.css'>", 1),
        ("sub/x.html", "<a href='style.css'><a href='/sub/no'>", 2),
        ("x.html", "<a href='http://[x'>", 1),
        ("x.html", "<a href='file:///etc/passwd'>", 1),
        ("x.html", "<form action='no.html'><button formaction='no2.html'></form>", 2),
        ("x.html", "<p style='background: url(no.png)'><style>p { background: url(no2.png) }</style>", 2),
        ("x.html", "<meta http-equiv=Refresh content='0; URL=no.html'>", 1),
        ("x.md", "[a](no.md) ![a](no.png) <a href='no.html'>", 3),
        ("x.md", "[[no]] ![[no.png]] [[no#x|y]] [[*no*]]", 3),
        ("x.md", "---\na: '[[no]]'\n---\n", 1),
        ("x.md", "[a](#nothing)", 1),
        ("x.css", "p { background: url( 'no.png' ) }", 1),
    ],
)
def test_links_that_lead_nowhere(path, text, count):
    found = list(dead([*OTHERS, page(path, text)]))
    assert len(found) == count
    assert all(line.startswith(f"{path}: ") for line in found)
