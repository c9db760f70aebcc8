"""Version 1 of the plugin contract is served for ever, also by a host that speaks a later one."""

from __future__ import annotations

import io
import subprocess
import sys
import textwrap
from pathlib import Path

import attrs
import pytest

import digestkit
from digestkit import registry
from digestkit._version1 import inline
from digestkit.errors import UsageError
from digestkit.export import contract

SITE = Path(__file__).parent / "fixtures" / "version1"

DIGEST = """\
## Daily Papers (2024-07-05)

### [Graphs of **Languages**](https://arxiv.org/abs/2407.01906v2)

![](https://images.example/a.png)

Vote: 18

Authors: Ada Lovelace, OpenAI, +

- **What's New**: it is `new`
"""

LINES = """\
CC0 always b'before'
A title ko https://base.example/
2024-07-05 Daily Papers day.md
Graphs of Languages Graphs of <strong>Languages</strong> https://arxiv.org/abs/2407.01906v2 \
https://arxiv.org/abs/2407.01906v2
arxiv:2407.01906 2407.01906 2 https://arxiv.org/pdf/2407.01906v2 7
('image', 'https://images.example/a.png') 18
[PersonName(given='Ada', particle='', family='Lovelace', suffix=''), LiteralName(text='OpenAI')] True
<ul><li><strong>What's New:</strong> it is <code>new</code></li></ul>
What's New it is `new` 0
"""

LATER = """
import importlib.util, re, sys
from pathlib import Path

spec = importlib.util.find_spec("digestkit.export.contract")
source = Path(spec.origin).read_text(encoding="utf-8")
source, versions = re.subn(r"^API_VERSION = [0-9]+$", "API_VERSION = 999", source, flags=re.MULTILINE)
source, fields = re.subn(r"^(FIELDS = .*)$", r"\\1\\nFIELDS = (*FIELDS, 'mood')", source, flags=re.MULTILINE)
assert versions == fields == 1
later = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
exec(compile(source, spec.origin, "exec"), later.__dict__)

import digestkit
from digestkit import registry
from digestkit.export import loss, options
loss._OF_PAPER["mood"] = lambda paper: True
later.RESERVED = {**later.RESERVED, 999: ("rights",)}
"""
"""A host of a later version: with a new field, which every paper has, and a name of an option of its own."""


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(SITE)
    monkeypatch.delenv("DIGESTKIT_PLUGINS", raising=False)


def later(code: str) -> list[str]:
    """What a program prints on a host of a later version, with the plugin installed."""
    program = f"{LATER}sys.path.insert(0, {str(SITE)!r})\n{textwrap.dedent(code)}"
    done = subprocess.run(
        [sys.executable, "-B", "-c", program], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.usefixtures("plugin")
def test_a_plugin_of_version_1_is_served_with_all_that_it_was_promised(tmp_path: Path) -> None:
    (tmp_path / "day.md").write_text(DIGEST, encoding="utf-8")
    (tmp_path / "previous").write_text("before", encoding="utf-8")
    written = io.BytesIO()
    digestkit.convert(
        tmp_path / "day.md",
        "first",
        written,
        title="A title",
        lang="ko",
        base_url="https://base.example/",
        options={"rights": "CC0", "previous": tmp_path / "previous"},
    )
    assert written.getvalue().decode() == LINES


@pytest.mark.usefixtures("plugin")
def test_what_xml_forbids_is_reported_as_in_version_1() -> None:
    told: list[digestkit.Diagnostic] = []
    digestkit.dumps(digestkit.parse(DIGEST.replace("Graphs", "Gra\x08phs")), "first", report=told.append)
    assert [diagnostic.code for diagnostic in told] == [digestkit.Code.ALTERED]


def test_the_defaults_of_an_exporter_are_version_1s() -> None:
    defaults = digestkit.exporter.__kwdefaults__
    info = attrs.fields_dict(digestkit.ExporterInfo)
    assert defaults["api_version"] == info["api_version"].default == 1
    fields = ("date", "digest", "title", "url", "media", "votes", "authors", "authors_truncated", "summary")
    assert contract.FIELDS_1 == defaults["carries"] == info["carries"].default == fields
    assert contract.RESERVED[1] == ("title", "lang", "base_url")


def test_a_later_host_takes_an_old_plugin_for_an_old_one() -> None:
    version, lost = later(f"""
        print(registry.exporter("first").info.api_version)
        told = []
        digestkit.dumps(digestkit.parse({DIGEST!r}), "first", report=told.append)
        print(*(diagnostic.message for diagnostic in told))
    """)
    assert version == "1"
    assert lost == "first does not carry: mood (1 paper)"


def test_an_option_keeps_its_name_when_a_later_host_wants_it(tmp_path: Path) -> None:
    given, *shown = later(f"""
        from digestkit.cli import main
        Path({str(tmp_path)!r}, "day.md").write_text({DIGEST!r})
        main(["convert", {str(tmp_path)!r}, "-t", "first", "-O", "rights=CC0"], standalone_mode=False)
        main(["formats", "first"], standalone_mode=False)
    """)
    assert given == "CC0 always None"
    assert any(line.startswith("  -O rights=…") for line in shown)


def test_an_exporter_of_the_later_version_may_not_have_that_option() -> None:
    [refused] = later("""
        import attrs
        made = attrs.make_class("Options", {"rights": attrs.field(default="", type=str)})
        try:
            digestkit.exporter(
                "new", suffix=".new", media_type="text/plain", summary="New.", options=made, api_version=999
            )
        except digestkit.UsageError as error:
            print(error)
    """)
    assert refused == "options: 'rights' is the command's own: it comes by the context"


def test_what_version_1_did_not_know_is_text() -> None:
    found = inline.tokens(r"$x^2$ \emph{a} `b`")
    assert [tuple(token) for token in found] == [
        (inline.Kind.TEXT, "$x^2$", "x²", None),
        (inline.Kind.TEXT, " ", " ", None),
        (inline.Kind.TEXT, "\\emph{", "", None),
        (inline.Kind.TEXT, "a", "a", None),
        (inline.Kind.TEXT, "}", "", None),
        (inline.Kind.TEXT, " ", " ", None),
        (inline.Kind.CODE, "`b`", "b", None),
    ]


def test_a_reserved_name_that_a_format_has_not_is_the_commands() -> None:
    with pytest.raises(UsageError, match="write --rights"):
        digestkit.dumps([], "bibtex", options={"rights": "CC0"})
    assert contract.reserved(1) == {"title", "lang", "base_url"}
    assert contract.reserved(2) == {"title", "lang", "base_url", "rights"}
    assert registry.exporter("bibtex").info.api_version == 1


@pytest.mark.usefixtures("plugin")
def test_what_is_said_of_rights_reaches_an_option_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "day.md").write_text(DIGEST, encoding="utf-8")
    for given, line in (
        ({"rights": "CC0"}, "CC0 always None"),
        ({"rights": "CC0", "options": {"rights": "mine"}}, "mine always None"),
    ):
        assert digestkit.dumps([], "first", **given).splitlines()[0] == line
        written = io.BytesIO()
        digestkit.convert(tmp_path / "day.md", "first", written, **given)
        assert written.getvalue().decode().splitlines()[0] == line


@pytest.mark.parametrize("version", [1, 2])
def test_what_is_said_of_rights_stands_in_the_context(version: int) -> None:
    @digestkit.exporter("new", suffix=".new", media_type="text/plain", summary="New.", api_version=version)
    def new(_digests: object, context: digestkit.ExportContext) -> list[str]:
        return [str(context.rights)]

    assert digestkit.dumps([], new, rights="CC0") == "CC0"
    assert digestkit.dumps([], new) == "None"
