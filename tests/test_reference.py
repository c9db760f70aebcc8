"""The reference pages say what the code does: help, signatures, codes, the record.

What they show of the code is renewed by `pytest tests/test_reference.py --renew-goldens`.
"""

import inspect
import json
import re
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

import digestkit
from digestkit import Code, cli, errors

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "reference"


def page(name):
    return (PAGES / name).read_text("utf-8")


def rows(text):
    """The cells of the tables on a page."""
    lines = re.findall(r"^\| (.*) \|$", text, re.MULTILINE)
    return [re.split(r"(?<!\\) ?\| ?", line) for line in lines]


def test_cli_shows_the_help_of_every_command(golden):
    def helped(match):
        name = match[1].strip()
        result = CliRunner().invoke(
            cli.main,
            [*name.split(), "--help"],
            prog_name="digestkit",
            terminal_width=100,
            max_content_width=100,
        )
        assert result.exit_code == 0, name
        return f"```console\n$ digestkit {name + ' ' if name else ''}--help\n{result.stdout}```\n"

    text = page("cli.md")
    renewed = re.sub(r"```console\n\$ digestkit (.*?)--help\n.*?```\n", helped, text, flags=re.DOTALL)
    golden(PAGES / "cli.md", renewed)
    assert set(re.findall(r"\$ digestkit (\S+) --help", text)) == set(cli.COMMANDS)


def test_cli_tells_the_exit_codes():
    told = {int(code) for row in rows(page("cli.md")) for code in re.findall(r"^\d+$", row[0])}
    known = {error.exit_code for error in vars(errors).values() if hasattr(error, "exit_code")}
    assert told == {0, *known}


def signature(name):
    """A function as one line, or as a line for each parameter."""
    found = inspect.signature(getattr(digestkit, name))
    parameters, keywords = [], False
    for parameter in found.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not keywords:
            parameters.append("*")
            keywords = True
        # annotations are text at run time, and quoted where they are shown
        parameters.append(re.sub(r": '([^']*)'", r": \1", str(parameter)))
    line = f"{name}({', '.join(parameters)}) -> {found.return_annotation}"
    if len(line) <= 100:
        return line
    inside = "".join(f"    {parameter},\n" for parameter in parameters)
    return f"{name}(\n{inside}) -> {found.return_annotation}"


def test_library_shows_every_signature(golden):
    def signed(match):
        shown = "\n\n".join(map(signature, match[1].split()))
        return f"<!-- signature: {match[1]} -->\n```python\n{shown}\n```\n"

    text = page("library.md")
    renewed = re.sub(r"<!-- signature: (.*?) -->\n```python\n.*?```\n", signed, text, flags=re.DOTALL)
    golden(PAGES / "library.md", renewed)


def test_library_names_everything_public():
    text = page("library.md")
    assert [name for name in digestkit.__all__ if not re.search(rf"\b{name}\b", text)] == []


def test_library_lists_the_fields_of_the_model():
    listed = {row[0].strip("`"): re.findall(r"`(\w+)`", row[1]) for row in rows(page("library.md"))}
    for model in (digestkit.Document, digestkit.Digest, digestkit.Paper, digestkit.Item, digestkit.Media):
        beside = ("span", "layout", "source", "bom", "newline")
        assert listed[model.__name__] == [
            field.name for field in attrs.fields(model) if field.name not in beside
        ]


def test_library_lists_what_is_derived():
    listed = {row[0].strip("`"): re.findall(r"`(\w+)`", row[-1]) for row in rows(page("library.md"))}
    for model in (digestkit.Document, digestkit.Paper, digestkit.Item, digestkit.Media):
        derived = [name for name, value in vars(model).items() if isinstance(value, property)]
        assert sorted(listed[model.__name__]) == sorted(derived)


def test_library_lists_the_fields_of_a_result():
    listed = [row[0].strip("`") for row in rows(page("library.md"))]
    assert [field.name for field in attrs.fields(digestkit.ConvertResult)] == listed[-4:]


def test_library_shows_the_errors():
    tree = "\n".join(line[4:] for line in errors.__doc__.split("\n") if line.startswith("    "))
    assert tree.startswith("DigestkitError\n")
    assert tree in page("library.md")


def test_library_examples_run():
    code = re.findall(r"(?<! -->\n)```python\n(.*?)```", page("library.md"), re.DOTALL)
    assert len(code) > 5
    exec("\n".join(code), {})


def test_diagnostics_lists_every_code(golden):
    def row(code):
        loss = " †" if code.is_lost_content else ""
        return f"| `{code.id}`{loss} | {code.severity} | {code.summary} | `Code.{code.name}` |"

    table = "\n".join(["| code | severity | meaning | in Python |", "|---|---|---|---|", *map(row, Code)])
    renewed = re.sub(
        r"<!-- codes -->\n.*?\n## ",
        lambda _: f"<!-- codes -->\n\n{table}\n\n## ",
        page("diagnostics.md"),
        flags=re.DOTALL,
    )
    golden(PAGES / "diagnostics.md", renewed)


def test_diagnostics_shows_the_keys_of_json():
    shown = json.loads(re.search(r"```json\n(.*?)\n```", page("diagnostics.md"))[1])
    assert list(shown) == list(json.loads(digestkit.Diagnostic(Code.BAD_DATE, "…", "notes.md", 1, 1).json()))


def test_codes_are_stable_and_grouped():
    numbers = [code.id for code in Code]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"DK[1-6]\d\d", number) for number in numbers)
    assert numbers == sorted(numbers)


def test_jsonl_shows_a_real_record(golden):
    def shown(match):
        document = digestkit.load(ROOT / match[1])
        record = json.loads(digestkit.dumps(document, "jsonl").partition("\n")[0])
        text = json.dumps(record, ensure_ascii=False, indent=2)
        return f"<!-- record: {match[1]} -->\n```json\n{text}\n```\n"

    text = page("jsonl.md")
    renewed = re.sub(r"<!-- record: (.*?) -->\n```json\n.*?```\n", shown, text, flags=re.DOTALL)
    golden(PAGES / "jsonl.md", renewed)


def test_jsonl_explains_every_key():
    record = json.loads(digestkit.dumps([digestkit.Digest(None, "", [digestkit.Paper("t", "u")])], "jsonl"))
    told = [name for row in rows(page("jsonl.md"))[1:] for name in re.findall(r"`(\w+)`", row[0])]
    assert told == list(record)


@pytest.mark.parametrize("name", ["cli.md", "library.md", "jsonl.md", "diagnostics.md"])
def test_pages_name_codes_that_exist(name):
    assert set(re.findall(r"`(DK\d{3})`", page(name))) <= {code.id for code in Code}
