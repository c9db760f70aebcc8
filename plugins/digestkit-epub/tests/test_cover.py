"""The drawn covers: whatever the title, its lines stay inside the picture."""

import datetime
import zlib

import books
import pytest
from digestkit_epub import plan
from digestkit_epub.cover import drawing, lettering, thumbnail
from digestkit_epub.pictures import pixels
from digestkit_epub.pictures.sniff import raster
from lxml import etree

WIDTH = 1200


def texts(title, *digests):
    root = etree.fromstring(drawing.draw(plan.make(digests, title=title)))
    return [
        (found.text, int(found.get("font-size")), int(found.get("y")))
        for found in root.iter(f"{{{books.NAMES['svg']}}}text")
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Daily Papers",
        "오늘의 논문 다이제스트",
        "M" * 300,
        "한" * 300,
        "a b " * 200,
        "<&>]]>",
        "\x00\u202e",
        "Supercalifragilistic 한글",
    ],
)
def test_lines_stay_inside(title):
    drawn = texts(title, *books.week())
    *lines, _period, _papers = drawn
    assert 1 <= len(lines) <= 6
    for text, size, y in drawn:
        width = sum(1.0 if char > "\u2e80" else 0.45 for char in text) * size
        assert 110 + width <= WIDTH
        assert 200 < y < 1600
    assert max(y for *_, y in lines) < 1130, "the title ends above the bars"


def test_a_title_that_fits_is_there_in_full():
    *lines, period, papers = texts("오늘의 논문 다이제스트 모음", *books.week())
    assert " ".join(text for text, *_ in lines) == "오늘의 논문 다이제스트 모음"
    assert period[0] == "2024-07-05 – 2024-07-08"
    assert papers[0] == "논문 4편"


def test_a_title_that_does_not_fit_says_so():
    assert texts("long " * 500, *books.week())[5][0].endswith("…")


def test_a_bar_for_each_day():
    def bars(*digests):
        root = etree.fromstring(drawing.draw(plan.make(digests)))
        return [int(found.get("height")) for found in root.iter(f"{{{books.NAMES['svg']}}}rect")][2:]

    assert bars(*books.week()) == [240, 120, 120]
    assert bars() == bars(books.digest()) == []
    many = [
        books.digest(books.paper(), date=datetime.date(2024, 1, 1) + datetime.timedelta(n)) for n in range(90)
    ]
    assert len(bars(*many)) == 40
    last = books.digest(books.paper(), books.paper(), date=datetime.date(2025, 1, 1))
    assert bars(*many, last) == [120] * 39 + [240], "the last ones"


def test_words_are_broken_only_where_no_size_keeps_them():
    sizes = (4, 2, 1)
    assert lettering.fit("DAILY PAPERS", 20, sizes, 3, lambda _char: 1) == (2, ["DAILY", "PAPERS"])
    assert lettering.fit("X" * 10, 20, sizes, 3, lambda _char: 1) == (2, ["X" * 10])
    assert lettering.fit("X" * 30, 20, sizes, 3, lambda _char: 1) == (2, ["X" * 10] * 3)
    assert lettering.fit("X" * 90, 20, sizes, 3, lambda _char: 1) == (1, ["X" * 20] * 3)


# The thumbnail.


def read(png):
    """The pixels of a PNG in four colours, as rows of indexes."""
    body = png[png.index(b"IDAT") + 4 :]
    width, height = raster(png).size
    rows = zlib.decompressobj().decompress(body)
    line = 1 + width // 4
    return [
        [byte >> shift & 3 for byte in rows[at * line + 1 : (at + 1) * line] for shift in (6, 4, 2, 0)]
        for at in range(height)
    ]


def test_letters_stand_where_they_are_written():
    canvas = pixels.Canvas(16, 9, [b"\0\0\0", b"\xff\xff\xff"])
    canvas.write("T1", 1, 1, 1, 1)
    assert ["".join(" #"[pixel] for pixel in row).rstrip() for row in read(canvas.png(compress=True))] == [
        "",
        " #####   #",
        "   #    ##",
        "   #     #",
        "   #     #",
        "   #     #",
        "   #     #",
        "   #    ###",
        "",
    ]


def test_what_lies_outside_a_canvas_is_cut_off():
    canvas = pixels.Canvas(4, 2, [b"\0\0\0", b"\xff\xff\xff"])
    canvas.rectangle(-3, -1, 5, 2, 1)
    canvas.rectangle(9, 9, 5, 5, 1)
    canvas.rectangle(3, 1, 2, 1, 1)
    assert read(canvas.png(compress=False)) == [[1, 1, 0, 0], [0, 0, 0, 1]]
    assert len(canvas.png(compress=False)) == len(pixels.Canvas(4, 2, canvas.colours).png(compress=False))


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Daily Papers", "DAILY PAPERS"),
        ("Éa – b", "EA - B"),
        ("ﬁ", "FI"),
        ("논문", None),
        ("a_b", None),
        ("", ""),
    ],
)
def test_what_block_letters_can_spell(text, spelled):
    assert pixels.spellable(text) == spelled


@pytest.mark.parametrize("title", ["Daily Papers", "W" * 500, "a " * 300, "오늘의 논문", "\x00"])
def test_the_margins_of_a_thumbnail_are_empty(title):
    rows = read(thumbnail.draw(plan.make(books.week(), title=title), compress=True))
    inside = rows[18:]
    assert not any(any(row[:54]) for row in inside)
    assert not any(any(row[560:]) for row in inside)
    assert not any(map(any, inside[-14:]))


def test_a_title_in_another_script_leaves_the_rest():
    rows = read(thumbnail.draw(plan.make(books.week(), title="오늘의 논문"), compress=True))
    assert not any(map(any, rows[18:550]))
    assert any(map(any, rows[700:]))


def test_a_thumbnail_without_compression_is_the_same_picture():
    planned = plan.make(books.week())
    stored, deflated = (thumbnail.draw(planned, compress=flag) for flag in (False, True))
    assert read(stored) == read(deflated)
    assert len(deflated) < 5000 < len(stored)
