"""Types and sizes of pictures are told by their bytes."""

import struct
import zlib

import pictures
import pytest
from digestkit_epub.pictures import png
from digestkit_epub.pictures.sniff import Raster, raster
from hypothesis import given
from hypothesis import strategies as st


def expect(data, media_type, suffix, moving):
    return data, Raster(media_type, suffix, (7, 9), moving, len(data))


WHOLE = {
    "png": expect(pictures.png(7, 9), "image/png", ".png", False),
    "moving png": expect(pictures.png(7, 9, moving=True), "image/png", ".png", True),
    "jpeg": expect(pictures.jpeg(7, 9), "image/jpeg", ".jpg", False),
    "gif": expect(pictures.gif(7, 9), "image/gif", ".gif", True),
    "webp": expect(pictures.webp(7, 9), "image/webp", ".webp", False),
    "moving webp": expect(pictures.webp(7, 9, moving=True), "image/webp", ".webp", True),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_pictures(name):
    data, expected = WHOLE[name]
    assert raster(data) == expected


@pytest.mark.parametrize("name", WHOLE)
def test_a_picture_without_its_end_is_none(name):
    data, _ = WHOLE[name]
    assert [raster(data[:length]) for length in range(len(data))] == [None] * len(data)


@pytest.mark.parametrize("name", ["png", "moving png"])
def test_a_png_with_a_damaged_chunk_is_none(name):
    data, _ = WHOLE[name]
    for at in range(8, len(data)):
        assert not isinstance(raster(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]), Raster)


def test_a_gif_without_a_frame_is_none():
    head, _, _ = WHOLE["gif"][0].partition(b",")
    comment = b"!\xfe\x02,;\x00"
    assert raster(head + b";") is None
    assert raster(head + comment + b";") is None
    assert raster(head + comment + WHOLE["gif"][0][len(head) :]).size == (7, 9)


@pytest.mark.parametrize("name", ["png", "jpeg", "gif", "webp"])
def test_what_follows_a_whole_picture_does_not_matter(name):
    data, expected = WHOLE[name]
    assert raster(data + b"\0\n") == expected


def test_simple_webp_headers():
    lossless = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f" + (6 | 8 << 14).to_bytes(4, "little") + b"\0" * 9
    lossy = b"RIFF\x1a\0\0\0WEBPVP8 \x0e\0\0\0\0\0\0\x9d\x01\x2a\x07\0\x09\0" + b"\0" * 4
    assert raster(lossless) == Raster("image/webp", ".webp", (7, 9), False, 34)
    assert raster(lossy) == Raster("image/webp", ".webp", (7, 9), False, 34)


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


# Pictures that say less than they unpack to, and tables that cannot be read.


def is_sound(data):
    return isinstance(raster(data), Raster)


@pytest.mark.parametrize(
    ("header", "bytes_of_row"),
    [
        ((1, 0, 0, 0, 0), 2), ((16, 0, 0, 0, 0), 18), ((8, 2, 0, 0, 0), 27), ((4, 3, 0, 0, 0), 5),
        ((8, 4, 0, 0, 0), 18), ((8, 6, 0, 0, 0), 36), ((16, 6, 0, 0, 0), 72),
    ],
)  # fmt: skip
def test_the_rows_of_a_png_are_as_many_bytes_as_its_header_says(header, bytes_of_row):
    whole = 5 * (1 + bytes_of_row)
    for length in (whole - 1, whole, whole + 1, 10 * whole):
        assert is_sound(pictures.png(9, 5, header=header, rows=bytes(length))) == (length == whole)


def test_the_passes_of_an_interlaced_png():
    passes = ((2, 1), (1, 1), (3, 1), (2, 2), (5, 1), (4, 3), (9, 2))  # columns and rows of 9 by 5
    whole = sum(rows * (1 + columns) for columns, rows in passes)
    header = (8, 0, 0, 0, 1)
    for length in (whole - 1, whole, whole + 1):
        assert is_sound(pictures.png(9, 5, header=header, rows=bytes(length))) == (length == whole)
    assert is_sound(pictures.png(1, 1, header=header, rows=bytes(2)))


@pytest.mark.parametrize("header", [(8, 1, 0, 0, 0), (3, 0, 0, 0, 0), (8, 0, 0, 0, 2), (0, 0, 0, 0, 0)])
def test_a_png_whose_header_means_nothing_is_none(header):
    assert not is_sound(pictures.png(8, 1, header=header))
    assert not is_sound(pictures.png(8, 1, header=header, rows=b""))


def test_rows_of_just_as_many_bytes_as_are_unpacked_at_a_time():
    assert is_sound(pictures.png(1023, 1024, rows=bytes(1 << 20)))


def test_a_png_that_unpacks_to_gigabytes_is_none():
    assert not is_sound(pictures.png(2, 2, rows=bytes(50_000_000)))


def test_pixels_that_end_too_early_or_are_no_zlib_stream():
    whole = pictures.png(7, 9)
    start = whole.index(b"IDAT") - 4
    packed = zlib.compress(b"\0" * 72)
    for body in (packed[:-4], packed[2:], b"", b"\0" * 20):
        chunks = pictures.chunk(b"IDAT", body) + pictures.chunk(b"IEND", b"")
        assert not is_sound(whole[:start] + chunks)
    for cut in range(len(packed)):
        split = pictures.chunk(b"IDAT", packed[:cut]) + pictures.chunk(b"IDAT", packed[cut:])
        assert is_sound(whole[:start] + split + pictures.chunk(b"IEND", b""))


@pytest.mark.parametrize(
    ("kind", "before"),
    [(b"zTXt", b"a\0\0"), (b"iCCP", b"a\0\0"), (b"iTXt", b"a\0\1\0en\0b\0")],
)
def test_texts_and_profiles_that_unpack_to_too_much(kind, before):
    def beside(size):
        return pictures.chunk(kind, before + zlib.compress(bytes(size)))

    assert is_sound(pictures.png(beside=beside(png.MAX_TEXT)))
    assert not is_sound(pictures.png(beside=beside(png.MAX_TEXT + 1)))
    assert is_sound(pictures.png(beside=pictures.chunk(kind, before + b"damaged")))
    assert is_sound(pictures.png(beside=pictures.chunk(b"iTXt", b"a\0\0\0en\0b\0" + b"text")))


@pytest.mark.parametrize(
    ("frame", "sound"),
    [
        ((0, 0, 7, 9), True), ((6, 8, 1, 1), True), ((0, 0, 8, 9), False), ((0, 0, 7, 10), False),
        ((7, 0, 1, 1), False), ((0, 9, 1, 1), False), ((0, 0, 0, 9), False), ((0, 0, 7, 0), False),
    ],
)  # fmt: skip
def test_frames_of_a_gif_lie_within_its_canvas(frame, sound):
    assert is_sound(pictures.gif(7, 9, frames=[frame])) == sound
    assert is_sound(pictures.gif(7, 9, frames=[(0, 0, 1, 1), frame])) == sound


def test_a_frame_of_a_gif_may_have_colours_of_its_own():
    frame = b"," + struct.pack("<HHHH", 0, 0, 1, 1)
    own = pictures.gif(7, 9).replace(frame + b"\0", frame + b"\x80" + b"\xff\xff;;;;")
    assert raster(own).length == len(own) == len(pictures.gif(7, 9)) + 6


def test_the_pixels_of_all_frames_have_a_bound():
    frame = (0, 0, 10_000, 10_000)
    assert is_sound(pictures.gif(10_000, 10_000, frames=[frame] * 10))
    assert not is_sound(pictures.gif(10_000, 10_000, frames=[frame] * 11))
    control = pictures.chunk(b"fcTL", struct.pack(">III", 0, 10_000, 10_000) + bytes(14))
    assert is_sound(pictures.png(moving=True, beside=control * 10))
    assert not is_sound(pictures.png(moving=True, beside=control * 11))


@pytest.mark.parametrize(
    ("inner", "sound"),
    [((7, 9), True), ((1, 1), True), ((8, 9), False), ((7, 10), False), ((16384, 16384), False)],
)
def test_what_is_in_a_webp_is_no_larger_than_its_canvas(inner, sound):
    assert is_sound(pictures.webp(7, 9, inner=inner)) == sound


def test_the_frames_of_a_moving_webp_count_too():
    def moving(inner):
        still = pictures.webp(7, 9, moving=True, inner=inner)
        frame = still[still.index(b"VP8L") :]
        head = still[12 : still.index(b"VP8L")]
        return pictures.riff(b"RIFF", b"WEBP" + head + pictures.riff(b"ANMF", bytes(16) + frame))

    assert is_sound(moving((7, 9)))
    assert not is_sound(moving((7, 10)))
    assert not is_sound(pictures.riff(b"RIFF", b"WEBP" + pictures.webp(7, 9)[12:30]))


def test_chunks_of_a_webp_are_padded_and_end_with_the_file():
    whole = pictures.webp(7, 9)
    extended, pixels = whole[12:30], whole[30:]
    odd = pictures.riff(b"EXIF", b"abc")
    assert is_sound(pictures.riff(b"RIFF", b"WEBP" + extended + odd + pixels))
    frame = b"ANMF" + (1000).to_bytes(4, "little") + bytes(16)
    beyond = pictures.webp(9999, 9999, inner=(9999, 9999))[30:]
    assert is_sound(pictures.riff(b"RIFF", b"WEBP" + extended + pixels + frame) + beyond)


def jpeg_with(old, new):
    whole = pictures.jpeg(7, 9)
    assert whole.count(old) == 1
    return whole.replace(old, new)


FRAME = b"\xff\xc0\x00\x0b\x08\x00\x09\x00\x07\x01\x01\x11\x00"
SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
STEPS = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
CODES = b"\xff\xc4\x00\x14\x00\x01" + b"\0" * 15 + b"\x00"
END = b"\xff\xd9"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FRAME, b""), (FRAME, FRAME * 2), (SCAN, b""), (STEPS, b""), (END, b""),
        (FRAME, FRAME.replace(b"\x08", b"\x0c")), (FRAME, FRAME[:9] + b"\x02" + FRAME[10:]),
        (FRAME, b"\xff\xc3" + FRAME[2:]), (FRAME, b"\xff\xc9" + FRAME[2:]),
        (FRAME, FRAME[:-2] + b"\x01\x00"), (FRAME, FRAME[:-2] + b"\x10\x00"),
        (FRAME, FRAME[:-2] + b"\x51\x00"),
        (FRAME, FRAME[:-2] + b"\x15\x00"), (FRAME, FRAME[:-1] + b"\x01"),
        (FRAME, FRAME[:-1] + b"\x04"),
        (SCAN, SCAN[:4] + b"\x00" + SCAN[5:]), (SCAN, SCAN[:4] + b"\x02" + SCAN[5:]),
        (SCAN, SCAN[:5] + b"\x02" + SCAN[6:]),
        (STEPS, STEPS[:4] + b"\x10" + STEPS[5:]), (STEPS, STEPS[:4] + b"\x01" + STEPS[5:]),
        (STEPS, STEPS[:4] + b"\x04" + STEPS[5:]), (STEPS, STEPS[:9] + b"\x00" + STEPS[10:]),
        (STEPS, b"\xff\xdb\x00\x44" + STEPS[4:] + b"\x00"), (STEPS, b"\xff\xdb\x00\x42" + STEPS[4:-1]),
        (CODES, CODES[:4] + b"\x20" + CODES[5:]), (CODES, CODES[:4] + b"\x04" + CODES[5:]),
        (CODES, CODES[:5] + b"\x03" + CODES[6:]), (CODES, CODES[:5] + b"\x02" + CODES[6:]),
        (CODES, CODES[:6] + b"\x01" + CODES[7:]), (CODES, b"\xff\xc4\x00\x15" + CODES[4:] + b"\x00"),
        (CODES, b"\xff\xc4\x00\x13" + CODES[4:-1]), (CODES, b"\xff\xc4\x00\x01" + CODES[4:]),
        (CODES, b"\xff\xc4\x00\x25\x00" + b"\x01" * 15 + b"\x03" + bytes(18)),
        (CODES, b"\xff\xc4\x01\x14\x00" + bytes(8) + b"\xc8\x39" + bytes(6) + bytes(257)),
        (STEPS, STEPS + STEPS[:4] + b"\x04" + STEPS[5:]),
        (CODES, b"\xff\x01" + CODES), (CODES, b"\xff\xd8" + CODES), (CODES, b"x" + CODES),
    ],
)  # fmt: skip
def test_a_jpeg_whose_segments_do_not_add_up_is_none(old, new):
    assert not is_sound(jpeg_with(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FRAME, b"\xff\xc1" + FRAME[2:]), (FRAME, b"\xff\xc2" + FRAME[2:]), (FRAME, b"\xff" + FRAME),
        (SCAN, b"\xff\xfe\x00\x04\xff\xd9" + SCAN), (END, b"\xff\x00\xff\xd0\xff\xff" + END),
        (END, SCAN + b"x" + END), (STEPS, b"\xff\xdb\x00\x83\x10" + b"\x00\x01" * 64),
        (STEPS, b"\xff\xdb\x00\x84" + STEPS[4:] + b"\x03" + b"\x01" * 64),
        (CODES, b"\xff\xc4\x00\x24\x00" + b"\x01" * 15 + b"\x02" + bytes(17)),
        (CODES, b"\xff\xc4\x01\x13\x00" + bytes(8) + b"\xc8\x38" + bytes(6) + bytes(256)),
        (CODES, b"\xff\xc4\x00\x15\x00\x00\x02" + b"\0" * 14 + b"\x00\x01"),
    ],
)  # fmt: skip
def test_a_jpeg_whose_segments_do_add_up(old, new):
    data = jpeg_with(old, new)
    assert is_sound(data)
    assert raster(data + b"x").length == len(data)


def test_scans_of_a_jpeg_have_a_bound():
    head, scan = pictures.jpeg(10_000, 10_000).split(SCAN)
    assert is_sound(head + (SCAN + scan[:-2]) * 10 + scan)
    assert not is_sound(head + (SCAN + scan[:-2]) * 11 + scan)
