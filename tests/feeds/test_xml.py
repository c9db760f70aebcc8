"""Building blocks of feeds: plain text stays plain, an item forgets the one before, reading is careful."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from digestkit.formats.feeds.xml import XML_LANG, Shape, Writer, add, attribute_of, parse, text_of
from digestkit.text.cleaning import clean


def channel():
    root = etree.Element("rss", version="2.0")
    return add(root, "channel", "\n")


TITLE, TEXT = Shape("title"), Shape("t")
NAME = Shape("name", within="author")
HTML = Shape("c", holds="html")
LINK = Shape("link", {"href": None}, holds="nothing")


def written(*items, frame=channel):
    writer = Writer(frame, "item")
    filled = frame()
    add(filled, "title", "T")
    return writer.opening(filled) + "".join(map(writer.item, items)) + writer.closing


def test_plain_text_has_hexadecimal_references():
    root = etree.Element("r")
    child = add(root, "t", "<b> & &amp; >", lang="ko", rel="self")
    add(root, "empty")
    assert etree.tostring(root, encoding="unicode") == (
        '<r><t lang="ko" rel="self">&#x3C;b> &#x26; &#x26;amp; &gt;</t>\n<empty/>\n</r>'
    ).replace("b> ", "b&gt; ")
    assert (child.tag, child.tail) == ("t", "\n")


def test_a_document_is_its_opening_its_items_and_its_closing():
    text = written([(TITLE, "가 < 나")], [(TITLE, "B & C")])
    assert text == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0"><channel>\n<title>T</title>\n'
        "<item>\n<title>가 &#x3C; 나</title>\n</item>\n<item>\n<title>B &#x26; C</title>\n</item>\n"
        "</channel>\n</rss>\n"
    )
    assert parse(text.encode()).findtext("channel/item[2]/title") == "B & C"


XML_TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from("&<>\"'%\t\n\r\ue000]")).map(clean)


@given(XML_TEXT, XML_TEXT)
def test_values_are_spelled_as_lxml_does_and_read_back(text, value):
    parts = [
        (Shape("c", {"a": None}, holds="html"), (value, text)),
        (TEXT, text),
        (Shape("e", {"a": None, "b": "<%s>"}, holds="nothing"), value),
    ]
    alone = etree.Element("c", {"a": value})
    alone.text = text
    document = written(parts)
    assert etree.tostring(alone, encoding="unicode") in document
    html, plain, empty = parse(document.encode()).find("channel/item")
    assert (html.text or "", plain.text or "") == (text, text)
    assert html.get("a") == empty.get("a") == value
    assert empty.get("b") == "<%s>"


def test_an_item_does_not_remember_the_one_before():
    """Items of one shape share a template: no text, reference or attribute of another may stay."""
    link_of = Shape("link", {"href": None, "rel": None})
    text_in, text_of = Shape("t", {XML_LANG: None}), Shape("t", {"rel": None})
    items = [
        [(TEXT, "a & b < c"), (LINK, "one"), (HTML, "<p>x</p>")],
        [(TEXT, "d"), (LINK, "two"), (HTML, "<p>y & z</p>")],
        [(TEXT, ""), (link_of, ("three", "x", "text"))],
        [(TEXT, "e & f"), (LINK, "four"), (HTML, "")],
        [(NAME, "A"), (NAME, "B"), (text_in, ("ko", "g"))],
        [(NAME, "C&D"), (NAME, "E"), (text_in, ("en", "h"))],
        [(TEXT, "i")],
        [(text_of, ("x", "j"))],
        [(TEXT, "k")],
        [(TEXT, "<"), (Shape("u"), "&")],
    ]
    writer = Writer(channel, "item")
    together = [writer.item(parts) for parts in items]
    assert together == [Writer(channel, "item").item(parts) for parts in items]
    assert together[1] == (
        '<item>\n<t>d</t>\n<link href="two"/>\n<c>&lt;p&gt;y &amp; z&lt;/p&gt;</c>\n</item>\n'
    )
    assert together[5] == (
        "<item>\n<author><name>C&#x26;D</name></author>\n<author><name>E</name></author>\n"
        '<t xml:lang="en">h</t>\n</item>\n'
    )


def test_names_of_a_namespace_close_as_they_open():
    def feed():
        return etree.Element("{http://www.w3.org/2005/Atom}feed", nsmap={None: "http://www.w3.org/2005/Atom"})

    writer = Writer(feed, "{http://www.w3.org/2005/Atom}entry")
    text = writer.opening(add(feed(), "x").getparent()) + writer.closing
    assert text.endswith("</feed>\n")
    assert parse(text.encode()).tag == "{http://www.w3.org/2005/Atom}feed"


def test_comments_and_instructions_are_not_read():
    root = parse(b"<?x y?><r><!-- c --><?p q?>a<t>b</t></r>")
    assert [element.tag for element in root.iter()] == ["r", "t"]
    assert root.text == "a"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b" \r\n\t", "it is empty"),
        (b"<r>", "it is damaged: "),
        (b"<r/><r/>", "it is damaged: "),
        (b"<!DOCTYPE r><r/>", "it has a document type declaration, which no feed needs"),
        (b"<r>" + b"<a>" * 300 + b"</a>" * 300 + b"</r>", "it is damaged: "),
        (b"<r>" + b"x" * 10_000_001 + b"</r>", "it is damaged: "),
    ],
    ids=["empty", "blank", "open", "two roots", "doctype", "deep", "huge"],
)
def test_what_is_no_document_for_us_is_refused(data, message):
    with pytest.raises(ValueError, match="^" + message):
        parse(data)


def test_a_declared_entity_is_never_replaced(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET", "utf-8")
    bomb = f'<!DOCTYPE r [<!ENTITY a SYSTEM "{secret.as_uri()}">]><r>&a;</r>'
    with pytest.raises(ValueError, match="document type declaration"):
        parse(bomb.encode())


def test_texts_and_attributes_of_children():
    root = parse(
        b'<r><t>one</t><t>two</t><e/><l rel="a" href="1"/><l rel="b" href="2"/><l rel="b" href="3"/></r>'
    )
    assert text_of(root, "t") == "one"
    assert text_of(root, "e") == text_of(root, "none") == ""
    assert attribute_of(root, "l", "href") == "1"
    assert attribute_of(root, "l", "href", rel="b") == "2"
    assert attribute_of(root, "l", "none", rel="b") is None
    assert attribute_of(root, "l", "href", rel="c") is None
    assert attribute_of(root, "l", "rel", href="3", rel="b") == "b"
