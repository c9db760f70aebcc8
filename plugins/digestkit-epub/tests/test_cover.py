"""The drawn cover: whatever the title and the period, it stays inside the picture and is true."""

import datetime
import hashlib
import unicodedata
import zlib
from fractions import Fraction
from importlib.resources import files

import books
import pytest
from digestkit_epub import plan
from digestkit_epub.cover import canvas, chart, drawing, lettering, typeface
from digestkit_epub.pictures.sniff import raster
from digestkit_epub.words import ENGLISH, KOREAN
from hypothesis import given
from hypothesis import strategies as st

from digestkit.testing import strategies

FOLDER = files("digestkit_epub.cover").joinpath("letters")


OF_DIGITS = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))


def pixels(png):
    """The pixels of a PNG in sixteen colours, as rows of indexes."""
    body = png[png.index(b"IDAT") + 4 :]
    width, height = raster(png).size
    rows = zlib.decompressobj().decompress(body)
    line = 1 + width // 2
    digits = (rows[at * line + 1 : (at + 1) * line].hex().encode() for at in range(height))
    return [list(row.translate(OF_DIGITS)) for row in digits]


def drawn(*digests, title=None, compress=True):
    planned = plan.make(digests, title=title)
    return drawing.draw(planned, chart.chart(planned), compress=compress)


def day(date, count, **fields):
    papers = [books.paper(url=f"https://arxiv.org/abs/2407.{n:05}", **fields) for n in range(count)]
    return books.digest(*papers, date=date)


def charted(*digests):
    return chart.chart(plan.make(digests))


# The letters.


def characters(codec):
    """The letters of a set of 94 rows of 94 characters."""
    found = {
        bytes((row, cell)).decode(codec, "ignore") for row in range(161, 255) for cell in range(161, 255)
    }
    return {char for char in found if char and unicodedata.category(char)[0] == "L"}


def test_all_letters_of_the_standards_are_there():
    korean, chinese = characters("euc_kr"), characters("gb2312")
    assert sum("가" <= char <= "힣" for char in korean) == 2350
    assert sum("一" <= char <= "龥" for char in chinese) == 6763
    european = (
        range(0x41, 0x5B),
        range(0x61, 0x7B),
        range(0xC0, 0x250),
        range(0x386, 0x3E2),
        range(0x400, 0x482),
    )
    wanted = korean | chinese | {chr(code) for block in european for code in block}
    assigned = {char for char in wanted if unicodedata.category(char) != "Cn"}
    assert {char for char in assigned if not lettering.spell(char).text} == set()


def test_the_letters_are_small_and_free():
    sizes = [len(FOLDER.joinpath(f"{name}.woff").read_bytes()) for name in ("latin", "hangul", "han")]
    assert sum(sizes) < 2_000_000
    licence = FOLDER.joinpath("OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Copyright 2014-2021 Adobe" in licence
    assert "Copyright 2015 Google" in licence


def area(curves):
    """The exact area of an outline, in square units: of its polygon, and what the curves add to that."""
    total = Fraction(0)
    for (x0, y0), (x1, y1), (x2, y2) in curves:
        total += Fraction(x0 * y2 - x2 * y0, 2)
        if (x0, y0) != (x1, y1):
            total += Fraction((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0), 3)
    return abs(total)


@pytest.mark.parametrize(
    "text", ["Daily Papers", "ØÅçğ&@8%", "Ждёщ", "Ωλά", "논문읽는빵", "论文學習あ「々」"]
)
def test_a_letter_covers_as_many_pixels_as_its_outline(text):
    for char in text.replace(" ", ""):
        font, glyph = typeface.find(char)
        curves = list(typeface.typeface(font).curves(glyph))
        mask = canvas.mask(curves, 100)
        inked = sum(int(nibble, 16) for row in mask.rows for nibble in f"{row:x}") / canvas.SHADES
        exact = float(area(curves)) * 100 * 100 / typeface.UNITS**2
        assert inked == pytest.approx(exact, rel=0.02, abs=6), char


def test_letters_stand_where_they_are_drawn():
    paper = canvas.Canvas(24, 12, [bytes(3)] * 9)
    font, glyph = typeface.find("L")
    paper.draw(canvas.mask(typeface.typeface(font).curves(glyph), 14), 2, 10)
    rows = ["".join(" .:+o#"[pixel] for pixel in row).rstrip() for row in pixels(paper.png(compress=True))]
    top = next(at for at, row in enumerate(rows) if row)
    assert top == 0
    assert not any(rows[10:]), "it stands on its line"
    assert all(row[:3].isspace() for row in rows[:10])
    assert len(set(rows[1:7])) == 1
    assert len(rows[9]) > len(rows[5])


def test_few_letters_are_kept_and_no_picture_depends_on_it(monkeypatch):
    monkeypatch.setattr(drawing, "_KNOWN", {})
    wanted = drawn(day(books.week()[0].date, 3), title="Attention for Graphs")
    monkeypatch.setattr(drawing, "_KEPT", 9)
    for title in ("Attention", "그래프를 다루는 주의", "Attention for Graphs", "Attention for Graphs"):
        found = drawn(day(books.week()[0].date, 3), title=title)
    assert found == wanted
    assert len(drawing._KNOWN) <= 9 + len(set("Attention for Graphs"))


def test_a_rectangle_fills_what_it_says():
    paper = canvas.Canvas(6, 3, [bytes(3)] * 9)
    paper.rectangle(1, 1, 2, 1, 8)
    paper.rectangle(0, 0, 0, 3, 8)
    assert pixels(paper.png(compress=False)) == [[0] * 6, [0, 8, 8, 0, 0, 0], [0] * 6]


# The title.


@pytest.mark.parametrize(
    ("text", "spelled", "missing"),
    [
        ("Daily Papers", "Daily Papers", ()),
        ("E\u0301a\tb\n", "Éa b", ()),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글", ()),
        ("ﬁ", "fi", ()),
        ("a\u200bb\x00", "ab", ()),
        ("عربى x", "x", ("ع", "ر", "ب", "ى")),
        ("", "", ()),
    ],
)
def test_what_can_be_spelled(text, spelled, missing):
    assert lettering.spell(text) == (spelled, missing)


SIZES = (40, 20, 10)


def lines(text, width=400, height=150):
    found = lettering.fit(text, width, height, SIZES)
    return found.size, list(found.lines)


def test_words_are_broken_only_where_no_size_keeps_them():
    assert lines("Daily Papers", 150) == (40, ["Daily", "Papers"])
    assert lines("Supercalifragilistic", 220) == (20, ["Supercalifragilistic"])
    size, broken = lines("W" * 40, 200)
    assert (size, "".join(broken)) == (20, "W" * 40)
    assert len(broken) > 1


def test_han_breaks_anywhere_but_at_its_punctuation():
    size, found = lines("每日论文，摘要（人工智能）。", 130, 400)
    assert size == 40
    assert "".join(found) == "每日论文，摘要（人工智能）。"
    assert not any(line[0] in "，）。" or line[-1] == "（" for line in found)


def test_korean_breaks_at_blanks_and_lines_are_even():
    assert lines("대규모 언어 모델과 논문", 300, 200) == (40, ["대규모 언어", "모델과 논문"])


def test_a_text_that_does_not_fit_says_so():
    size, found = lines("long " * 500)
    assert size == 10
    assert found[-1].endswith("…")
    assert len(found) * 12 <= 150


TITLES = [
    "Daily Papers",
    "오늘의 논문 다이제스트",
    "每日论文摘要：人工智能",
    "W" * 500,
    "한" * 300,
    "a b " * 400,
    "عربى",
    "\x00",
    "",
]


@pytest.mark.parametrize("title", TITLES)
def test_the_margins_are_empty(title):
    data = drawn(*books.week(), title=title)
    assert raster(data).size == (1600, 2400)
    assert len(data) < 300_000
    rows = pixels(data)[60:]
    assert not any(any(row[:100]) or any(row[1500:]) for row in rows)
    assert not any(map(any, rows[:90] + rows[1210:1290] + rows[2270:]))


@given(strategies.hostile_text(), st.lists(strategies.digests(), max_size=3))
def test_any_book_has_a_cover(title, digests):
    assert raster(drawn(*digests, title=title)).size == (1600, 2400)


def test_the_pixels_stay_what_they_were():
    """They are the same on every machine; a change here changes everybody's covers."""
    found = hashlib.sha256(repr(pixels(drawn(*books.week(), title="논문 Papers 论文"))).encode())
    assert found.hexdigest()[:16] == "374c777255634544"


def test_without_compression_it_is_the_same_picture():
    stored, deflated = (drawn(*books.week(), compress=flag) for flag in (False, True))
    assert pixels(stored) == pixels(deflated)
    assert len(deflated) < 60_000 < len(stored)


def test_letters_that_are_missing_are_told():
    told = []
    books.make(*books.week(), title="Papers עברית", told=told)
    assert [found.message for found in told] == [
        "cover: no letters for 'ע ב ר י ת'; its title is without them"
    ]


# The picture of the period.


def shown(found):
    return {bar.name: bar.number for bar in found.bars}


def test_days_without_papers_are_there_with_nothing():
    found = charted(*books.week())
    assert found.caption == "일별 논문 수"
    assert shown(found) == {"2024-07-05": 2, "2024-07-06": 1, "2024-07-07": 0, "2024-07-08": 1}


@pytest.mark.parametrize(
    ("first", "last", "caption", "ends", "count"),
    [
        ((2024, 7, 1), (2024, 7, 31), "Papers a day", ["2024-07-01", "2024-07-31"], 31),
        ((2024, 1, 1), (2024, 12, 31), "Papers a week", ["2024-W01", "2025-W01"], 53),
        ((2019, 1, 1), (2023, 12, 31), "Papers a month", ["2019-01", "2023-12"], 60),
        ((1999, 1, 1), (2024, 1, 1), "Papers a year", ["1999", "2024"], 26),
        ((1, 1, 1), (9999, 12, 31), "Papers in a thousand years", ["0000", "9000"], 10),
    ],
)
def test_time_is_told_in_units_that_fit(first, last, caption, ends, count):
    found = charted(day(datetime.date(*first), 1), day(datetime.date(*last), 2))
    assert found.caption == caption
    assert [found.bars[0].name, found.bars[-1].name] == ends
    assert len(found.bars) == count
    assert [bar.number for bar in found.bars if bar.number] == [1, 2]


@given(st.lists(strategies.digests(), max_size=8))
def test_every_paper_of_a_known_day_is_counted(digests):
    planned = plan.make(digests)
    found = chart.chart(planned)
    if len(planned.dates) > 1:
        dated = sum(len(digest.papers) for digest in digests if digest.date is not None)
        assert sum(bar.number for bar in found.bars if found) == dated if found else dated == 0


def test_one_day_shows_the_votes_of_its_papers_or_how_many_there_are():
    voted = [books.paper(url=f"/{n}", votes=n) for n in (3, 9, 0)]
    assert [bar.number for bar in charted(books.digest(*voted)).bars] == [9, 3, 0]
    found = charted(books.digest(*voted, books.paper(votes=None)))
    assert found.is_tally
    assert len(found.bars) == 4
    assert charted(books.digest()) is charted() is None


def test_the_chart_is_told_in_words():
    assert chart.alternative(charted(*books.week()), KOREAN) == (
        "일별 논문 수: 2024-07-05 2, 2024-07-06 1, 2024-07-07 0, 2024-07-08 1."
    )
    month = charted(day(datetime.date(2024, 7, 1), 1), day(datetime.date(2024, 7, 31), 2))
    assert chart.alternative(month, ENGLISH) == (
        "Papers a day (2024-07-01 – 2024-07-31): most 2 (2024-07-31), least 0 (2024-07-02)."
    )
    assert chart.alternative(charted(day(datetime.date(2024, 7, 1), 2, votes=4)), ENGLISH) == (
        "Votes of each paper: 4, 4."
    )
    assert chart.alternative(charted(day(None, 3)), ENGLISH) == "A square for each paper: 3."
    assert chart.alternative(None, ENGLISH) == ""


def bars(data):
    """Left edge, width and height of each bar, as it is seen above the line that bars stand on."""
    rows = pixels(data)[1500:2000]
    columns = [column.count(8) for column in zip(*rows, strict=True)]
    found, x = [], 0
    while x < 1600:
        width = next(end for end in range(x, 1601) if end == 1600 or columns[end] != columns[x]) - x
        if columns[x]:
            found.append((x, width, columns[x]))
        x += width
    return found


def test_a_bar_is_as_high_as_its_number():
    found = bars(drawn(*books.week()))
    assert [height for *_, height in found] == [460, 230, 230]
    (first, width, _), (second, _, _), (fourth, _, _) = found
    assert fourth - second == 2 * (second - first), "a day without papers has its place"
    assert 0 < width < second - first


def test_a_square_for_each_paper():
    (_, width, height), *others = bars(drawn(day(None, 7)))
    assert len(others) == 6
    assert {found[1:] for found in others} == {(width, height)}
