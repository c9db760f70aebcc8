"""Which addresses may become links: the bounds of hosts and ports, and every character that none may hold."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digestkit.text import links
from digestkit.text.links import link_target, video_type, web_uri

LONG_LABEL = "a" * 63
LONG_HOST = ".".join([LONG_LABEL] * 3 + ["a" * 61])  # 253 characters, as many as DNS can carry
KOREAN_HOST = f"{LONG_HOST[: 253 - len('.xn--3e0b707e')]}.한국"  # as long, in ASCII

LINKS = [
    f"https://{LONG_LABEL}.example/",
    f"https://{LONG_HOST}/",
    f"https://{KOREAN_HOST}/",
    "https://example.org./a",
    "https://example.org:0/",
    "https://example.org:65535/",
    "https://example.org:00080/",
    "https://example.org?q",
    "https://example.org#f",
    "https://a_b.example",
    "https://xn--3e0b707e.example/",
    "https://e\u0301.example/",
    "mailto:ada.l+papers@example.org",
    "mailto:ada@example.org?subject=x",
    "MAILTO:ada@example.org",
]
NO_LINKS = [
    f"https://{LONG_LABEL}a.example/",
    f"https://a{LONG_HOST}/",
    f"https://{LONG_HOST}a/",
    "https://xn--99999999.example/",
    "https://a.xn--.example/",
    "https://example.org../a",
    "https://example.org:65536/",
    "https://example.org:000080/",
    "https://example.org:/",
    "https://example.org:80a/",
    "https://example.org|/",
    "https://\u0301e.example/",
    "https://a.\u0301e.example/",
    "https://xn--\x80.example/",
    "https://XN--A-\ud55c.example/",
    f"https://a{KOREAN_HOST}/",
    "mailto:@example.org",
    "mailto:ada",
    "mailto:ada@example.org/a",
    "xhttps://example.org",
]


@pytest.mark.parametrize("url", LINKS)
def test_what_can_exist_is_a_link_as_it_stands(url):
    assert link_target(url) == url


@pytest.mark.parametrize("url", NO_LINKS)
def test_what_cannot_exist_is_none(url):
    assert link_target(url) is None
    assert web_uri(url) is None


FORBIDDEN = [
    *map(chr, range(0x21)), *'"<>\\^`{|}[]', *map(chr, range(0x7F, 0xA1)), *map(chr, range(0x2000, 0x2010)),
    *map(chr, range(0x2028, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u3000",
    "\ufdd0", "\ufdef", "\ufff0", "\uffff", "\U0001fffe", "\U0001ffff", "\U000ffffe", "\U0010ffff",
]  # fmt: skip
ALLOWED = ["!", "~", "=", "'", "\u00a1", "\u2010", "\u2030", "\u3001", "\ufdcf", "\U0001fffd"]


@pytest.mark.parametrize("char", FORBIDDEN, ids=lambda char: f"U+{ord(char):04X}")
def test_a_character_that_no_iri_may_hold_is_escaped(char):
    """RFC 3987: neither what delimits URLs in text, nor what turns the direction of writing."""
    target = link_target(f"https://example.org/a{char}b")
    assert target is not None
    assert target.startswith("https://example.org/a%")
    assert char not in target


@pytest.mark.parametrize("char", ALLOWED, ids=lambda char: f"U+{ord(char):04X}")
def test_what_an_iri_may_hold_is_left(char):
    assert link_target(f"https://example.org/a{char}b") == f"https://example.org/a{char}b"


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("%41", "%41"),
        ("%4", "%254"),
        ("%4g", "%254g"),
        ("100%", "100%25"),
        ("%%41", "%25%41"),
        ("a#b#c#d", "a#b%23c%23d"),
        ("a\bc", "a%5Cbc"),
    ],
)
def test_escapes_and_fragments_are_made_legal(written, target):
    assert link_target(f"https://example.org/{written}") == f"https://example.org/{target}"


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("https://한국.example:8080/논", "https://xn--3e0b707e.example:8080/%EB%85%BC"),
        ("https://한국.example?q=논#논", "https://xn--3e0b707e.example?q=%EB%85%BC#%EB%85%BC"),
        ("HTTPS://example.org/논", "HTTPS://example.org/%EB%85%BC"),
        (
            "https://example.org/논!$&'()*+,;=:@~-._%41/?#",
            "https://example.org/%EB%85%BC!$&'()*+,;=:@~-._%41/?#",
        ),
        ("https://example.org/a://논", "https://example.org/a://%EB%85%BC"),
        ("http://example.org/", "http://example.org/"),
    ],
)
def test_an_iri_becomes_a_uri(url, uri):
    assert web_uri(url) == uri


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mp4", "video/mp4"),
        ("a.m4v", "video/mp4"),
        ("a.webm", "video/webm"),
        ("a.ogv", "video/ogg"),
        ("a.mov", "video/quicktime"),
        ("a.qt", "video/quicktime"),
        ("a.b.MP4", "video/mp4"),
        ("a.mp4?b=.webm", "video/mp4"),
        ("a.mp4#b.webm", "video/mp4"),
        ("a.mp4#b?c", "video/mp4"),
        ("a.mp4?b?c#d#e", "video/mp4"),
        ("a.png?b=.mp4", None),
        ("a.png#.mp4", None),
        ("a.avi", None),
    ],
)
def test_the_ending_of_the_path_tells_the_kind_of_video(name, kind):
    assert video_type(f"https://example.org/{name}") == kind


LABEL = st.text("abxn019-", min_size=1, max_size=6) | st.just(LONG_LABEL)
USUAL = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["http", "https"]),
    st.lists(LABEL, min_size=2, max_size=5).map(".".join),
    st.text("aZ09._~/?=&+-", max_size=8),
)


@given(USUAL)
def test_what_the_usual_spelling_lets_through_the_rules_do_too(url):
    """The quick way is a part of the thorough one."""
    assume(links._USUAL.fullmatch(url) is not None)
    held = re.match(links._TARGET, url, re.VERBOSE | re.ASCII)
    assert held is not None
    assert links._can_exist(held["host"], 0)
    assert re.search(links._FORBIDDEN, url, re.VERBOSE) is None
    assert links.clean(url) == url


def test_papers_addresses_are_the_usual_ones():
    for url in ("https://arxiv.org/abs/2407.01906", "https://huggingface.co/papers/2407.01906?a=1"):
        assert links._USUAL.fullmatch(url)
