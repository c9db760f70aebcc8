"""Earlier names of options and formats that are to go: they work, and say so."""

import attrs
import pytest
from click.testing import CliRunner

import digestkit
from digestkit.cli import main
from digestkit.diagnostics import Code
from digestkit.errors import UsageError
from digestkit.export import options
from digestkit.export.contract import InputFile
from digestkit.registry.demands import exporters as demands
from digestkit.testing import samples

SOURCE = """
    import attrs
    import digestkit

    @attrs.frozen
    class Options:
        page_size: int = attrs.field(default=10, metadata={"aliases": ("per_page", "size")})
        loud: bool = False

    @digestkit.exporter(
        "pages", suffix=".txt", media_type="text/plain", summary="Pages.", options=Options,
        deprecated="use rss",
    )
    def pages(digests, context):
        for digest in digests:
            yield f"{context.options.page_size}\\n"

    @digestkit.hookimpl
    def digestkit_register_exporters(register):
        register(pages)
"""


@attrs.frozen
class Options:
    page_size: int = attrs.field(default=10, metadata={"aliases": ("per_page", "size")})
    loud: bool = False
    template: InputFile = attrs.field(default=None, metadata={"aliases": ["layout"]})


@digestkit.exporter("pages", suffix=".txt", media_type="text/plain", summary="Pages.", options=Options)
def pages(digests, context):
    for _ in digests:
        yield f"{context.options.page_size}\n"


def told(**given):
    reports = []
    text = digestkit.dumps(samples.digest(), pages, report=reports.append, **given)
    return text, [report.message for report in reports if report.code is Code.DEPRECATED]


@pytest.mark.parametrize("name", ["per_page", "size"])
def test_an_earlier_name_of_an_option_works_and_names_the_present_one(name):
    assert told(**{name: 3}) == ("3\n", [f"option {name!r} of pages is now called 'page_size'"])
    assert told(options={name: "3"})[0] == "3\n"


def test_the_present_name_is_not_worth_a_word():
    assert told(page_size=3) == ("3\n", [])
    assert told() == ("10\n", [])


def test_both_names_at_once_are_a_contradiction():
    with pytest.raises(UsageError, match="option page_size of pages is given twice"):
        told(page_size=3, size=4)
    with pytest.raises(UsageError, match="option page_size of pages is given twice"):
        told(per_page=3, size=4)


def test_a_file_may_be_named_by_an_earlier_name(tmp_path):
    path = tmp_path / "layout.txt"
    path.write_text("x")
    assert options.files(Options, {"layout": path}) == [path]
    assert options.build(Options, {"layout": str(path)}, lambda _: None).template == b"x"


def test_a_mistake_is_answered_with_present_names():
    with pytest.raises(UsageError, match="its options are page_size, loud, template") as caught:
        told(nonsense=1)
    assert "per_page" not in str(caught.value)


def test_the_command_says_what_is_deprecated(lay_out, tmp_path):
    lay_out("digestkit-pages", "[digestkit.exporters]\npages = digestkit_pages\n", SOURCE)
    (tmp_path / "a.md").write_text("## Daily (2024-07-05)\n")
    call = ["convert", str(tmp_path / "a.md"), "--to", "pages", "-O", "per-page=7"]
    done = CliRunner().invoke(main, call)
    assert (done.exit_code, done.stdout) == (0, "7\n")
    assert done.stderr.splitlines() == [
        "DK513 option 'per_page' of pages is now called 'page_size'",
        "DK513 exporter 'pages' of digestkit-pages 1.0 is deprecated: use rss",
    ]
    shown = CliRunner().invoke(main, ["formats", "pages"]).stdout
    assert "deprecated  use rss" in shown
    assert "per_page" not in shown


def made(**given):
    record = {"suffix": ".txt", "media_type": "text/plain", "summary": "x", **given}
    return digestkit.exporter("x", **record)(pages.export)


@pytest.mark.parametrize(
    ("aliases", "reason"),
    [
        ("old", "aliases must be a tuple of names"),
        (("per-page",), "aliases must be a tuple of names"),
        ((1,), "aliases must be a tuple of names"),
        (("other",), "'other': two options have this name"),
        (("old", "old"), "'old': two options have this name"),
        (("title",), "'title' is the command's own"),
    ],
)
def test_aliases_that_cannot_be_are_refused(aliases, reason):
    fields = {
        "size": attrs.field(default=1, type=int, metadata={"aliases": aliases}),
        "other": attrs.field(default=1, type=int),
    }
    assert reason in demands.violation(made(options=attrs.make_class("Made", fields)))


@pytest.mark.parametrize("said", [None, True, "one\ntwo"])
def test_what_to_use_instead_is_one_line(said):
    assert "deprecated must be one line" in demands.violation(made(deprecated=said))
