"""Lints of plugins: `check`, `explain`, `stats` and their options treat them as the core's."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner

import digestkit
from digestkit import Code
from digestkit.checks.lints import Linter
from digestkit.cli import main
from digestkit.errors import UsageError
from digestkit.registry import checks, states
from digestkit.testing import samples

POINTS = "[digestkit.checks]\nACM = acm_checks\n"

ACM = """
    import digestkit

    @digestkit.lint("ACM101", severity="error")
    def title(paper):
        \"\"\"A title that is too short.

        It says nothing. Say more:

        ```markdown wrong
        ### [A](https://arxiv.org/abs/2407.01906)
        ```
        \"\"\"
        {title}
        return "too short" if len(paper.title) < 4 else None

    @digestkit.lint("ACM102", of="item")
    def item(one):
        \"\"\"An item without a label.\"\"\"
        return None if one.label else ["no label", (one, "none at all")]

    @digestkit.lint("ACM203", of="digest", severity="info")
    def papers(digest):
        \"\"\"A digest of one paper.\"\"\"
        return (digest.papers[0], "alone") if len(digest.papers) == 1 else None

    @digestkit.hookimpl
    def digestkit_register_checks(register):
        for one in ({registered}):
            register(one)
"""

DAY = """\
## Daily Papers (2024-07-05)

### [Abc](https://arxiv.org/abs/2407.01906)

Vote: 5

- **What's New**: 하나
- 둘

"""


def invoke(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def install(lay_out, name="acm-checks", points=POINTS, title="pass", registered="title, item, papers"):
    source = ACM.replace("{title}", title).replace("{registered}", registered)
    lay_out(name, points, source)


@pytest.fixture
def day(lay_out, tmp_path):
    """A file in which each of the lints of an installed plugin finds something."""
    install(lay_out)
    path = tmp_path / "day.md"
    path.write_text(DAY, encoding="utf-8")
    return path


def found(done):
    return [line.split(": ")[1].split()[0] for line in done.stdout.splitlines()]


def test_check_reports_them_with_their_places(day):
    done = invoke("check", day, "--select", "ACM")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"{day}:3:1: ACM203 info: alone",
        f"{day}:3:1: ACM101 error: too short",
        f"{day}:8:1: ACM102 warning: no label",
        f"{day}:8:1: ACM102 warning: none at all",
    ]
    assert "1 paper: 4 findings (ACM101 1, ACM102 2, ACM203 1)" in done.stderr


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--select", "ACM1"], ["ACM101", "ACM102", "ACM102"]),
        (["--select", "acm203"], ["ACM203"]),
        (["--select", "ACM", "--ignore", "ACM102"], ["ACM203", "ACM101"]),
        (["--select", "ACM,DK2", "--ignore", "ACM1"], ["ACM203"]),
        (["--select", "ACM", "--ignore-in", "*.md=ACM10"], ["ACM203"]),
        (["--select", "ACM", "--ignore-in", "other/*.md=ACM10"], ["ACM203", "ACM101", "ACM102", "ACM102"]),
        (["--select", "DK2"], []),
        (["--ignore", "ACM"], []),
    ],
)
def test_their_codes_are_chosen_as_the_cores_are(day, options, codes):
    assert found(invoke("check", day, *options)) == codes


@pytest.mark.parametrize("option", ["--select", "--ignore", "--ignore-in"])
@pytest.mark.parametrize("code", ["AC", "A", "ACMX", "ACM3", "ACM1012"])
def test_a_code_that_nobody_has_is_2(day, option, code):
    given = f"*.md={code}" if option == "--ignore-in" else code
    done = invoke("check", day, option, given)
    assert done.exit_code == 2
    assert f"unknown code {code!r}" in done.stderr


def test_the_prefix_of_one_is_not_that_of_another(day, lay_out):
    source = ACM.replace("{title}", "pass").replace("{registered}", "title,").replace("ACM", "AC")
    lay_out("ac-checks", "[digestkit.checks]\nAC = ac_checks\n", source)
    assert found(invoke("check", day, "--select", "AC")) == ["AC101"]
    assert found(invoke("check", day, "--select", "ACM101")) == ["ACM101"]


@pytest.mark.parametrize(("severity", "code"), [("error", 4), ("warning", 4), ("info", 4), (None, 0)])
def test_severities_count_for_the_exit_code(day, severity, code):
    options = [] if severity is None else ["--fail-on", severity]
    assert invoke("check", day, "--select", "ACM", *options).exit_code == code
    assert invoke("check", day, "--select", "ACM203", "--fail-on", "warning").exit_code == 0


def test_as_json_and_as_workflow_commands(day):
    lines = invoke("check", day, "--select", "ACM101", "--format", "json").stdout.splitlines()
    assert [json.loads(line) for line in lines] == [
        {
            "source": str(day),
            "line": 3,
            "column": 1,
            "code": "ACM101",
            "severity": "error",
            "message": "too short",
        }
    ]
    done = invoke("check", day, "--select", "ACM203", "--format", "github")
    assert done.stdout == f"::notice file={day},line=3,col=1,title=ACM203::alone\n"


def test_stats_count_and_name_them(day):
    done = invoke("stats", day)
    assert done.exit_code == 0
    assert "ACM102  An item without a label." in done.stdout
    assert json.loads(invoke("stats", day, "--format", "json").stdout)["findings"]["ACM102"] == 2


@pytest.mark.usefixtures("day")
def test_explain_shows_the_docstring():
    assert invoke("explain", "acm101").stdout == (
        "ACM101 (error): A title that is too short.\n\n"
        "It says nothing. Say more:\n\nWrong:\n\n    ### [A](https://arxiv.org/abs/2407.01906)\n\n"
        "A lint of acm-checks 1.0, which looks at each paper.\n"
    )


@pytest.mark.usefixtures("day")
def test_explain_loads_the_one_plugin_that_has_the_code(lay_out):
    lay_out("other-checks", "[digestkit.checks]\nOTH = other_checks\n", "raise RuntimeError('imported')")
    assert invoke("explain", "ACM203").exit_code == 0
    assert invoke("explain", "DK201").exit_code == 0
    assert "other_checks" not in sys.modules
    done = invoke("explain", "OTH101")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "checks 'OTH' of other-checks 1.0 is broken: RuntimeError: imported" in done.stderr


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("code", ["ACM999", "ZZZ101", "ACM", "101", "", "DK999", "acm-101"])
def test_explain_knows_no_other_code(code):
    done = invoke("explain", code)
    assert done.exit_code == 2
    assert "unknown code" in done.stderr


def test_the_library_takes_them_too(day):
    assert [one.code.id for one in digestkit.check(day, select=["ACM101"])] == ["ACM101"]
    assert "ACM101" not in {one.code.id for one in digestkit.check(day, lints=[])}
    own = digestkit.lint("OWN101", summary="S.")(lambda paper: paper.title)
    told = list(digestkit.check(day, lints=[own], select=["OWN"]))
    assert [(one.code.id, one.message, one.line) for one in told] == [("OWN101", "Abc", 3)]
    with pytest.raises(UsageError):
        digestkit.check(day, lints=[], select=["ACM"])


def test_plugins_shows_them(day):
    shown = map(json.loads, invoke("plugins", "--format", "json").stdout.splitlines())
    [one] = [one for one in shown if one["distribution"] == "acm-checks"]
    assert (one["kind"], one["format"], one["state"]) == ("checks", "ACM", "ok")
    assert day.exists()


# What one may do wrong.


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("raise ValueError('half way')", "ValueError: half way"),
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("return 5", "TypeError"),
        ("return ['']", "a finding must be a message, not ''"),
        ("return [None]", "a finding must be a message, not None"),
        ("return (paper, 5)", "a finding must be a message, not 5"),
        ("return (object(), 'x')", "a finding must be about a node of the model, not object"),
        ("return (1 / 0 for _ in 'ab')", "ZeroDivisionError"),
        ("paper.title = 'x'", "FrozenInstanceError"),
    ],
)
def test_one_that_fails_is_reported_once_and_the_others_go_on(lay_out, tmp_path, fault, told):
    install(lay_out, title=fault)
    path = tmp_path / "day.md"
    path.write_text(DAY * 3, encoding="utf-8")
    done = invoke("check", path, "--select", "ACM,DK611", "--all")
    lines = [line for line in done.stdout.splitlines() if "DK611" in line]
    assert len(lines) == 1
    assert lines[0].startswith(f"{path}:3:1: DK611 error: ACM101 of acm-checks 1.0 failed: ")
    assert told in lines[0]
    assert found(done).count("ACM102") == 6


def test_findings_without_end_are_cut_off():
    endless = digestkit.lint("OWN101", summary="S.")(lambda _paper: ("again" for _ in iter(int, 1)))
    told = list(Linter([endless.info.code], [endless]).lint([samples.digest(samples.paper())]))
    assert len(told) == 1000


def test_an_interrupt_passes():
    def look(_paper):
        raise KeyboardInterrupt

    stopped = digestkit.lint("OWN101", summary="S.")(look)
    with pytest.raises(KeyboardInterrupt):
        list(Linter([stopped.info.code], [stopped]).lint([samples.digest(samples.paper())]))


def test_what_one_prints_stays_out_of_the_findings(lay_out, tmp_path):
    install(lay_out, title="print('loud')")
    path = tmp_path / "day.md"
    path.write_text(DAY, encoding="utf-8")
    for command in ("check", "stats"):
        done = invoke(command, path, "--format", "json")
        assert "loud" not in done.stdout
        assert "loud" in done.stderr


def test_two_plugins_of_one_prefix_are_neither_used(day, lay_out):
    install(lay_out, name="acm-too", points=POINTS.replace("acm_checks", "acm_too"))
    done = invoke("check", day)
    assert "ACM" not in "".join(found(done))
    told = [line for line in done.stdout.splitlines() if line.startswith("DK612")]
    assert len(told) == 2
    assert "checks 'ACM' of acm-checks 1.0 are not used: acm-too 1.0 claims 'ACM' too" in told[0]
    assert "DIGESTKIT_PLUGINS can switch one off" in told[0]
    assert "write" not in told[0]
    assert invoke("explain", "ACM101").exit_code == 3
    assert {state.state for state in states() if state.name == "ACM"} == {"clash"}


def test_the_environment_settles_a_clash(day, lay_out, monkeypatch):
    install(lay_out, name="acm-too", points=POINTS.replace("acm_checks", "acm_too"))
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "acm-too")
    assert "ACM101" in found(invoke("check", day))
    monkeypatch.setenv("DIGESTKIT_PLUGINS", "")
    assert checks.lints() == ((), ())


BROKEN = {
    "raise RuntimeError('no luck')": "RuntimeError: no luck",
    "pass": "no function digestkit_register_checks",
}
REGISTERED = {
    "": "it registers nothing",
    "None,": "NoneType is no lint",
    "title, title": "ACM101 is registered twice",
    "digestkit.lint('ACN101', summary='S.')(len),": "ACN101 does not begin with ACM",
    "digestkit.lint('ACM1', summary='S.')(len),": "a code must be like 'ACM101'",
    "digestkit.lint('ACM101', summary='')(len),": "summary must be one line",
    "digestkit.lint('ACM101', summary='S.', severity='fatal')(len),": "severity must be one of",
    "digestkit.lint('ACM101', summary='S.', of='author')(len),": "of must be one of digest, paper, item",
    "digestkit.lint('ACM101', summary='S.')(lambda: None),": "it must take (node)",
    "digestkit.lint('ACM101', summary='S.', api_version=2)(len),": "it needs a newer digestkit",
}


@pytest.mark.parametrize(("source", "reason"), BROKEN.items())
def test_a_module_that_is_broken_is_told_and_the_check_goes_on(lay_out, tmp_path, source, reason):
    lay_out("acm-checks", POINTS, source)
    check_broken(tmp_path, reason)


@pytest.mark.parametrize(("registered", "reason"), REGISTERED.items())
def test_lints_that_are_none_are_told_and_the_check_goes_on(lay_out, tmp_path, registered, reason):
    install(lay_out, registered=registered)
    check_broken(tmp_path, reason)


def check_broken(folder, reason):
    path = folder / "day.md"
    path.write_text(DAY.replace("2407.01906", "x"), encoding="utf-8")
    done = invoke("check", path)
    [told] = [line for line in done.stdout.splitlines() if line.startswith("DK612")]
    assert "DK612 warning: checks 'ACM' of acm-checks 1.0 is broken: " in told
    assert reason in told
    assert "DK203" in found(done)
    asked = invoke("check", path, "--select", "ACM101")
    assert asked.exit_code == 2
    assert "unknown code 'ACM101'" in asked.stderr
    assert reason in asked.stderr


@pytest.mark.parametrize("prefix", ["DK", "acm", "A", "ABCDEFGHI", "A1"])
def test_a_prefix_that_none_may_have_is_told(lay_out, tmp_path, prefix):
    install(lay_out, points=POINTS.replace("ACM", prefix))
    path = tmp_path / "day.md"
    path.write_text(DAY, encoding="utf-8")
    told = [line for line in invoke("check", path).stdout.splitlines() if line.startswith("DK612")]
    assert [line for line in told if "must be a prefix of capitals" in line]


def test_codes_of_plugins_are_never_losses():
    own = digestkit.OwnCode("ACM101", digestkit.Severity.ERROR, "S.")
    assert (own.name, own.is_loss, own.is_lost_content, own.is_unread) == ("ACM101", False, False, False)
    assert digestkit.Diagnostic(own, "m", "f", 1, 2).text() == "f:1:2: ACM101 m"
    assert Code.LINT_FAILED.severity is digestkit.Severity.ERROR
