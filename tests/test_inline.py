"""Law L8: inline markup is read without losing a character, and no link leads where it should not."""

from html.parser import HTMLParser

import pytest
from durations import linear
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from digestkit.model import Item
from digestkit.testing import strategies
from digestkit.text.cleaning import escape_attribute, is_clean
from digestkit.text.inline import (
    Kind,
    clean,
    html,
    link_target,
    plain,
    summary_html,
    tokens,
    typeset,
    typeset_html,
)
from digestkit.text.links import web_uri
from digestkit.text.marks import may_have_tex

MARKUP = st.sampled_from(
    ["**", "***", "`", "``", "[", "](", ")", "(", "]", "http://a.example/", "https://b.example", "\n", " ",
     "\b", "\f", "\r", "\t", "\text{", "\times", "ext{", "imes", "au", "_", "a", "는", "*", ".",
     "javascript:", "<", "&", '"', "'", "](http://c.example)", "$", "$x^2$", "$e^{x}", "\\pi", "^", "_{a b}",
     "}",     "{", "\\emph{", "\\textbf{", "\\href{http://a.example}{", "\\url{", "{\\it ",
     "\\%", "\\'e", "``", "''",
     "\\(",     "\\)", "$$", "\\textcolor{red}{", "\\textsuperscript{2}", "{\\deg}", "\\b{eta}",
     "\nabla", "\\frac12"]
)  # fmt: skip
TEXTS = st.one_of(
    strategies.hostile_text(lines=True), strategies.item_texts(), st.lists(MARKUP, max_size=24).map("".join)
)


class Reader(HTMLParser):
    """What a browser makes of a fragment: its text and where its links lead."""

    def __init__(self, fragment):
        super().__init__(convert_charrefs=True)
        self.text, self.links, self.tags = "", [], []
        self.feed(fragment)
        self.close()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links.extend(value for name, value in attributes if name == "href")


@given(TEXTS)
def test_sources_rejoin_to_the_text(text):
    assert "".join(token.source for token in tokens(text)) == text


def on_page(token):
    """What HTML shows of a token, without its tags."""
    return "".join(run.text for run in token.runs) if token.runs else token.visible


@given(TEXTS)
def test_html_shows_what_is_visible_and_links_where_tokens_lead(text):
    found = tokens(text)
    read = Reader(html(text))
    assert plain(text) == clean("".join(token.visible for token in found))
    assert plain(text) == "".join(clean(token.visible) for token in found)
    assert read.text == "".join(clean(on_page(token)) for token in found)
    if not any(run.scripts for token in found for run in token.runs):
        assert read.text == plain(text)
    assert read.links == [token.href for token in found if token.href is not None]


@given(TEXTS)
def test_a_text_that_keeps_its_tex_is_seen_as_it_is_spelled(text):
    for token in tokens(text, keep_tex=True):
        assert not token.runs
        assert token.visible in token.source
    assert "".join(token.source for token in tokens(text, keep_tex=True)) == text


@given(TEXTS)
def test_a_title_is_typeset_and_its_markup_stays(text):
    read = Reader(typeset_html(text))
    assert set(read.tags) <= {"sup", "sub", "em", "strong"}
    if not may_have_tex(text):
        assert typeset(text) == text
        assert read.text == clean(text)
    if not {"sup", "sub"}.intersection(read.tags):
        assert read.text == clean(typeset(text))


@given(TEXTS)
def test_html_is_well_formed_xml_with_web_links_only(text):
    root = etree.fromstring(f"<div>{html(text)}</div>".encode())
    assert "".join(root.itertext()) == Reader(html(text)).text
    assert {element.tag for element in root.iter()} <= {
        "div",
        "a",
        "code",
        "strong",
        "em",
        "br",
        "sup",
        "sub",
    }
    for anchor in root.iter("a"):
        assert dict(anchor.attrib).keys() == {"href"}
        assert link_target(anchor.get("href")) == anchor.get("href")


@given(TEXTS)
def test_a_text_token_is_seen_as_it_stands(text):
    for token in tokens(text):
        assert token.source
        if token.kind is Kind.TEX:
            assert token.runs
        elif not token.runs:
            assert token.visible in token.source
        if token.kind is Kind.TEXT:
            assert token.visible == token.source


def test_no_markup_is_read_inside_a_command_that_is_restored():
    assert html("\text**{a}** b\n") == "\text**{a}** b<br/>\n"
    assert html("\t**ext**{a}") == "\t**ext**{a}"
    assert html("\text{**a**}") == r"\text{<strong>a</strong>}"
    assert html("a\t**b** https://a.example").count("<") == 4


def test_the_given_digests_keep_every_character(given_digests):
    papers = [paper for digest in given_digests for paper in digest.papers]
    links = 0
    for text in [item.text for paper in papers for item in paper.summary] + [paper.title for paper in papers]:
        found = tokens(text)
        read = Reader(html(text))
        assert "".join(token.source for token in found) == text
        assert read.text == "".join(clean(on_page(token)) for token in found)
        assert plain(text) == clean("".join(token.visible for token in found))
        links += len(read.links)
    assert links > 30


READ = {
    "plain": ("모델은 3D를 쓴다", "모델은 3D를 쓴다"),
    "escaped": ('<EOS> & "R&D" ]]>', '&lt;EOS&gt; &amp; "R&amp;D" ]]&gt;'),
    "think": ("<think>라는 토큰", "&lt;think&gt;라는 토큰"),
    "url before Hangul": (
        "코드는 https://example.org/a_b에서",
        '코드는 <a href="https://example.org/a_b">https://example.org/a_b</a>에서',
    ),
    "url in parentheses": ("(https://a.example),", '(<a href="https://a.example">https://a.example</a>),'),
    "url at the end": ("https://a.example/b.", '<a href="https://a.example/b">https://a.example/b</a>.'),
    "url with its own parentheses": (
        "https://example.org/a_(b)라고",
        '<a href="https://example.org/a_(b)">https://example.org/a_(b)</a>라고',
    ),
    "url in quotes": (
        "'https://example.org/a'",
        "'<a href=\"https://example.org/a\">https://example.org/a</a>'",
    ),
    "url with an ampersand": (
        "http://example.org/?a=1&b=2",
        '<a href="http://example.org/?a=1&amp;b=2">http://example.org/?a=1&amp;b=2</a>',
    ),
    "no host, no link": ("http:// https://. http://$x", "http:// https://. http://$x"),
    "link": ("[논문](https://example.org/a)은", '<a href="https://example.org/a">논문</a>은'),
    "link to itself": (
        "[https://example.org](https://example.org)",
        '<a href="https://example.org">https://example.org</a>',
    ),
    "link with brackets in it": ("[[1]](https://example.org)", '<a href="https://example.org">[1]</a>'),
    "link with parentheses": ("[a](https://example.org/(b)/c)", '<a href="https://example.org/(b)/c">a</a>'),
    "link with a quote": ('[a](https://example.org/"b)', '<a href="https://example.org/%22b">a</a>'),
    "relative link": ("[a](/papers/1) [b](#c)", "[a](/papers/1) [b](#c)"),
    "citation": ("[1] (2024) [a]b(c)", "[1] (2024) [a]b(c)"),
    "code": ("`a < b` 그리고 ``c`d``", "<code>a &lt; b</code> 그리고 <code>c`d</code>"),
    "unclosed code": ("`a `` b", "`a `` b"),
    "markup in code": ("`**a** [b](https://c.example)`", "<code>**a** [b](https://c.example)</code>"),
    "bold before a particle": ("**만화(Comics)**는", "<strong>만화(Comics)</strong>는"),
    "bold by three": ("***굵게***", "<strong>굵게</strong>"),
    "bold link": (
        "**[a](https://example.org)**",
        '<strong><a href="https://example.org">a</a></strong>',
    ),
    "bold in a link": (
        "[**a** b](https://example.org)",
        '<a href="https://example.org"><strong>a</strong> b</a>',
    ),
    "bold around a url": (
        "**https://example.org/a**",
        '<strong><a href="https://example.org/a">https://example.org/a</a></strong>',
    ),
    "no bold around spaces": ("a ** b ** c", "a ** b ** c"),
    "no bold over lines": ("**a\nb**", "**a<br/>\nb**"),
    "bold that crosses a link": (
        "**a [b** c](https://example.org)",
        "<strong>a [b</strong> c](" + '<a href="https://example.org">https://example.org</a>)',
    ),
    "powers": ("2**n + 3**n", "2**n + 3**n"),
    "single stars, tildes, math": ("*a* ~1% $x^2$ $20", "*a* ~1% x² $20"),
    "lines": ("a\nb", "a<br/>\nb"),
    "lines as cells have them": ("a <br>b<br/><br />c", "a <br/>\nb<br/>\n<br/>\nc"),
    "a break in bold, none in code": (
        "**a<br>b** `<br>`",
        "<strong>a<br/>\nb</strong> <code>&lt;br&gt;</code>",
    ),
    "other tags": ("<think> <bread> <br", "&lt;think&gt; &lt;bread&gt; &lt;br"),
    "code ends with its line": ("`a\n`b`", "`a<br/>\n<code>b</code>"),
    "code in the first line": ("`a`\nb", "<code>a</code><br/>\nb"),
    "four stars": ("****a***", "****a***"),
    "a link ends with its line": (
        "[a\nb](https://c.example)",
        '[a<br/>\nb](<a href="https://c.example">https://c.example</a>)',
    ),
    "a link target without blanks": (
        "[a](https://c.example/ d)",
        '[a](<a href="https://c.example/">https://c.example/</a> d)',
    ),
    "url with a backslash": (
        "https://a.example/b\\c는",
        '<a href="https://a.example/b%5Cc">https://a.example/b\\c</a>는',
    ),
    "url with stars": (
        "https://a.example/*.md",
        '<a href="https://a.example/*.md">https://a.example/*.md</a>',
    ),
    "url in brackets": (
        "[https://a.example/b[1]]",
        '[<a href="https://a.example/b%5B1%5D">https://a.example/b[1]</a>]',
    ),
    "url in what is no link": (
        "[https://a.example](/b)",
        '[<a href="https://a.example">https://a.example</a>](/b)',
    ),
    "url before bold": (
        "https://a.example/b**c**",
        '<a href="https://a.example/b">https://a.example/b</a>**c**',
    ),
    "url before much punctuation": (
        "https://a.example/b).,;:'\"}",
        '<a href="https://a.example/b">https://a.example/b</a>).,;:\'"}',
    ),
    "eaten LaTeX at the end": ("`a` \b", "<code>a</code> \ufffd"),
    "eaten LaTeX in code": ("`\ba`", "<code>\\ba</code>"),
    "eaten LaTeX at the end of code": ("`a\b`c", "`a\ufffd`c"),
    "eaten LaTeX before a line end": ("a\b\nb", "a\ufffd<br/>\nb"),
    "eaten LaTeX before a capital": ("\bA \fZ", "\\bA \\fZ"),
    "eaten LaTeX": ("\benchmark \frac \b1 \f", "\\benchmark \\frac \ufffd1 \ufffd"),
    "eaten LaTeX before markup": ("\b`a` \f**b**", "\ufffd`a` \ufffd**b**"),
    "controls": ("a\x00\x1b\tb\ufffe\uffff\U0010ffff", "a\ufffd\ufffd\tb\ufffd\ufffd\U0010ffff"),
    "carriage return": ("a\rb", "a&#13;b"),
}


@pytest.mark.parametrize(("text", "fragment"), READ.values(), ids=READ.keys())
def test_what_is_read_as_markup(text, fragment):
    assert html(text) == fragment


def test_tokens_are_the_kinds_of_markup_in_their_order():
    text = "a `b`\n**c [d](https://e.example)** https://f.example"
    assert [token[:4] for token in tokens(text)] == [
        (Kind.TEXT, "a ", "a ", None),
        (Kind.CODE, "`b`", "b", None),
        (Kind.BREAK, "\n", "\n", None),
        (Kind.STRONG_OPEN, "**", "", None),
        (Kind.TEXT, "c ", "c ", None),
        (Kind.LINK_OPEN, "[", "", "https://e.example"),
        (Kind.TEXT, "d", "d", None),
        (Kind.LINK_CLOSE, "](https://e.example)", "", None),
        (Kind.STRONG_CLOSE, "**", "", None),
        (Kind.TEXT, " ", " ", None),
        (Kind.URL, "https://f.example", "https://f.example", "https://f.example"),
    ]
    assert tokens("plain") == [(Kind.TEXT, "plain", "plain", None, ())]
    assert tokens("") == []


def test_attributes_keep_white_space_and_quotes():
    assert escape_attribute("a\tb\nc\rd \"e\" 'f' <&> \x00") == (
        "a&#9;b&#10;c&#13;d &quot;e&quot; 'f' &lt;&amp;&gt; \ufffd"
    )


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("", True), ("한글", True), ("a\tb\r\n\xad", True), ("\ue000\ufffd\U00010000", True), ("a\x00", False),
     ("\ba", False), ("\n\ufffe", False), ("\ud800", False)],
)  # fmt: skip
def test_clean_text_is_told_from_what_would_be_changed(text, is_so):
    assert is_clean(text) == is_so
    assert (clean(text) == text) == is_so


REFUSED = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:1", "\x01javascript:1", " javascript:1",
    "&#106;avascript:1", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "//host.example/a",
    "relative", "http:example.org", "http:///path", "https://user:word@host.example/", "https://a..b/",
    "http://[::1", "ftp://example.org", "https://ho st.example", "https://exa<mple.org",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_refused_links_stay_text(url):
    assert link_target(url) is None
    assert web_uri(url) is None
    text = f"[여기]({url})"
    assert plain(text) == clean(text)
    links = Reader(html(text)).links
    assert url not in links
    assert not [link for link in links if not link.startswith("https://")]


@pytest.mark.parametrize(
    ("url", "iri", "uri"),
    [
        ("https://example.org/a?b=c#d", None, None),
        ("HTTP://Example.ORG:8080", None, None),
        ("https://example.org/논문?질문", None, "https://example.org/%EB%85%BC%EB%AC%B8?%EC%A7%88%EB%AC%B8"),
        ("https://한국.example/a", None, "https://xn--3e0b707e.example/a"),
        ('https://example.org/"<a b>\\', "https://example.org/%22%3Ca%20b%3E%5C", None),
        ("https://example.org/%zz%41[1]", "https://example.org/%25zz%41%5B1%5D", None),
        ("https://example.org/\ud800\x00", "https://example.org/%EF%BF%BD%EF%BF%BD", None),
    ],
)
def test_links_are_spelled_as_legal_iris_and_uris(url, iri, uri):
    assert link_target(url) == (iri or url)
    assert web_uri(url) == (uri or iri or url)


def test_a_host_that_cannot_be_spelled_in_ascii_is_no_link():
    assert web_uri("https://" + "가" * 64 + ".example/") is None


def test_mail_is_a_link_but_no_web_address():
    assert link_target("mailto:ada@example.org") == "mailto:ada@example.org"
    assert web_uri("mailto:ada@example.org") is None


def test_summaries_are_nested_lists_with_bold_labels():
    items = [
        Item("What's <New>", "새로운 `모델`이다."),
        Item(None, "['첫째', '둘째 & 셋째']"),
        Item("단계", "세 가지:\n1. **A**: 하나\n  - 그 아래"),
    ]
    assert summary_html(items) == (
        "<ul><li><strong>What's &lt;New&gt;:</strong> 새로운 <code>모델</code>이다.</li>"
        "<li><ul><li>첫째</li><li>둘째 &amp; 셋째</li></ul></li>"
        "<li><strong>단계:</strong> 세 가지:<ul><li><strong>1. A:</strong> 하나"
        "<ul><li>그 아래</li></ul></li></ul></li></ul>"
    )
    assert summary_html([]) == ""


def test_blank_lines_between_paragraphs_are_no_bullets():
    text = "In two parts.\n\n- one\n \t\n- two\n"
    shown = summary_html([Item(None, text)])
    assert shown == "<ul><li>In two parts.<ul><li>one</li><li>two</li></ul></li></ul>"


@given(st.lists(strategies.items(), max_size=4))
def test_summaries_lose_no_text(items):
    shown = "".join(etree.fromstring(f"<div>{summary_html(items)}</div>".encode()).itertext())
    for item in items:
        for entry in [item.outline, *item.items]:
            assert Reader(html(entry.text)).text in shown
            assert entry.label is None or Reader(typeset_html(entry.label)).text in shown


PIECES = (
    "[", "*", "**", "`", "``a`", "(", "http://", "](", "[](", "[a](b", "[a](http://x.y/(", "** a", "**a**",
    "https://x.y/)", "https://x.y/])", "[a](http://x.y)", "**a[**", "[**a](http://x.y)**",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_lines_cost_linear_time(piece):
    text = piece * (200_000 // len(piece))
    with linear():
        html(text)
