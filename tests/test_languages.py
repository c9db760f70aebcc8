import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkit.text.languages import detect, direction, is_tag, other_language, written


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("이 논문은 새로운 방법을 제안합니다.", "ko"),
        ("ESFT는 PEFT(Parameter-Efficient Fine-Tuning)보다 빠르게 학습한다", "ko"),
        ("この論文は新しい手法を提案する", "ja"),
        ("本文提出了一种新的方法", "zh"),
        ("A survey of 한 (one) thing in a long English title about language", "en"),
        ("2024", "und"),
        ("", "und"),
        ("Привет, мир", "und"),
        ("Модель GPT для языка", "und"),
        ("نموذج GPT للغة", "und"),
        ("Adam и Ева", "en"),
        ("α-divergences", "en"),
        ("😀 — …", "und"),
        ("ㄱ", "ko"),
        ("、。", "und"),
    ],
)
def test_the_script_tells_the_language(text, language):
    assert detect([text]) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ㄱㄴㅏ", "ko"),
        ("カタカナ", "ja"),
        ("ひらがな", "ja"),
        ("㐀㐁", "zh"),
        ("가" + "a" * 9, "ko"),
        ("가" + "a" * 10, "en"),
        ("가" + "Z" * 10, "en"),
        ("漢" + "a" * 9, "zh"),
        ("漢" + "a" * 10, "en"),
        ("漢の" + "a" * 18, "ja"),
        ("の" + "漢" * 20, "ja"),
        ("の" + "漢" * 21, "zh"),
        ("漢" * 99 + "가", "ko"),
        ("é" * 9, "und"),
    ],
)
def test_a_tenth_of_the_letters_decides_and_kana_tell_japanese(text, language):
    assert detect([text]) == language


def test_the_first_four_hundred_texts_are_the_sample():
    assert detect([*["-"] * 399, "가"]) == "ko"
    assert detect([*["-"] * 400, "가"]) == "und"


def test_nothing_tells_no_language():
    assert detect([]) == "und"


RANGES = {
    "hangul": ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3)),
    "kana": ((0x3041, 0x30FF),),
    "han": ((0x3400, 0x9FFF),),
    "latin": ((0x41, 0x5A), (0x61, 0x7A)),
    "others": ((0x0400, 0x10FF),),
}


def by_ranges(text):
    """The language by the letters, counted one by one."""
    counts = {
        name: sum(first <= ord(char) <= last for char in text for first, last in ranges)
        for name, ranges in RANGES.items()
    }
    enough = counts["latin"] / 9
    if counts["hangul"] and counts["hangul"] >= enough:
        return "ko"
    east = counts["kana"] + counts["han"]
    if east and east >= enough:
        return "ja" if counts["kana"] >= counts["han"] / 20 else "zh"
    return "en" if counts["latin"] and counts["latin"] >= counts["others"] else "und"


EDGES = sorted(
    {end + by for ranges in RANGES.values() for pair in ranges for end in pair for by in (-1, 0, 1)}
)


@pytest.mark.parametrize("code", [*EDGES, 0xD800, 0xDC31, 0x1F600, 0x20000])
def test_the_ends_of_the_ranges_of_letters(code):
    assert detect([chr(code)]) == by_ranges(chr(code))


@given(
    st.text(
        st.one_of(st.sampled_from([*map(chr, EDGES), *"abcXYZ .,"]), st.characters(codec=None)), max_size=60
    )
)
def test_letters_are_counted_one_by_one(text):
    assert detect([text]) == by_ranges(text)


def test_decomposed_hangul_is_korean():
    import unicodedata

    assert detect([unicodedata.normalize("NFD", "이 논문은 새로운 방법을 제안합니다.")]) == "ko"


def test_only_a_sample_is_read():
    def endless():
        while True:
            yield "이 논문은"

    assert detect(endless()) == "ko"


@pytest.mark.parametrize(
    "tag",
    [
        "ko",
        "KO",
        "en-GB",
        "zh-Hant-TW",
        "sl-rozaj-biske",
        "de-1996",
        "es-419",
        "und",
        "en-a-bbb-x-y",
        "zh-yue",
        "zh-aaa-bbb-ccc",
        "de-abcdefgh",
        "en-a-bc-def-abcdefgh",
        "en-x-a-abcdefgh",
    ],
)
def test_tags(tag):
    assert is_tag(tag)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "1a",
        "x y",
        "en_US",
        "en-",
        "-en",
        "korean",
        "en-GB-GB",
        "ko-",
        "한국어",
        "ko\n",
        "en-x",
        "zh-aaa-bbb-ccc-ddd",
        "de-abcdefghi",
        "en-x-abcdefghi",
        "en-a-b",
        "de-4",
    ],
)
def test_what_is_no_tag(text):
    assert not is_tag(text)


@pytest.mark.parametrize(
    ("text", "around", "other"),
    [
        ("A title", "ko-KR", "en"),
        ("A title", "en-GB", None),
        ("한글 제목", "ko", None),
        ("한글 제목", "EN", "ko"),
        ("A title", "EN-US-x-y", None),
        ("2024", "ko", None),
    ],
)
def test_a_text_in_another_language(text, around, other):
    assert other_language(text, around) == other


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh"),
        ("zh-Hant", "zh-Hant"),
        ("zh-Hans-TW", "zh"),
        ("ZH-hk", "zh-Hant"),
        ("zh-CN", "zh"),
        ("ko-KR", "ko"),
        ("en-tw", "en"),
    ],
)
def test_chinese_is_written_in_two_ways(tag, language):
    assert written(tag) == language


@pytest.mark.parametrize("tag", ["ar", "he", "iw", "fa-IR", "UR", "yi", "ckb", "az-Arab", "pa-arab-PK", "dv"])
def test_languages_that_are_written_from_right_to_left(tag):
    assert direction(tag) == "rtl"


@pytest.mark.parametrize(
    "tag", ["ko", "en", "ar-Latn", "ur-Latn-PK", "en-u-nu-arab", "en-x-arab", "az", "und"]
)
def test_languages_that_are_written_from_left_to_right(tag):
    assert direction(tag) == "ltr"
