"""Pictures: what goes into the book, what stays a link, and that nothing outside the folder is touched."""

import os

import books
import pictures
import pytest
from digestkit_epub import plan
from digestkit_epub.book import Design, draft
from digestkit_epub.illustration import illustrated
from digestkit_epub.package.metadata import Credits
from digestkit_epub.pages.day import Style
from digestkit_epub.pictures.folder import Folder
from digestkit_epub.pictures.picture import Refusal
from digestkit_epub.pictures.recognition import picture
from digestkit_epub.pictures.sniff import raster

from digestkit import Code, Media, UsageError

PAGE = "2024-07-05.xhtml"


def of(*names):
    papers = [
        books.paper(url=f"https://arxiv.org/abs/2407.{at:05}", media=Media("image", name))
        for at, name in enumerate(names)
    ]
    return books.digest(*papers)


def embedded(data):
    return {name: held for name, held in books.members(data).items() if "/images/" in name}


def make(tmp_path, *urls, **options):
    told = []
    data = books.make(of(*urls), images=tmp_path, told=told, **options)
    return data, [(found.code, found.message) for found in told]


@pytest.mark.parametrize(
    ("data", "suffix", "media_type"),
    [
        (pictures.png(), ".png", "image/png"),
        (pictures.jpeg(), ".jpg", "image/jpeg"),
        (pictures.gif(), ".gif", "image/gif"),
        (pictures.webp(), ".webp", "image/webp"),
    ],
)
def test_a_picture_is_what_its_bytes_say(tmp_path, data, suffix, media_type):
    (tmp_path / "a.bmp").write_bytes(data)
    book, told = make(tmp_path, "https://example.org/thumbs/a.bmp?size=2")
    ((name, held),) = embedded(book).items()
    assert told == []
    assert held == data
    assert name.endswith(suffix)
    path = f"//opf:item[@href='{name.removeprefix('EPUB/')}']/@media-type"
    assert books.values(book, "content.opf", path) == [media_type]
    assert books.values(book, PAGE, "//x:img/@src") == [name.removeprefix("EPUB/")]


def test_the_link_to_the_picture_stays():
    assert books.values(books.make(of("/a.png")), PAGE, "//x:a[@class='image']/@href") == [
        "https://huggingface.co/a.png"
    ]


def test_a_picture_says_whose_it_is_and_how_large(tmp_path):
    (tmp_path / "a.png").write_bytes(pictures.png(3, 5))
    book, _ = make(tmp_path, "/a.png")
    (image,) = books.tree(book, PAGE).iter(f"{{{books.NAMES['x']}}}img")
    assert image.get("alt") == "Picture from the paper: Attention for Graphs"
    assert (image.get("width"), image.get("height")) == ("3", "5")


def test_equal_pictures_are_one_file(tmp_path):
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(pictures.png())
    book, _ = make(tmp_path, "/a.png", "/b.png", "https://example.org/a.png")
    assert len(embedded(book)) == 1
    assert len(books.values(book, PAGE, "//x:img/@src")) == 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is not a complete PNG"),
        (b"no picture", "it is not a complete PNG"),
        (pictures.png()[:-20], "it is not a complete PNG"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "it is not a complete PNG"),
        (pictures.png(5000, 1), "it has 5000 × 1 pixels"),
        (pictures.png(1, 4001), "it has 1 × 4001 pixels"),
        (None, "there is no file 'a.png' in the folder"),
    ],
)
def test_a_picture_that_fails_is_a_link_and_a_diagnostic(tmp_path, data, reason):
    if data is not None:
        (tmp_path / "a.png").write_bytes(data)
    book, told = make(tmp_path, "/a.png")
    ((code, message),) = told
    assert code is Code.EXPORT_WARNING
    assert message.startswith(f"the picture stays a link: {reason}")
    assert embedded(book) == {}
    assert books.values(book, PAGE, "//x:a[@class='image']/@href") == ["https://huggingface.co/a.png"]


def test_the_diagnostic_says_where(tmp_path):
    from digestkit import parse

    text = "## Daily Papers (2024-07-05)\n\n### [T](https://arxiv.org/abs/2407.00001)\n\n![](https://e.org/a.png)\n\n"
    told = []
    books.make(*parse(text, "day.md").digests, images=tmp_path, told=told)
    assert [found.place for found in told] == ["day.md:5:1"]


def test_folders_and_special_files_are_no_pictures(tmp_path):
    (tmp_path / "a.png").mkdir()
    os.mkfifo(tmp_path / "b.png")
    book, told = make(tmp_path, "/a.png", "/b.png")
    assert embedded(book) == {}
    assert len(told) == 2


@pytest.mark.parametrize(
    "url",
    ["https://example.org/", "https://example.org/..", "/%2e%2e%2fsecret.png", "/..%5Csecret.png",
     "/C%3Asecret.png", "/%00.png", "https://[bad/a.png", "/" + "a" * 300 + ".png", "/%2Fetc%2Fhostname"],
)  # fmt: skip
def test_nothing_outside_the_folder_is_read(tmp_path, url):
    folder = tmp_path / "pictures"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(pictures.png())
    book, told = make(folder, url)
    assert embedded(book) == {}
    assert [code for code, _ in told] == [Code.EXPORT_WARNING]


@pytest.mark.parametrize("end", ["", ".", "..", "%2e%2e", "..%2fsecret.png", "a%5Cb.png", "c:a.png", "a%00"])
def test_what_is_no_name_of_a_file_is_told_to_be_none(tmp_path, end):
    _, ((_, message),) = make(tmp_path, f"https://example.org/thumbs/{end}")
    assert message == "the picture stays a link: its URL does not end in the name of a file"


def test_a_name_may_have_dots(tmp_path):
    (tmp_path / "..a..png").write_bytes(pictures.png())
    assert make(tmp_path, "/..a..png")[1] == []


def test_videos_are_not_looked_for(tmp_path):
    film = books.paper(media=Media("video", "https://example.org/a.mp4"))
    told = []
    books.make(books.digest(film, books.paper()), images=tmp_path, told=told)
    assert told == []


def large(size, *side):
    """A picture of at least so many bytes."""
    return pictures.png(*side, beside=pictures.chunk(b"prVt", bytes(size)))


def test_the_book_is_no_larger_than_its_cap(tmp_path):
    names = [f"{number}.png" for number in range(5)]
    for number, name in enumerate(names):
        (tmp_path / name).write_bytes(large(300_000, 1, number + 1))
    (tmp_path / "huge.png").write_bytes(large(1_100_000))
    book, told = make(tmp_path, "/huge.png", *(f"/{name}" for name in names), "/0.png", max_total_mb=1)
    assert len(embedded(book)) == 3
    assert len(book) <= 1_000_000
    assert [message for _, message in told] == [
        "the picture stays a link: the book would be larger than max_total_mb allows"
    ] * 3
    assert len(books.values(book, PAGE, "//x:img/@src")) == 4, "a picture that the book has costs nothing"


def test_pictures_that_fit_only_without_the_text_are_counted_again(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.png").write_bytes(large(332_000, 1, number + 1))
    book, told = make(tmp_path, "/0.png", "/1.png", "/2.png", max_total_mb=1)
    assert len(embedded(book)) == 2
    assert len(book) <= 1_000_000
    assert [message for _, message in told] == [
        "the picture stays a link: the book would be larger than max_total_mb allows"
    ]


def test_the_bounds_on_bytes_are_exact(tmp_path):
    data = pictures.png()
    (tmp_path / "a.png").write_bytes(data)

    def chosen(room, max_bytes):
        return Folder(tmp_path, 4000, max_bytes).choose(["/a.png"], room)["/a.png"]

    assert chosen(len(data) + 700, len(data)) == picture(data)
    assert isinstance(chosen(len(data) + 699, len(data)), Refusal)
    assert isinstance(chosen(10**6, len(data) - 1), Refusal)


def test_a_book_as_large_as_it_may_be_keeps_its_pictures(tmp_path):
    (tmp_path / "a.png").write_bytes(pictures.png())
    planned = plan.make([of("/a.png")])
    design = Design(
        style=Style("en", "en", planned.words, 10, play_videos=False),
        credits=Credits((), "", None, None, None),
        cover=None,
        compress=True,
    )
    made = draft(planned, design)
    folder = Folder(tmp_path, 4000, 10**6)
    data, _ = illustrated(made, folder, 10**6)
    assert illustrated(made, folder, len(data))[0] == data
    assert embedded(illustrated(made, folder, len(data) - 1)[0]) == {}


def test_links_within_the_folder_are_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "b.png").write_bytes(pictures.png())
    (tmp_path / "a.png").symlink_to("real/b.png")
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    assert make(tmp_path, "/a.png")[1] == []
    assert len(embedded(make(tmp_path / "folder", "/b.png")[0])) == 1


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    (tmp_path / "pictures and more").mkdir()
    for secret in (tmp_path / "secret.png", tmp_path / "pictures and more" / "secret.png"):
        secret.write_bytes(pictures.png())
    (folder / "a.png").symlink_to("../secret.png")
    (folder / "b.png").symlink_to(tmp_path / "pictures and more" / "secret.png")
    (folder / "c.png").symlink_to("a.png")
    (folder / "d.png").symlink_to("d.png")
    (folder / "e.png").symlink_to("nowhere.png")
    book, told = make(folder, *(f"/{letter}.png" for letter in "abcde"))
    assert embedded(book) == {}
    assert [message.partition(": ")[2] for _, message in told[:3]] == [
        f"'{letter}.png' leads out of the folder of images" for letter in "abc"
    ]
    assert [code for code, _ in told] == [Code.EXPORT_WARNING] * 5
    assert len(books.values(book, PAGE, "//x:a[@class='image']/@href")) == 5


def test_what_follows_a_picture_in_its_file_is_left_out_and_told(tmp_path):
    (tmp_path / "a.png").write_bytes(pictures.png() + b"PK\x03\x04" * 300)
    book, told = make(tmp_path, "/a.png")
    assert list(embedded(book).values()) == [pictures.png()]
    assert told == [(Code.EXPORT_NOTE, "the picture: 1,200 bytes that follow it in its file were left out")]
    cover_told = []
    book = books.make(*books.week(), cover=pictures.gif() + b"x", told=cover_told)
    assert cover_of(book) == ("cover.gif", pictures.gif())
    assert [found.message for found in cover_told] == [
        "cover: 1 bytes that follow it in its file were left out"
    ]


def test_a_file_that_is_larger_than_the_book_may_be_is_not_read(tmp_path):
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(10**12)
    _, ((code, message),) = make(tmp_path, "/a.png")
    assert code is Code.EXPORT_WARNING
    assert message.endswith("the book would be larger than max_total_mb allows")


def test_no_picture_is_larger_than_its_pixels_may_be():
    told = []
    books.make(*books.week(), cover=pictures.png(50_000, 2_001, rows=b""), told=told)
    assert [found.message for found in told] == [
        "cover: it has 50000 × 2001 pixels, more than 100,000,000 in all; the book has a drawn one"
    ]


def test_a_drawing_asks_for_no_more_pixels_than_a_picture_has(tmp_path):
    (tmp_path / "a.svg").write_bytes(pictures.SVG.replace(b"viewBox", b'width="1e5" viewBox'))
    _, told = make(tmp_path, "/a.svg")
    assert [message for _, message in told] == [
        "the picture stays a link: it has 100000 × 0 pixels, more than max_image_px allows"
    ]


def test_a_folder_that_is_none_is_a_mistake(tmp_path):
    with pytest.raises(UsageError, match="is not a folder"):
        make(tmp_path / "none", "/a.png")


# The cover.


def cover_of(data):
    (name,) = books.values(data, "content.opf", "//opf:item[@properties='cover-image']/@href")
    return name, books.members(data)[f"EPUB/{name}"]


def test_the_cover_is_drawn_where_none_is_given():
    name, data = cover_of(books.make(*books.week()))
    assert name == "cover.png"
    assert raster(data).size == (1600, 2400)
    page = books.make(*books.week())
    # Converters look for a page with one picture and nothing else.
    assert books.values(page, "cover.xhtml", "//x:body//*/@src") == ["cover.png"]
    assert books.values(page, "cover.xhtml", "local-name(//x:body/*/*)") == list("img")
    assert books.texts(page, "cover.xhtml", "//x:body") == [""]


def test_the_users_cover_is_embedded_as_it_is():
    own = pictures.png(600, 8000)
    data = books.make(*books.week(), cover=own)
    assert cover_of(data) == ("cover.png", own)
    assert books.values(data, "cover.xhtml", "//x:img/@src") == ["cover.png"]
    assert books.values(data, "content.opf", "//opf:meta[@name='cover']/@content") == ["id-cover.png"]


def test_a_cover_that_is_no_picture_is_reported():
    told = []
    data = books.make(*books.week(), cover=b"text", told=told)
    assert raster(cover_of(data)[1]).size == (1600, 2400)
    assert [found.code for found in told] == [Code.EXPORT_WARNING]
    assert told[0].message.startswith("cover: it is not a complete PNG")


def test_pictures_are_named_by_their_contents():
    one, same, other = (picture(data) for data in (pictures.png(), pictures.png(), pictures.png(3, 3)))
    assert one.file_name == same.file_name != other.file_name
    assert picture(pictures.png() + b"something else").file_name == one.file_name
