"""Plugins: found by name, imported one at a time, and never able to break anything but themselves."""

import importlib
import json
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pluggy
import pytest

from digestkit import registry
from digestkit.errors import PluginError, UnknownFormatError, UsageError
from digestkit.export.contract import Exporter, ExporterInfo, exporter, hookimpl
from digestkit.registry import discovery, loading
from digestkit.registry.demands import exporters as demands

GOOD = """
    import digestkit
    from digestkit.export.contract import exporter
    from digestkit.export.contract import hookimpl

    @exporter("{format}", suffix=".txt", media_type="text/plain", summary="For a test.")
    def export(digests, context):
        for digest in digests:
            yield "x"

    @hookimpl
    def digestkit_register_exporters(register):
        register(export)
"""

HEAD = """
    import sys
    import attrs
    from digestkit.export.contract import Exporter, ExporterInfo, exporter
    from digestkit.export.contract import hookimpl

    def made(name="broken", **given):
        record = {"suffix": ".txt", "media_type": "text/plain", "summary": "For a test."} | given
        return exporter(name, **record)(lambda digests, context: ())
"""

REGISTERS = """
    @hookimpl
    def digestkit_register_exporters(register):
        register({})
"""

# What a module may do wrong, and what its quarantine must say.
AT_IMPORT = {
    "raise RuntimeError('no luck')": "RuntimeError: no luck",
    "raise RuntimeError": "RuntimeError",
    "1 +": "SyntaxError",
    "import a_module_that_nobody_has": "No module named 'a_module_that_nobody_has'",
    "sys.exit()": "SystemExit",
    "sys.exit('bye')": "SystemExit: bye",
    "raise SystemExit(0)": "SystemExit: 0",
    "raise KeyboardInterrupt": "KeyboardInterrupt",
    "raise GeneratorExit": "GeneratorExit",
    "class Odd(BaseException): pass\n    raise Odd('odd')": "Odd: odd",
    "class Evil(Exception):\n        def __str__(self): raise self\n    raise Evil": "Evil",
    "raise ValueError('a\\x1b[31m\\nb' + 'c' * 9999)": "ValueError: a\ufffd[31m bcc",
    "def again(): again()\n    again()": "RecursionError",
    "pass": "no function digestkit_register_exporters",
    "@hookimpl\n    def digestkit_register_exporter(register): pass": "unknown hook",
    "@hookimpl\n    def digestkit_register_exporters(register, extra): pass": "extra",
    "@hookimpl\n    def digestkit_register_exporters(register): raise OSError('in the hook')": "in the hook",
    "@hookimpl\n    def digestkit_register_exporters(register): sys.exit(3)": "SystemExit: 3",
    "@hookimpl\n    def digestkit_register_exporters(): pass": "registers nothing",
}

# What a module may register, and what its quarantine must say.
REGISTERED = {
    "None": "NoneType is no exporter",
    "lambda digests, context: ()": "is no exporter",
    "Exporter('broken', print)": "Exporter is no exporter",
    "type('Odd', (), {'__getattr__': lambda self, name: 1 / 0})()": "ZeroDivisionError",
    "type('Odd', (), {'__repr__': lambda self: 1 / 0})": "is no exporter",
    "made('other')": "it registers 'other', but not 'broken'",
    "made()); register(made()": "registers 'broken' 2 times",
    "made(suffix='')": "suffix must be like '.txt', not ''",
    "made(suffix='txt')": "suffix must be",
    "made(suffix='./txt')": "suffix must be",
    "made(suffix=None)": "suffix must be",
    "made(media_type='text')": "media_type must be like",
    "made(summary='')": "summary must be one line",
    "made(summary='a\\nb')": "summary must be one line",
    "made(binary='yes')": "binary must be True or False",
    "made(streams=1)": "streams must be True or False",
    "made(api_version=3)": "it needs a newer digestkit",
    "made(api_version=0)": "it needs an older digestkit",
    "made(api_version='1')": "api_version must be a number",
    "made(carries=('titel',))": "titel: no such field",
    "made(carries='title')": "must be a collection",
    "made(carries=None)": "carries: ",
    "made(carries=lambda options: options.x)": "carries: AttributeError",
    "made(options=dict)": "the class must be made with attrs",
    "made(options=attrs.make_class('O', {'title': attrs.field(default='', type=str)}))": "'title'",
    "made(options=attrs.make_class('O', {'base_url': attrs.field(default='', type=str)}))": "'base_url'",
    "made(options=attrs.make_class('O', {'n': attrs.field(type=int)}))": "'n' has no default",
    "made(options=attrs.make_class('O', {'n': attrs.field(default=0, type=complex)}))": "'n'",
    "made(options=attrs.make_class('O', {'n': attrs.field(default=0)}))": "'n'",
    "exporter('broken', suffix='.x', media_type='a/b', summary='s')(lambda x: ())": "must take (digests",
    "exporter('broken', suffix='.x', media_type='a/b', summary='s')(None)": "cannot be called",
}


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Lay out a distribution as an installer would: a module, and a dist-info folder beside it."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    before = set(sys.modules)

    def install(distribution, source="", *, version="1.0", points=None, module=None, metadata=None):
        module = module or distribution.replace("-", "_")
        (site / f"{module}.py").write_text(textwrap.dedent(source), encoding="utf-8")
        info = site / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        about = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\nSummary: For a test.\n"
        (info / "METADATA").write_text(about if metadata is None else metadata, encoding="utf-8")
        lines = [f"{name} = {module}" for name in points] if isinstance(points, list) else [points]
        (info / "entry_points.txt").write_text("\n".join(["[digestkit.exporters]", *lines]), encoding="utf-8")
        return info

    install.site = site
    yield install
    for name in set(sys.modules) - before:
        if str(site) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def states(install):
    """The states of what the test installed; the environment of the tests may have plugins too."""
    return [state for state in registry.states() if state.owner.path == str(install.site)]


def core_point(name):
    """A core format as it would be declared by an entry point."""
    owner = discovery.Owner("paper-digestkit", "", "", "")
    return discovery.Found("digestkit.exporters", name, registry.CORE[name].module, owner)


def broken(install, source):
    install("digestkit-broken", HEAD + source, version="0.3", points=["broken"])


@pytest.fixture
def good(install):
    """A plugin that works."""
    install("digestkit-good", GOOD.format(format="good"), points=["good"])
    return install


def test_a_plugin_is_served_by_the_name_of_its_entry_point(good):
    served = registry.exporter("good")
    assert (served.info.name, served.owner) == ("good", "digestkit-good 1.0")
    assert "good" in registry.format_names()
    assert registry.exporter("digestkit-good:good") == served
    assert [(state.name, state.state) for state in states(good)] == [("good", "ok")]


@pytest.mark.parametrize(
    ("source", "reason"),
    [("\n    " + source, reason) for source, reason in AT_IMPORT.items()]
    + [(REGISTERS.format(source), reason) for source, reason in REGISTERED.items()],
    ids=[*AT_IMPORT, *REGISTERED],
)
def test_a_broken_plugin_is_quarantined_with_its_reason(good, source, reason):
    broken(good, source)
    with pytest.raises(PluginError) as caught:
        registry.exporter("broken")
    assert "'broken' of digestkit-broken 0.3 is broken" in str(caught.value)
    assert reason in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 600
    assert caught.value.exit_code == 3
    found = {state.name: (state.state, state.reason) for state in states(good)}
    assert found["good"] == ("ok", "")
    assert found["broken"][0] == "broken"
    assert reason in found["broken"][1]
    assert registry.exporter("good").info.name == "good"


@pytest.mark.parametrize("value", ["digestkit_broken:export", "no.such.module", "", ".relative", "a b"])
def test_an_entry_point_that_names_no_module_is_quarantined(install, value):
    install("digestkit-broken", GOOD.format(format="broken"), points=f"broken = {value}")
    with pytest.raises(PluginError, match=r"digestkit-broken 1\.0 is broken"):
        registry.exporter("broken")


def test_a_plugin_that_registers_nothing_says_no_more_than_that(install):
    broken(install, "\n    @hookimpl\n    def digestkit_register_exporters(): pass")
    with pytest.raises(PluginError, match=r"is broken: it registers nothing$"):
        registry.exporter("broken")


def test_states_stand_in_the_order_of_distributions(install):
    for name in ("sheets2", "sheets", "Slides"):
        install(f"digestkit-{name}", GOOD.format(format=name.lower()), points=[name.lower()])
    assert [state.name for state in states(install)] == ["sheets", "sheets2", "slides"]


def test_strict_mode_raises_where_states_would_list(install, monkeypatch):
    broken(install, "\n    raise RuntimeError('no luck')")
    monkeypatch.setenv("DIGESTKIT_PLUGINS_STRICT", "1")
    with pytest.raises(PluginError, match="no luck"):
        list(registry.states())


def test_what_a_plugin_prints_at_import_stays_off_the_output(install, capsys):
    install("digestkit-loud", "\n    print('hello')" + GOOD.format(format="loud"), points=["loud"])
    registry.exporter("loud")
    assert capsys.readouterr() == ("", "hello\n")


@pytest.mark.parametrize("handler", [signal.SIG_IGN, signal.SIG_DFL])
def test_where_no_interrupt_can_come_one_is_the_plugins_own(install, handler):
    broken(install, "\n    raise KeyboardInterrupt")
    before = signal.signal(signal.SIGINT, handler)
    try:
        with pytest.raises(PluginError, match="KeyboardInterrupt"):
            registry.exporter("broken")
        assert signal.getsignal(signal.SIGINT) is handler
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_a_users_interrupt_during_an_import_is_not_swallowed(install):
    broken(install, "\n    import signal\n    signal.raise_signal(signal.SIGINT)")
    with pytest.raises(KeyboardInterrupt):
        registry.exporter("broken")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_request_to_end_during_an_import_is_not_swallowed(install):
    broken(install, "\n    class Terminated(KeyboardInterrupt): pass\n    raise Terminated")
    with pytest.raises(KeyboardInterrupt):
        registry.exporter("broken")


def test_several_names_may_share_a_module_and_only_their_exporters_are_served(install):
    source = HEAD + REGISTERS.format("made('one')); register(made('two')); register(made('bibtex')")
    install("digestkit-pair", source, points=["one", "two", "three"])
    assert registry.exporter("one").info.name == "one"
    assert registry.exporter("two").info.name == "two"
    assert registry.exporter("bibtex").owner == "paper-digestkit"
    with pytest.raises(PluginError, match="registers 'bibtex', 'one', 'two', but not 'three'"):
        registry.exporter("three")


def test_two_owners_of_a_name_are_both_named_and_can_be_told_apart(install):
    install("digestkit-a", GOOD.format(format="same"), points=["same"])
    install("digestkit-b", GOOD.format(format="same"), version="2.0", points=["same"])
    with pytest.raises(PluginError, match=r"digestkit-a 1\.0 and digestkit-b 2\.0.*digestkit-a:same or dig"):
        registry.exporter("same")
    assert registry.exporter("digestkit-b:same").owner == "digestkit-b 2.0"
    assert registry.exporter("Digestkit_A:same").owner == "digestkit-a 1.0"
    assert {"digestkit-a:same", "digestkit-b:same"} <= set(registry.format_names())
    assert "same" not in registry.format_names()
    assert {(state.state, state.reason) for state in states(install)} == {
        ("clash", "digestkit-b 2.0 claims 'same' too; this one is --to digestkit-a:same"),
        ("clash", "digestkit-a 1.0 claims 'same' too; this one is --to digestkit-b:same"),
    }


@pytest.mark.parametrize("name", list(registry.CORE))
def test_nobody_takes_the_name_of_a_core_format(install, name):
    install("digestkit-thief", GOOD.format(format=name), points=[name])
    assert registry.exporter(name).owner == "paper-digestkit"
    assert registry.exporter(f"digestkit:{name}").owner == "paper-digestkit"
    assert registry.exporter(f"Paper_Digestkit:{name}").owner == "paper-digestkit"
    assert registry.exporter(f"digestkit-thief:{name}").owner == "digestkit-thief 1.0"
    [state] = states(install)
    assert (state.state, state.reason) == (
        "clash",
        f"{name!r} is a core format; this one is --to digestkit-thief:{name}",
    )


def test_nobody_removes_a_core_format():
    with pytest.raises(TypeError):
        del registry.CORE["bibtex"]


@pytest.mark.parametrize("name", list(registry.CORE))
def test_the_list_of_core_formats_says_what_their_modules_say(name):
    info = registry.exporter(name).info
    assert (info.suffix, info.summary) == (registry.CORE[name].suffix, registry.CORE[name].summary)


@pytest.mark.parametrize("name", list(registry.CORE))
def test_a_core_format_registers_through_the_same_hook_and_meets_the_same_demands(name):
    core = registry.exporter(name)
    assert loading.exporter(core_point(name)) == core
    assert demands.violation(core) is None
    assert registry.exporter(core) is core


def test_the_environment_narrows_loading(good, monkeypatch):
    broken(good, "\n    raise RuntimeError('imported')")
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "other, Digestkit.Good")
    assert registry.exporter("good").info.name == "good"
    with pytest.raises(UnknownFormatError, match="switched off by DIGESTKIT_PLUGINS=other"):
        registry.exporter("broken")
    assert "broken" not in registry.format_names()
    assert {state.name: state.state for state in states(good)} == {"good": "ok", "broken": "off"}


@pytest.mark.usefixtures("good")
def test_an_empty_environment_switches_all_strangers_off(monkeypatch):
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "")
    assert registry.format_names() == tuple(registry.CORE)
    with pytest.raises(UnknownFormatError, match="switched off"):
        registry.exporter("good")
    assert registry.exporter("markdown").info.name == "markdown"


def test_our_own_plugins_may_be_called_by_their_short_names(install, monkeypatch):
    install("paper-digestkit-epub", GOOD.format(format="leaf"), points=["leaf"], module="leaf")
    assert registry.exporter("digestkit-epub:leaf").owner == "paper-digestkit-epub 1.0"
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "digestkit-epub")
    assert registry.exporter("leaf").owner == "paper-digestkit-epub 1.0"
    install("digestkit-epub", GOOD.format(format="leaf"), points=["leaf"], module="leaf")
    discovery.forget()
    assert registry.exporter("digestkit-epub:leaf").owner == "digestkit-epub 1.0"
    assert registry.exporter("paper-digestkit-epub:leaf").owner == "paper-digestkit-epub 1.0"


def test_a_distribution_of_a_strangers_with_our_import_name_is_found(install):
    before = set(registry.strangers())
    install("DigestKit", points=[])
    install("digestkit-good", points=[])
    [stranger] = set(registry.strangers()) - before
    assert str(stranger) == "DigestKit 1.0"


def test_a_narrowed_environment_settles_a_clash(install, monkeypatch):
    install("digestkit-a", GOOD.format(format="same"), points=["same"])
    install("digestkit-b", GOOD.format(format="same"), points=["same"])
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "digestkit-b")
    assert registry.exporter("same").owner == "digestkit-b 1.0"


@pytest.mark.usefixtures("good")
def test_an_unknown_format_names_the_nearest_and_the_available():
    with pytest.raises(UnknownFormatError) as caught:
        registry.exporter("bibtx")
    assert str(caught.value).startswith("unknown format 'bibtx'; did you mean 'bibtex'? available: jsonl,")
    assert str(caught.value).rpartition("available: ")[2].split(", ").count("good") == 1
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("name", "near"), [("BibTeX", "bibtex"), ("Md", "markdown"), ("json", "jsonl")])
def test_other_names_of_a_format_lead_to_it(name, near):
    with pytest.raises(UnknownFormatError, match=f"did you mean '{near}'"):
        registry.exporter(name)


@pytest.mark.parametrize("name", ["", ":", "a:b", "digestkit:", "é", "x" * 500, "../x", "xyz"])
def test_any_text_may_be_asked_for(name):
    with pytest.raises(UnknownFormatError):
        registry.exporter(name)


@pytest.mark.parametrize(("name", "package"), registry.INSTALL.items())
def test_a_format_of_our_own_plugins_says_what_to_install(name, package, monkeypatch):
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if "site-packages" not in entry])
    monkeypatch.setattr("digestkit.registry.discovery.find_cached", tuple)
    with pytest.raises(UnknownFormatError, match=f"'{name}' is not installed: pip install {package};"):
        registry.exporter(name)


def test_a_plugin_installed_while_running_is_found(install):
    with pytest.raises(UnknownFormatError):
        registry.exporter("late")
    install("digestkit-late", GOOD.format(format="late"), points=["late"])
    assert registry.exporter("late").info.name == "late"


def test_a_plugin_is_loaded_once_until_its_module_is_run_again(good, monkeypatch):
    loads = []
    load = loading.LOADERS["digestkit.exporters"]
    counting = {"digestkit.exporters": lambda found: loads.append(found) or load(found)}
    monkeypatch.setattr(loading, "LOADERS", counting)
    first = registry.exporter("good")
    assert registry.exporter("good") is registry.exporter("digestkit-good:good") is first
    assert len(loads) == 1

    (good.site / "digestkit_good.py").write_text(
        textwrap.dedent(GOOD.format(format="good")).replace("For a test.", "Mended while it runs."), "utf-8"
    )
    importlib.reload(sys.modules["digestkit_good"])
    assert registry.exporter("good").info.summary == "Mended while it runs."
    del sys.modules["digestkit_good"]
    assert registry.exporter("good").info.summary == "Mended while it runs."
    assert len(loads) == 3

    monkeypatch.setenv("DIGESTKIT_PLUGINS", "")
    with pytest.raises(UnknownFormatError, match="switched off"):
        registry.exporter("good")


def test_a_plugin_that_failed_is_tried_again(install):
    install("digestkit-late", "raise RuntimeError('not yet')", points=["late"])
    with pytest.raises(PluginError, match="not yet"):
        registry.exporter("late")
    (install.site / "digestkit_late.py").write_text(textwrap.dedent(GOOD.format(format="late")), "utf-8")
    assert registry.exporter("late").info.name == "late"


@pytest.mark.parametrize(
    ("path", "name"),
    {
        "x.bib": "bibtex",
        "x.bibtex": "bibtex",
        "X.MD": "markdown",
        "a/b.c.ndjson": "jsonl",
        "x.jsonl": "jsonl",
        "x.rss": "rss",
        "x.epub": "epub",
        "x.good": "good",
        "x.xml": None,
        "x.txt": None,
        "x": None,
        ".bib": None,
        "": None,
    }.items(),
)
@pytest.mark.usefixtures("good")
def test_a_suffix_means_a_format(path, name):
    assert registry.format_for_path(path) == name
    assert registry.format_for_path(Path(path)) == name


def test_damaged_metadata_of_one_distribution_harms_no_other(good):
    good("digestkit-damaged", points="this line has no equals sign")
    nameless = good("digestkit-nameless", GOOD.format(format="nameless"), points=["nameless"], metadata="")
    undecodable = good("digestkit-undecodable", points=["undecodable"])
    (undecodable / "entry_points.txt").write_bytes(b"[digestkit.exporters]\nx = \xff\xfe")
    assert registry.exporter("good").info.name == "good"
    assert registry.exporter("nameless").owner == str(nameless.parent)
    found = {state.owner.name: state.state for state in states(good)}
    assert found["digestkit-good"] == "ok"
    assert found["digestkit-damaged"] == "broken"


def test_names_that_no_format_may_have_are_not_listed(install):
    install(
        "digestkit-odd", GOOD.format(format="odd"), points="Odd Name = digestkit_odd\nodd = digestkit_odd"
    )
    assert [name for name in registry.format_names() if "dd" in name] == ["odd"]


def test_of_a_distribution_installed_twice_the_first_counts(install, tmp_path, monkeypatch):
    install("digestkit-twice", GOOD.format(format="twice"), points=["twice"])
    second = tmp_path / "second" / "Digestkit_Twice-0.1.dist-info"
    second.mkdir(parents=True)
    (second / "METADATA").write_text("Name: Digestkit_Twice\nVersion: 0.1\n")
    (second / "entry_points.txt").write_text("[digestkit.exporters]\ntwice = digestkit_twice\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(second.parent)])
    assert registry.exporter("twice").owner == "digestkit-twice 1.0"


def test_of_those_whose_metadata_tells_no_name_each_counts(install):
    install("digestkit-one", GOOD.format(format="one"), points=["one"], metadata="")
    info = install("digestkit-two", GOOD.format(format="two"), points=["two"])
    (info / "METADATA").write_bytes(b"Name: digestkit-tw\xff\n")
    for name in ("one", "two"):
        assert registry.exporter(name).owner == str(install.site)


def test_requirements_reinstall_what_is_there(install):
    install("digestkit-a", points=["a"])
    origins = {
        "digestkit-b": ({"url": "file:///plugins/b", "dir_info": {"editable": True}}, "-e file:///plugins/b"),
        "digestkit-c": ({"url": "file:///plugins/c"}, "digestkit-c @ file:///plugins/c"),
        "digestkit-d": (
            {"url": "https://host/d", "vcs_info": {"vcs": "git", "commit_id": "abc"}, "subdirectory": "x"},
            "digestkit-d @ git+https://host/d@abc#subdirectory=x",
        ),
        "digestkit-e": (["nonsense"], "digestkit-e==1.0"),
    }
    for name, (origin, _) in origins.items():
        (install(name, points=[name[-1]]) / "direct_url.json").write_text(json.dumps(origin))
    wanted = ["digestkit-a==1.0", *(line for _, line in origins.values())]
    assert set(wanted) <= set(registry.requirements())


def test_an_exporter_object_needs_no_packaging():
    @exporter("titles", suffix=".txt", media_type="text/plain")
    def titles(_digests, _context):
        """One title a line."""
        yield from ()

    assert registry.exporter(titles) is titles
    assert titles.info.summary == "One title a line."


@pytest.mark.parametrize("given", [None, 3, print, Exporter(ExporterInfo("x", "x", "x", "x"), print)])
def test_an_object_that_is_no_exporter_is_refused(given):
    with pytest.raises(UsageError):
        registry.exporter(given)


COST = """
import contextlib, io, os, sys
read = []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and {site!r} in arguments[0]:
        read.append(os.path.basename(arguments[0]))
sys.addaudithook(hook)
sys.path.insert(0, {site!r})
from digestkit import registry
from digestkit.registry import discovery, lookup, readers
def command(*arguments):
    from digestkit.cli import main
    with contextlib.redirect_stdout(io.StringIO()) as shown:
        main(arguments, standalone_mode=False)
    return shown.getvalue()
{statement}
print(len(set(name for name in read if name.endswith(".py"))))
print(len([name for name in read if name in ("METADATA", "entry_points.txt")]))
print(len(read))
"""


ALL_KINDS = """\
[digestkit.exporters]
p{number} = crowd{number}
[digestkit.readers]
r{number} = crowd{number}:reader
[digestkit.suffixes]
p{number} = crowd{number}:reader
[digestkit.transforms]
t{number} = crowd{number}:transform
[digestkit.checks]
CROWD = crowd{number}
[digestkit.observers]
o{number} = crowd{number}
"""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """Fifty plugins, all but one of which raise at import."""
    site = tmp_path_factory.mktemp("crowd")
    for number in range(50):
        (site / f"crowd{number}.py").write_text(
            textwrap.dedent(GOOD.format(format="p7")) if number == 7 else "raise RuntimeError('imported')"
        )
        info = site / f"digestkit_crowd{number}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: digestkit-crowd{number}\nVersion: 1.0\nSummary: Crowd.\n")
        (info / "entry_points.txt").write_text(ALL_KINDS.format(number=number))
    (site / "lists.p3").write_text("x")
    (site / "digest.md").write_text("## Daily Papers (2024-07-05)\n\n### [T](https://arxiv.org/abs/2407.1)\n")
    return site


@pytest.mark.parametrize(
    ("statement", "imported", "metadata"),
    [
        ("registry.exporter('markdown')", 0, False),
        ("registry.format_for_path('x.bib')", 0, False),
        ("assert 'Usage' in command('--help')", 0, False),
        ("assert 'Usage' in command('convert', '--help')", 0, False),
        ("assert 'paper-digestkit, version' in command('--version')", 0, False),
        ("command('convert', SITE + '/digest.md', '--to', 'bibtex', '-o', SITE + '/x.bib')", 0, False),
        ("command('convert', SITE + '/digest.md', '-o', SITE + '/x.md')", 0, False),
        ("command('convert', SITE + '/digest.md', '--transform', 'strip-media', '-t', 'rss')", 0, False),
        ("command('convert', SITE + '/digest.md', '--from', 'dailyarxiv', '-o', SITE + '/x.md')", 0, False),
        ("assert 'A lint' not in command('explain', 'DK201')", 0, False),
        ("assert readers.for_suffix('x.p3') == ('digestkit-crowd3:r3',)", 0, True),
        ("assert 'r49' in command('readers')", 0, True),
        ("assert 't49' in command('transforms')", 0, True),
        ("assert 'p49' in command('formats')", 0, True),
        ("assert len(registry.format_names()) >= 55", 0, True),
        ("assert registry.format_for_path('x.p3') == 'p3'", 0, True),
        ("assert registry.exporter('p7').info.name == 'p7'", 1, True),
        ("command('convert', SITE + '/digest.md', '--to', 'p7', '-o', SITE + '/x.txt')", 1, True),
    ],
)
def test_fifty_plugins_cost_what_is_asked_for(crowd, tmp_path, statement, imported, metadata):
    statement = statement.replace("SITE + '/x", f"'{tmp_path}/x").replace("SITE + '", f"'{crowd}")
    script = COST.format(site=str(crowd), statement=statement)
    done = subprocess.run([sys.executable, "-B", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    modules, records, total = map(int, done.stdout.split())
    assert modules == imported
    assert records == (100 if metadata else 0)
    # A file without a digest in the dialect that was named is looked at once more, to say what it is.
    assert total <= records + 3 * modules + ("digest.md" in statement) + ("dailyarxiv" in statement)


@pytest.mark.parametrize("options", [{}, {"tryfirst": True}, {"specname": "digestkit_register_exporters"}])
def test_our_marker_leaves_what_pluggys_does(options):
    def hook(register):
        pass

    theirs = pluggy.HookimplMarker("digestkit")(hook, **options).digestkit_impl
    del hook.digestkit_impl
    assert hookimpl(hook, **options).digestkit_impl == theirs
    assert hookimpl(**options)(hook).digestkit_impl == theirs
