"""What an XML format cannot repeat is found in every text of a paper, though most are looked at together."""

from __future__ import annotations

import pytest

from digestkit import Digest, Item, Media, Paper
from digestkit.export.alterations import of_digest

URL = "https://arxiv.org/abs/2407.00001"


@pytest.mark.parametrize(
    ("paper", "messages"),
    [
        (Paper("A\x01", URL), ["title"]),
        (Paper("A", f"{URL}\x01"), ["url"]),
        (Paper("A", URL, authors=("Ann", "Bo\x01")), ["authors"]),
        (Paper("A", URL, media=Media("image", "/a\x01.png")), ["media"]),
        (Paper("A", URL, summary=(Item("B\x01", "c"),)), ["summary"]),
        (Paper("A", URL, summary=(Item("B", "c"), Item(None, "d\x01"))), ["summary"]),
        (Paper("A", URL, summary=(Item(None, r"['b', 'c\x01']"),)), ["summary"]),
        (Paper("A", URL, abstract="b\x01"), ["abstract"]),
        (Paper("A", URL, tags=("b", "c\x01")), ["tags"]),
        (Paper("A", URL, extra=(("b", "c\x01"),)), ["extra"]),
        (Paper("A\x01", URL, tldr="b\x01"), ["title", "tldr"]),
        (Paper("A\u200d", URL, summary=(Item(None, "1. b\n2. c"),), abstract="b\tc"), []),
        (Paper("A", URL, authors=("Ann",), summary=(Item("B", "c"),)), []),
    ],
)
def test_an_alteration_is_told_with_its_node(paper: Paper, messages: list[str]) -> None:
    found = list(of_digest(Digest(None, "D", (paper,))))
    assert [message.partition(":")[0] for _, message in found] == messages
    assert all(node in (paper, paper.media, *paper.summary) for node, _ in found)
