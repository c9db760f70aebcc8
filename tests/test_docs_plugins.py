"""The plugin contract says what the code does, and the tutorial's blocks are run as they stand."""

import inspect
import re
from pathlib import Path

import attrs
import pytest

import digestkit
from digestkit.diagnostics import Code
from digestkit.export import values
from digestkit.export.contract import API_VERSION, FIELDS, FIELDS_1, reserved
from digestkit.export.hooks import Hooks
from digestkit.registry import claimants, core, installed
from digestkit.testing import (
    KIT_VERSION,
    CheckConformance,
    ExporterConformance,
    ObserverConformance,
    ReaderConformance,
    TransformConformance,
    TreeConformance,
    samples,
)
from digestkit.testing.declared import ALLOWANCES

DOCS = Path(__file__).parent.parent / "docs"
PACKAGE = Path(digestkit.__file__).parent
CONTRACT = (DOCS / "reference" / "plugins.md").read_text(encoding="utf-8")
PAGES = {
    name: (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("readers", "transforms", "checks", "observers")
}
TUTORIAL = (DOCS / "tutorial" / "first-exporter.md").read_text(encoding="utf-8")

BLOCK = re.compile(
    r"(?:^Save this as `(?P<name>[^`]+)`:\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def section(title, page=CONTRACT):
    """A section of a page, without those below it."""
    body = re.split(rf"^#+ {re.escape(title)}$", page, flags=re.MULTILINE)[1]
    return re.split(r"^#+ ", body, maxsplit=1, flags=re.MULTILINE)[0]


def table(title, page=CONTRACT):
    """The rows of a section's tables, by the code in their first cell; headings and rulers have none."""
    rows = re.findall(r"^\| `(.+?)`.*? \| (.*) \|$", section(title, page), flags=re.MULTILINE)
    return dict(rows)


def test_every_hook_has_a_heading_with_its_signature():
    code = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.name != "hooks.py"]
    live = {
        name: ", ".join(list(inspect.signature(hook).parameters)[1:])
        for name, hook in inspect.getmembers(Hooks, inspect.isfunction)
        if hasattr(hook, "digestkit_spec") and any(f'"{name}"' in text for text in code)
    }
    assert live
    headings = re.findall(
        r"^### `(\w+)\((.*)\)`$", CONTRACT + PAGES["checks"] + PAGES["observers"], flags=re.MULTILINE
    )
    assert dict(headings) == live


def test_the_arguments_of_an_exporter_are_all_there_with_their_defaults():
    live = {}
    for name, parameter in inspect.signature(digestkit.exporter).parameters.items():
        default = parameter.default
        live[name] = "required" if default is inspect.Parameter.empty else f"`{default!r}`"
    live["summary"] = "first line of the docstring"
    live["carries"] = "the fields of version 1"
    assert digestkit.exporter.__kwdefaults__["carries"] == FIELDS_1
    shown = {name: rest.split(" | ")[0] for name, rest in table("`@digestkit.exporter`").items()}
    assert shown == live


def test_the_context_is_described():
    hidden = {"sink", "spread"}  # what `report` and `map` are made of
    fields = [field.name for field in attrs.fields(digestkit.ExportContext) if field.name not in hidden]
    shown = table("The callable")
    assert [name for name in shown if name.isidentifier() and name.islower()] == fields
    for method in (digestkit.ExportContext.report, digestkit.ExportContext.map):
        parameters = list(inspect.signature(method).parameters.values())[1:]
        assert f"`{method.__name__}({', '.join(map(spell, parameters))})`" in CONTRACT


def spell(parameter):
    """A parameter without its annotation, an enumeration's member by its name."""
    if parameter.default is inspect.Parameter.empty:
        return parameter.name
    shown = str(parameter.default) if isinstance(parameter.default, Code) else repr(parameter.default)
    return f"{parameter.name}={shown}"


def test_the_codes_are_those_that_exporters_report():
    shown = [name for name in table("The callable") if name.isupper()]
    assert all(name in Code.__members__ for name in shown)
    losses = {name for name in shown if Code[name].is_loss}
    assert losses == {name for name, meaning in table("The callable").items() if meaning.endswith("a loss")}


def test_the_model_is_described():
    rows = re.findall(
        r"^\| `(Digest|Paper|Media|Item)` \| (.*?) \| (.*?) \|$", section("The model"), flags=re.MULTILINE
    )
    assert len(rows) == 4
    for name, fields, derived in rows:
        cls = getattr(digestkit, name)
        live = [field.name for field in attrs.fields(cls) if field.name not in ("span", "layout", "source")]
        named = [word for word in re.findall(r"`(\w+)`", fields) if word not in ("image", "video")]
        assert named == live
        words = [word for word in re.findall(r"`(\w+)`", derived) if word not in ("label", "text")]
        assert all(hasattr(cls, word) for word in words)


def test_the_helpers_exist():
    calls = [call for call in table("The model") if call.startswith("digestkit.")]
    assert calls
    for call in calls:
        path, _, arguments = call.rstrip(")").partition("(")
        module, _, name = path.rpartition(".")
        function = getattr(__import__(module, fromlist=[name]), name)
        named, parameters = arguments.split(", "), inspect.signature(function).parameters
        assert named == list(parameters)[: len(named)]
        others = list(parameters)[len(named) :]
        assert all(parameters[other].default is not inspect.Parameter.empty for other in others)


def test_the_types_of_options_are_those_that_are_read():
    types = table("Options")
    for annotation in values.KINDS:
        name = annotation.__name__ if annotation.__module__ == "builtins" else None
        assert (name or f"{annotation.__module__.split('.')[0].split('_')[0]}.{annotation.__name__}") in types
    assert all(f"`{name}`" in section("Options") for name in reserved(API_VERSION))


def test_the_fields_are_listed():
    listed = section("What is lost").partition(": ")[2].partition(".\n")[0]
    assert tuple(re.findall(r"`(\w+)`", listed)) == FIELDS


def test_the_environment_is_described():
    assert {name for name in table("Names and loading") if name.isupper()} == {
        claimants.ALLOWED,
        installed.STRICT,
    }


def test_the_tests_of_the_kit_are_all_there():
    live = {name for name in vars(ExporterConformance) if name.startswith("test_")}
    shown = set(table("Tests"))
    assert {name for name in shown if name.startswith("test_")} == live
    assert {name for name in shown if not name.startswith("test_")} == set(
        ExporterConformance.__annotations__
    )


def test_the_exceptions_of_the_kit_are_all_there():
    assert table("Exceptions").keys() == ALLOWANCES.keys()


def test_the_version_of_the_kit_is_told():
    assert f"this is version {KIT_VERSION}" in section("The version of the kit")


def test_the_failure_that_the_contract_shows_is_what_the_kit_says():
    [shown] = [text for _, language, text in BLOCK.findall(section("Nothing is lost")) if language == "text"]

    @digestkit.exporter("x", suffix=".x", media_type="text/x", summary="x", carries=("title", "votes"))
    def drops_votes_of_0(digests, _context):
        for digest in digests:
            yield f"{[(paper.title, paper.votes or None) for paper in digest.papers]}"

    class Wrong(ExporterConformance):
        exporter = drops_votes_of_0

    with pytest.raises(pytest.fail.Exception) as caught:
        Wrong().test_nothing_is_lost()
    assert shown in f"{caught.value.msg}\n"


def test_the_tests_of_several_files_are_all_there():
    several = {name for name in dir(TreeConformance) if name.startswith("test_")}
    several -= set(dir(ExporterConformance))
    assert set(table("Tests of several files")) == several


def test_the_file_of_a_tree_is_described():
    rows = table("Several files")
    fields = [field.name for field in attrs.fields(digestkit.File)]
    assert [name for name in rows if name in fields] == fields
    assert {'"existing"', '"outside"', "None"} == set(rows) - {*fields, "begin"}


def test_the_exporter_of_the_contract_works():
    [code] = [text for _, language, text in BLOCK.findall(CONTRACT) if "def titles" in text]
    names = {}
    exec(compile(code, "plugins.md", "exec"), names)
    assert digestkit.dumps([samples.digest(samples.paper())], names["titles"]) == "Graphs of 1906 Languages\n"
    registered = []
    names["digestkit_register_exporters"](registered.append)
    assert registered == [names["titles"]]


@pytest.mark.parametrize(
    ("page", "name"), [("readers", "reader"), ("transforms", "transform"), ("checks", "lint")]
)
def test_the_arguments_of_each_decorator_are_all_there_with_their_defaults(page, name):
    live = {}
    for argument, parameter in inspect.signature(getattr(digestkit, name)).parameters.items():
        default = parameter.default
        live[argument] = "required" if default is inspect.Parameter.empty else f"`{default!r}`"
    live["summary"] = "first line of the docstring"
    if "severity" in live:
        live["severity"] = f"`{digestkit.Severity.WARNING}`"
    shown = table(f"`@digestkit.{name}`", PAGES[page])
    assert {argument: rest.split(" | ")[0] for argument, rest in shown.items()} == live


@pytest.mark.parametrize(
    ("page", "context"), [("readers", digestkit.ReadContext), ("transforms", digestkit.TransformContext)]
)
def test_each_context_is_described(page, context):
    fields = [field.name for field in attrs.fields(context) if field.name != "sink"]
    shown = table("The callable", PAGES[page])
    assert [name for name in shown if name.isidentifier() and name.islower()] == fields
    parameters = list(inspect.signature(context.report).parameters.values())[1:]
    assert f"`report({', '.join(str(spell(parameter)) for parameter in parameters)})`" in PAGES[page]
    assert all(name in Code.__members__ for name in shown if name.isupper())


@pytest.mark.parametrize(
    ("page", "kit"),
    [
        ("readers", ReaderConformance),
        ("transforms", TransformConformance),
        ("checks", CheckConformance),
        ("observers", ObserverConformance),
    ],
)
def test_the_tests_of_each_kit_are_all_there(page, kit):
    assert set(table("Tests", PAGES[page])) == {name for name in dir(kit) if name.startswith("test_")}


def test_the_values_of_readers_are_all_there():
    calls = table("Values", PAGES["readers"])
    named = {call.partition("(")[0].removeprefix("digestkit.reading.") for call in calls}
    assert named | {"Names"} == set(digestkit.reading.__all__)
    for call in calls:
        name, _, arguments = call.removeprefix("digestkit.reading.").rstrip(")").partition("(")
        parameters = inspect.signature(getattr(digestkit.reading, name)).parameters
        assert set(arguments.split(", ")) <= set(parameters)


def test_the_transforms_of_the_core_are_all_there():
    assert set(table("Those that digestkit brings", PAGES["transforms"])) == set(core.CORE_TRANSFORMS)


@pytest.mark.parametrize("page", PAGES)
def test_the_code_of_each_contract_works(page):
    blocks = [text for _, language, text in BLOCK.findall(PAGES[page]) if language == "python"]
    names = {}
    for code in blocks:
        if "digestkit.testing" not in code:
            exec(compile(code, f"{page}.md", "exec"), names)
    if page == "readers":
        [digest] = names["lists"]("2024-07-05\nGraphs | https://arxiv.org/abs/2407.01906\n")
        assert (digest.date.day, digest.papers[0].title) == (5, "Graphs")
    if page == "checks":
        [(_, message)] = names["shouting"](samples.paper(title="GRAPHS"))
        assert message == "the title is in capitals"


def commands(text):
    """The commands of a console block with what they print."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def matches(shown, real):
    """Whether the output is what the page shows; `…` stands for anything."""
    pattern = ".*".join(re.escape(part) for part in shown.split("…"))
    return re.fullmatch(pattern, real, flags=re.DOTALL) is not None


def test_the_tutorial_does_what_it_shows(fresh_environment, tmp_path):
    ran = 0
    for block in BLOCK.finditer(TUTORIAL):
        if block["name"]:
            (tmp_path / block["name"]).write_text(block["text"], encoding="utf-8")
        elif block["language"] == "console":
            for command, shown in commands(block["text"]):
                done = fresh_environment.run("sh", "-c", command, folder=tmp_path)
                assert matches(shown, done.stdout), f"{command}\n{done.stdout}"
                ran += 1
        else:
            assert block["language"] in ("toml", "text")
    assert ran == 9


def test_the_tutorial_shows_what_the_package_has(tmp_path):
    from digestkit import scaffold

    made = scaffold.write("org", tmp_path)
    [toml] = [block["text"] for block in BLOCK.finditer(TUTORIAL) if block["language"] == "toml"]
    assert toml in (made / "pyproject.toml").read_text(encoding="utf-8")


def test_the_failure_that_the_tutorial_shows_is_what_the_kit_says():
    class Wrong(ExporterConformance):
        exporter = attrs.evolve(
            digestkit.exporter(
                "org", suffix=".org", media_type="text/org", summary="x", carries=("date", "digest", "votes")
            )(lambda digests, _context: (f"{digest.date}{digest.title}" for digest in digests))
        )

    with pytest.raises(pytest.fail.Exception) as caught:
        Wrong().test_what_it_carries_is_true()
    assert f"```text\n{caught.value.msg}\n```" in TUTORIAL
