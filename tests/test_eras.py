"""How each era spells a paper, from its fields alone."""

import datetime

import pytest

import digestkit
from digestkit import UsageError
from digestkit.markdown.eras import STYLES, style_of
from digestkit.model import Digest, Item, Media, Paper

URL = "https://x.example/v.mp4"
FRAME = f'<div><video controls src="{URL}" muted="false"></video></div>'
LINKED, BARE = f"[Watch Video]({URL})\n{FRAME}", f"[Watch Video]{URL}\n{FRAME}"
NAMES = [style.name for style in STYLES]


def spelled(name, **fields):
    return digestkit.write(Digest(None, "", [Paper("T", "u", **fields)]), style=name)


@pytest.mark.parametrize(
    ("name", "video"),
    [("E0", LINKED), ("E1", f"<video src='{URL}'></video>"), ("E2", LINKED), ("E3", BARE), ("E4", BARE)]
    + [(name, LINKED) for name in NAMES[5:]],
)
def test_videos(name, video):
    assert spelled(name, media=Media("video", URL)) == f"### [T](u)\n\n{video}\n\n"


@pytest.mark.parametrize("url", ["(v)", "v "])
def test_a_url_that_could_not_stand_bare_is_put_in_parentheses(url):
    text = spelled("E3", media=Media("video", url))
    assert text.startswith(f"### [T](u)\n\n[Watch Video]({url})\n<div>")
    assert f'src="{url}"' in text


@pytest.mark.parametrize("name", NAMES)
def test_pictures_names_and_votes(name):
    gap = "\n" if name == "E1" else "\n\n"
    head = ["### [T](u)", "![](a.png)", "Vote: 3"]
    head.append("Authors: ['A', '+']" if name == "E8" else "Authors: A, +")
    text = spelled(name, media=Media("image", "a.png"), votes=3, authors=["A"], authors_truncated=True)
    assert text == gap.join(head) + "\n\n"
    assert spelled(name, votes=0) == f"{head[0]}{gap}Vote: 0\n\n"
    assert "Authors" not in spelled(name)


@pytest.mark.parametrize("name", NAMES)
def test_items(name):
    stars = "***" if name in ("E8", "E9") else "**"
    between = "\n\n" if name == "E6" else "\n"
    text = spelled(name, summary=[Item("L", "x"), Item(None, "y")])
    assert text == f"### [T](u)\n\n- {stars}L{stars}: x{between}- y\n" + "\n" * (name != "E0")


def test_an_era_begins_with_its_first_day():
    for before, style in zip((STYLES[0], *STYLES), STYLES, strict=False):
        assert style_of(style.since) is style
        assert style_of(style.since - datetime.timedelta(1)) is before
    assert style_of(datetime.date(2020, 1, 1)) is STYLES[0]
    assert style_of(datetime.date(2030, 1, 1)) is style_of(None) is STYLES[-1]


def test_an_unknown_style_is_told_with_those_there_are():
    with pytest.raises(UsageError, match=r"'E10'.*E0, E1"):
        spelled("E10")
