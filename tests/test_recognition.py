"""Whether a text is a digest of this kind, or might be one of another: its beginning tells."""

import pytest

from digestkit.markdown.recognition import HEAD, has_day, head, lines, links_papers

DAY, LINK = "## D (2024-07-05)", "https://arxiv.org/abs/1706.03762"


@pytest.mark.parametrize(
    ("text", "most", "beginning"),
    [
        ("ab\ncd\n", 6, "ab\ncd\n"),
        ("ab\ncd\n", 5, "ab\n"),
        ("ab\ncd\n", 3, "ab\n"),
        ("abcd\n", 3, "abc"),
        ("\nabcd", 3, "\n"),
        ("", 3, ""),
    ],
)
def test_the_beginning_is_whole_lines_unless_the_first_is_too_long(text, most, beginning):
    assert lines(text, most) == beginning


@pytest.mark.parametrize(("char", "size"), [("a", 1), ("é", 2), ("가", 3), ("😀", 4), ("\ud800", 1)])
def test_the_beginning_is_measured_in_bytes(char, size):
    """Half a surrogate pair counts as the question mark that stands for it."""
    full = HEAD // size - 1
    assert head(f"{char * full}\n{char * 9}") == char * full + "\n"
    assert head(char * HEAD) == char * (HEAD // size)
    assert head(char * 99) == char * 99


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        (DAY, True),
        (f"# A\n\n{DAY}  \n", True),
        (f"\ufeff{DAY}\n", True),
        (f"# A\n\ufeff{DAY}\n", True),
        ("## D (2024-02-30)\n", True),
        (f" {DAY}\n", False),
        (f"#{DAY}\n", False),
        ("## D 2024-07-05\n## D(2024-07-05)\n", False),
        (f"{'x' * 99}\n" * (HEAD // 100 + 1) + DAY, False),
        (f"{'x' * 99}\n" * (HEAD // 200) + DAY, True),
    ],
)
def test_a_day_heading_in_the_beginning_is_seen(text, is_there):
    assert has_day(text) is is_there


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        (f"see {LINK}", True),
        ("[a](https://huggingface.co/papers/1)", True),
        ("http://www.biorxiv.org/content/1", True),
        ("https://arxiv.org/abs", False),
        ("https://arxiv.org/list/cs.CL", False),
        ("x\n" * HEAD + LINK, False),
        ("", False),
    ],
)
def test_a_link_to_a_paper_in_the_beginning_is_seen(text, is_there):
    assert links_papers(text) is is_there
