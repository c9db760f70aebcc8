"""What the writer puts between parts, and what of a changed digest it takes from the text that was read."""

import datetime

import attrs
import pytest

import digestkit
from digestkit.model import Digest, Document, Item, Paper

ODD = "### [a](u)\nVote:3\nodd line\n- x\n"
"""A paper in no era's layout: where it is written like this, it was taken from the text."""


def digest_of(text):
    (digest,) = digestkit.parse(text).digests
    return digest


def test_a_style_counts_for_the_digests_of_a_document_too():
    text = f"# A\n\n## D (2024-07-05)\n\n{ODD}"
    written = digestkit.write(digestkit.parse(text), style="E5")
    assert written == "# A\n\n## D (2024-07-05)\n\n### [a](u)\n\nVote: 3\n\n- x\n\n"


@pytest.mark.parametrize(
    ("date", "spelled"),
    [
        ("2023-11-20", "- **L**: x\n"),
        ("2024-06-12", "- **L**: x\n\n- y\n\n"),
        ("2024-11-01", "- ***L***: x\n- y\n\n"),
    ],
)
def test_a_digest_made_by_hand_has_the_style_of_its_day(date, spelled):
    paper = Paper("t", "u", summary=[Item("L", "x"), Item(None, "y")])
    digest = Digest(datetime.date.fromisoformat(date), "D", [paper])
    assert spelled in digestkit.write(digest)


def test_digests_that_end_without_a_line_end_get_one_before_the_next():
    first, second = "## D (2024-07-05)\n\n### [a](u)\n\n- x", "## D (2024-07-06)\n\n### [b](v)\n\n- y"
    digests = [digest_of(first), digest_of(second)]
    assert digestkit.write(digests) == f"{first}\n{second}"
    assert digestkit.write(Document(digests)) == f"{first}\n{second}"
    assert digestkit.write(Document([digests[0], "# End\n"])) == f"{first}\n# End\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_paper_added_after_a_last_line_without_an_end_starts_a_line(newline):
    text = f"## D (2024-07-05)\n\n{ODD}- y".replace("\n", newline)
    digest = digest_of(text)
    changed = attrs.evolve(digest, papers=[*digest.papers, Paper("b", "v", votes=1)])
    added = "### [b](v)\n\nVote: 1\n\n".replace("\n", newline)
    assert digestkit.write(changed) == f"{text}{newline}{added}"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_papers_under_no_heading_get_one_and_stay_as_they_were(newline):
    text = ODD.replace("\n", newline)
    changed = attrs.evolve(digest_of(text), date=datetime.date(2024, 7, 5), title="D")
    assert digestkit.write(changed) == f"## D (2024-07-05){newline}{newline}{text}"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_papers_that_lose_their_heading_stay_as_they_were(newline):
    rest = ODD.replace("\n", newline)
    changed = attrs.evolve(digest_of(f"## D (2024-07-05) {newline}{rest}"), date=None, title="")
    assert digestkit.write(changed) == rest


def test_what_stands_around_a_changed_title_stays():
    text = f"## D (2024-07-05)  \nan introduction\n\n\n{ODD}"
    changed = attrs.evolve(digest_of(text), title="E")
    assert digestkit.write(changed) == text.replace("## D", "## E")
    assert digestkit.write(attrs.evolve(digest_of("## D (2024-07-05)  \nno papers"), title="E")) == (
        "## E (2024-07-05)  \nno papers"
    )
