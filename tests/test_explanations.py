"""Each code is explained, once: what `digestkit explain` prints is what the reference shows.

An example that is wrong yields its code, and the one that is right does not.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from running import run

import digestkit
from digestkit import Code, cli
from digestkit.checks import explanations

ROOT = Path(__file__).parent.parent
EXAMPLE = re.compile(r"^```(\w+) (wrong|right)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTIONS = explanations.sections()


def examples():
    for code, section in SECTIONS.items():
        for language, kind, name, text in EXAMPLE.findall(section):
            longer = pytest.mark.search(only=True) if language == "sh" and kind == "right" else ()
            yield pytest.param(code, language, kind, name, text, id=f"{code}-{kind}", marks=longer)


def test_every_code_has_a_section_with_both_examples():
    assert list(SECTIONS) == [code.id for code in Code]
    for code, section in SECTIONS.items():
        assert [kind for _, kind, _, _ in EXAMPLE.findall(section)] == ["wrong", "right"], code
        means, matters, *_, mend = EXAMPLE.sub("", section).strip().split("\n\n")
        assert all([means, matters, mend]), code


def codes_of(language, name, text, folder):
    """What checking an example yields: of a text its findings, of a script what it prints."""
    if language == "sh":
        done = run(text.rstrip("\n"), folder)
        assert "Usage:" not in done.stdout
        return set(re.findall(r"\bDK\d{3}\b", done.stdout))
    path = folder / (name or "notes.md")
    path.write_text(text, encoding="utf-8")
    return {found.code.id for found in digestkit.check(path, select=[code.id for code in Code])}


@pytest.mark.parametrize(("code", "language", "kind", "name", "text"), list(examples()))
def test_examples_do_what_they_say(code, language, kind, name, text, tmp_path):
    if "seeds" in text:
        shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    found = codes_of(language, name, text, tmp_path)
    assert (code in found) == (kind == "wrong"), found


def test_the_reference_shows_what_explain_prints(golden):
    page = ROOT / "docs/reference/diagnostics.md"
    text = page.read_text(encoding="utf-8")
    shown = explanations.text().partition("\n\n")[2]
    renewed = re.sub(
        r"<!-- explanations -->\n.*\Z", lambda _: f"<!-- explanations -->\n\n{shown}", text, flags=re.DOTALL
    )
    assert "<!-- explanations -->" in text
    golden(page, renewed)


def test_explain_prints_a_section():
    shown = CliRunner().invoke(cli.main, ["explain", "dk208"])
    assert shown.exit_code == 0
    assert shown.stdout.startswith("DK208 (warning): a thumbnail of another paper\n\nThe image's")
    assert "\nWrong:\n\n    ## Daily Papers (2024-07-05)\n\n    ### [A Study]" in shown.stdout
    assert "```" not in shown.stdout
    assert "\nWrong, in 2024-07-06.md:\n" in CliRunner().invoke(cli.main, ["explain", "DK207"]).stdout


def test_explain_knows_names_and_what_was_meant():
    assert CliRunner().invoke(cli.main, ["explain", "crlf"]).stdout.startswith("DK102 (warning): ")
    failed = CliRunner().invoke(cli.main, ["explain", "DK219"])
    assert (failed.exit_code, failed.stdout) == (2, "")
    assert "unknown code 'DK219'; did you mean DK2" in failed.stderr
