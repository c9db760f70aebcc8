"""The reference says what the exporter does."""

import re
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import attrs
import books
import pytest
from digestkit_epub import exporter
from digestkit_epub.exporter import Options
from lxml import etree

PLUGIN = Path(__file__).parent.parent
ROOT = PLUGIN.parent.parent
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def reference():
    page = DOCS / "reference" / "epub.md"
    if not page.exists():
        pytest.skip("the documentation is not beside this copy of the plugin")
    return page.read_text(encoding="utf-8")


def rows(text, heading):
    """The cells of the first table under a heading."""
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.split("\n") if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[1:]]


def test_every_option_is_documented_with_its_default(reference):
    told = {row[0].strip("`").partition("=")[0]: row[1].strip("`") for row in rows(reference, "Options")}
    for field in attrs.fields(Options):
        default = getattr(field.default, "value", field.default)
        shown = {None: {"", "the digests' name"}, (): {"the digests' name"}}.get(
            default, {str(default).lower()}
        )
        assert told.pop(field.name) in shown, field.name
    assert told == {}


def test_every_file_of_a_book_is_documented(reference):
    told = {row[0].strip("`") for row in rows(reference, "What is in a book")}
    named = " ".join(" ".join(row) for row in rows(reference, "What is in a book")) + reference
    for name in books.members(books.make(*books.week())):
        base = name.removeprefix("EPUB/")
        if base.endswith((".xhtml", ".ncx")) and not base.startswith("2024-07-0"):
            assert base in told
        elif base.startswith("cover"):
            assert f"`{base}`" in named


def test_every_property_is_documented(reference):
    told = " ".join(" ".join(row) for row in rows(reference, "Metadata") + rows(reference, "Accessibility"))
    data = books.make(*books.week())
    metadata = books.tree(data, "content.opf").xpath("//dc:*", namespaces=books.NAMES)
    names = {f"dc:{etree.QName(found).localname}" for found in metadata}
    for name in {*books.properties(data), *names}:
        assert f"`{name.removeprefix('schema:')}`" in told or name == "collection-type", name
    for feature in books.properties(data)["schema:accessibilityFeature"]:
        assert f"`{feature}`" in told


def test_the_licence_is_stated_and_included():
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "AGPL-3.0-or-later AND OFL-1.1"
    assert project["license-files"] == ["LICENSE", "NOTICE", "digestkit_epub/cover/letters/OFL.txt"]
    assert "SIL Open Font License" in (PLUGIN / "NOTICE").read_text(encoding="utf-8")
    licence = (PLUGIN / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in licence
    assert "Version 3" in licence
    assert "GNU Affero General Public License" in (PLUGIN / "README.md").read_text(encoding="utf-8")


def test_the_entry_point_leads_to_the_exporter():
    (found,) = entry_points(group="digestkit.exporters", name="epub")
    assert found.load() is exporter
    assert exporter.epub.info.name == "epub"
