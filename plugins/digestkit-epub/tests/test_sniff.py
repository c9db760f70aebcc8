"""Types and sizes of pictures are told by their bytes."""

import pictures
import pytest
from digestkit_epub.pictures.sniff import Raster, raster
from hypothesis import given
from hypothesis import strategies as st

WHOLE = {
    "png": (pictures.png(7, 9), Raster("image/png", ".png", (7, 9), False)),
    "moving png": (pictures.png(7, 9, moving=True), Raster("image/png", ".png", (7, 9), True)),
    "jpeg": (pictures.jpeg(7, 9), Raster("image/jpeg", ".jpg", (7, 9), False)),
    "gif": (pictures.gif(7, 9), Raster("image/gif", ".gif", (7, 9), True)),
    "webp": (pictures.webp(7, 9), Raster("image/webp", ".webp", (7, 9), False)),
    "moving webp": (pictures.webp(7, 9, moving=True), Raster("image/webp", ".webp", (7, 9), True)),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_pictures(name):
    data, expected = WHOLE[name]
    assert raster(data) == expected


@pytest.mark.parametrize("name", WHOLE)
def test_a_picture_without_its_end_is_none(name):
    data, _ = WHOLE[name]
    assert [raster(data[:length]) for length in range(len(data) - 1)] == [None] * (len(data) - 1)


@pytest.mark.parametrize("name", ["png", "moving png"])
def test_a_png_with_a_damaged_chunk_is_none(name):
    data, _ = WHOLE[name]
    for at in range(8, len(data)):
        assert raster(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]) is None


def test_a_gif_without_a_frame_is_none():
    head, _, _ = WHOLE["gif"][0].partition(b",")
    comment = b"!\xfe\x02,;\x00"
    assert raster(head + b";") is None
    assert raster(head + comment + b";") is None
    assert raster(head + comment + WHOLE["gif"][0][len(head) :]) == WHOLE["gif"][1]


@pytest.mark.parametrize("name", ["png", "jpeg", "gif", "webp"])
def test_what_follows_a_whole_picture_does_not_matter(name):
    data, expected = WHOLE[name]
    assert raster(data + b"\0\n") == expected


def test_simple_webp_headers():
    lossless = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f" + (6 | 8 << 14).to_bytes(4, "little") + b"\0" * 9
    lossy = b"RIFF\x1a\0\0\0WEBPVP8 \x0e\0\0\0\0\0\0\x9d\x01\x2a\x07\0\x09\0" + b"\0" * 4
    assert raster(lossless) == Raster("image/webp", ".webp", (7, 9), False)
    assert raster(lossy) == Raster("image/webp", ".webp", (7, 9), False)


def test_a_jpeg_whose_thumbnail_is_whole_but_which_is_not():
    picture, thumbnail = pictures.jpeg(7, 9), pictures.jpeg()
    segment = b"\xff\xe1" + (2 + len(thumbnail)).to_bytes(2, "big") + thumbnail
    assert raster(picture[:2] + segment + picture[2:]) is not None
    assert raster(picture[:2] + segment + picture[2:-2]) is None


@pytest.mark.parametrize(
    "data", [b"", b"GIF", b"\x89PNG", b"BM" + b"\0" * 60, b"%PDF-1.7", b"<svg/>", b"\xff\xd8\xff"]
)
def test_anything_else(data):
    assert raster(data) is None


def test_no_size_is_no_picture():
    assert raster(pictures.gif(0, 3)) is None


@given(st.sampled_from([data for data, _ in WHOLE.values()]), st.data())
def test_damage_never_raises(data, draw):
    cut = draw.draw(st.integers(0, len(data)))
    raster(data[:cut] + draw.draw(st.binary(max_size=30)) + data[cut:])
