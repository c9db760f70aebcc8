"""What stands in a page as it is, and what is escaped: each text once, wherever it stands."""

import books
import pytest
from digestkit_epub.exporter import Video
from digestkit_epub.markup import attribute, lang, text
from digestkit_epub.pages.media import picture
from digestkit_epub.pictures.picture import Picture
from digestkit_epub.words import CHINESE, ENGLISH, KOREAN
from lxml import etree

from digestkit import Item, Media
from digestkit.text import escape, escape_attribute

CHARACTERS = [*map(chr, range(0x100)), "\u2028", "\ufffe", "\ud800", "한", "😀"]

MARK = "a&lt;b<i>c&\"d'e]]>"
"""A text that shows where it was not escaped, where it was escaped twice, and where it is missing."""


@pytest.mark.parametrize("character", CHARACTERS, ids=ascii)
def test_every_character_is_escaped_where_it_has_to_be(character):
    for written in (character, f"a{character}", f"{character}b"):
        assert text(written) == escape(written)
        assert attribute(written) == escape_attribute(written)
        assert lang(written) == f' lang="{escape_attribute(written)}" xml:lang="{escape_attribute(written)}"'


def test_there_are_no_attributes_for_the_language_of_the_parent():
    assert lang(None) == ""


def test_what_stands_for_a_picture_is_escaped_once():
    figure = etree.fromstring(picture(Picture(b"", "image/png", "images/a.png", (2, 1)), MARK))
    assert dict(figure[0].attrib) == {"src": "images/a.png", "alt": MARK, "width": "2", "height": "1"}


def marked(votes):
    """A paper with the mark in each text that it has, and in what its neighbours do not show."""
    media = Media("video", f"https://example.org/{votes}.mp4") if votes % 2 else Media("image", MARK)
    return books.paper(
        f"{MARK} {votes}",
        f"/{MARK}" if votes % 2 else MARK,
        media=media,
        votes=votes,
        authors=(MARK,) * 3 + ("B", MARK),
        authors_truncated=bool(votes % 2),
        summary=(Item(MARK, MARK), Item(None, f"**{MARK}** `{MARK}` [{MARK}](https://example.org/)")),
        section=f"{MARK} {votes // 40}",
        abstract=MARK,
        tldr=MARK,
        categories=(MARK,),
        tags=(f"{MARK}2",),
        doi=f"10.1000/{MARK}",
        links=((MARK, MARK), (MARK, "https://example.org/")),
        extra=((MARK, MARK),),
    )


def marked_book(**options):
    """Days of all kinds: divided by headings, in several files, in months, without papers, without a date."""
    july = books.digest(*map(marked, range(120)), title=MARK)
    again = books.digest(marked(1), title=f"{MARK}2")
    june = [books.digest(marked(day), date=july.date.replace(month=6, day=day), title=MARK) for day in (1, 2)]
    undated = books.digest(title=MARK, date=None)
    return books.make(july, again, *june, undated, video=Video.REMOTE, max_authors=2, **options)


@pytest.mark.parametrize("words", [KOREAN, ENGLISH, CHINESE], ids=lambda words: words.language)
def test_every_text_is_escaped_exactly_once(words):
    options = {"title": MARK, "creator": (MARK,), "publisher": MARK, "series": MARK, "rights": MARK}
    book = marked_book(language=words.language, base_url=MARK, **options)
    pages = {name: data for name, data in books.members(book).items() if name.endswith("ml")}
    assert len(pages) >= 11
    for name, data in pages.items():
        root = etree.fromstring(data)
        values = [*root.itertext(), *(value for one in root.iter() for value in one.attrib.values())]
        shown = " ".join(values).replace("\u2060", "")
        # In an address, what no address may hold is spelled in percent; its ampersands and quotes stay.
        left = shown.replace(MARK, "").replace("a&lt;b%3Ci%3Ec&%22d'e", "")
        assert MARK in shown or name.endswith(("container.xml", "cover.xhtml")), name
        assert not set(left) & set('&<>"'), (name, left)
