"""What the script finds: folding as Python would do it, queries, marks, loading in parts."""

from __future__ import annotations

import itertools
import json
import unicodedata

import browsing
import pytest
from digestkit_site.search import Indexed, entry, shards

LETTERS = {"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d"}
SIGNS = {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', **dict.fromkeys("‐‑‒–—−", "-")}


def fold(text: str) -> str:
    """Folding, told letter by letter and apart from the script."""
    return "".join(map(folded, unicodedata.normalize("NFC", text)))


def folded(letter: str) -> str:
    if letter in LETTERS or letter in SIGNS:
        return (LETTERS | SIGNS)[letter]
    if "！" <= letter <= "～":
        letter = chr(ord(letter) - 0xFEE0)
    elif unicodedata.name(letter, "").startswith("LATIN ") and ord(letter) < 0x2000:
        letter = unicodedata.normalize("NFD", letter)[0]
    return "σ" if letter == "ς" else letter.lower()


@pytest.fixture(scope="module")
def empty(chromium):
    page = chromium.new_page()
    yield page
    page.close()


@pytest.fixture
def page(empty):
    """A page with the script, which holds no papers."""
    empty.evaluate(browsing.script("finder.js"))
    return empty


@pytest.fixture
def holding(page):
    """Give the page papers of these titles, or papers."""

    def hold(*papers):
        made = [each if isinstance(each, Indexed) else titled(each) for each in papers]
        *parts, (_, index) = shards(map(entry, made))
        page.evaluate(index)
        for _, part in reversed(parts):
            page.evaluate(part)
        return page

    return hold


def titled(title: str, **more) -> Indexed:
    made = Indexed(f"papers/{title}.html", title, (), "", "2024-07-05", None, (), "en", "")
    return made._replace(**more)


def find(page, query="", typing=False, **filters) -> list[str]:
    """The titles of what is found."""
    return page.evaluate(
        """([asked, typing]) => {
            const { find, read } = digestkitSearch;
            return find(read(asked, typing)).map((each) => each.title);
        }""",
        [{"query": query, **filters}, typing],
    )


def marked(page, text: str, query: str, typing=False) -> list[str]:
    """The pieces of a text that are marked."""
    return page.evaluate(
        """([text, query, typing]) => {
            const { marks, read } = digestkitSearch;
            return marks(text, read({ query }, typing).needles).map(([start, end]) => text.slice(start, end));
        }""",
        [text, query, typing],
    )


def test_every_letter_is_folded_as_python_folds_it(page):
    """All of Unicode that this Python knows, but surrogates, in NFC, each letter alone."""
    known = (chr(code) for code in itertools.chain(range(0xD800), range(0xE000, 0x110000)))
    letters = [
        letter
        for letter in known
        if unicodedata.category(letter) not in {"Cn", "Co"} and unicodedata.is_normalized("NFC", letter)
    ]
    differing = page.evaluate(
        "(pairs) => JSON.parse(pairs).filter(([letter, folded]) => digestkitSearch.fold(letter) !== folded)",
        json.dumps([[letter, fold(letter)] for letter in letters]),
    )
    assert differing == []


def test_folding_keeps_every_length(page):
    """Of each letter between others: the last sigma and the dotted I depend on what stands beside them."""
    lengths = page.evaluate(
        """() => {
            const wrong = [];
            for (let code = 0; code < 0x110000; code += 1) {
                if (code >= 0xd800 && code < 0xe000) continue;
                const text = ("Α" + String.fromCodePoint(code) + " İΣ").normalize("NFC");
                if (digestkitSearch.fold(text).length !== text.length) wrong.push(code);
            }
            return wrong;
        }"""
    )
    assert lengths == []


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("İstanbul'da Öğrenme", "istanbul"),
        ("ISTANBUL", "İstanbul"),
        ("Straße", "STRAßE"),
        ("STRAẞE", "straße"),
        ("ΛΟΓΟΣ", "λογος"),
        ("λόγος", "λόγοσ"),
        ("확산 모델", unicodedata.normalize("NFD", "확산")),
        (unicodedata.normalize("NFD", "확산 모델"), "확산"),
        ("비확산적", "확산"),
        ("视频扩散模型", "扩散"),
        ("ＧＰＴ 模型", "gpt"),
        ("Schölkopf", "scholkopf"),
        ("Schölkopf", "Scho\u0308lkopf"),
        ("Łukasz Kaiser, Jørgensen", "lukasz jorgensen"),
        ("Nguyễn", "nguyen"),
        ("Chain‑of–Thought", "chain-of-thought"),
        ("It’s “all” you need", "it's"),
        ("한국어 LLM", "llm 한국"),
        ("Диффузия", "ДИФФУЗИЯ"),
        ("Large Language Models", "rge lang"),
        ("Large Language Models", '"language models"'),
        ("Large Language Models", "“language models”"),
        ("Large Language Models", '"language mod'),
        ("a.b*c", "b*c"),
        ("𝔸 letter of two units", "LETTER"),
    ],
)
def test_a_query_finds(holding, title, query):
    page = holding(title, "zzz")
    assert find(page, query) == [unicodedata.normalize("NFC", title)]


@pytest.mark.parametrize(
    "query",
    ["large zzz", '"models language"', "모델", "strasse", "'s", "largelanguage", "constructor", "__proto__"],
)
def test_a_query_does_not_find(holding, query):
    assert find(holding("Large Language Models", "Straße"), query) == []


@pytest.mark.parametrize(
    ("text", "query", "pieces"),
    [
        ("İİ Straße İ straße", "STRASSE straße", ["Straße", "straße"]),
        ("İstanbul, istanbul", "istanbul", ["İstanbul", "istanbul"]),
        ("𝔸𝔸 확산, 𝔸 비확산", "확산", ["확산", "확산"]),
        ("diffusion", "fus diff usi", ["diffusi"]),
        ("aaaa", "aa", ["aaaa"]),
        ("nothing here", "zz", []),
        ("anything", "", []),
    ],
)
def test_marks_stand_where_the_words_stand(page, text, query, pieces):
    assert marked(page, text, query) == pieces


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("확ㅅ", True),
        ("확사", True),
        ("확산", True),
        ("확상", False),
        ("ㅎ", True),
        ("ㅋ", False),
        ("호", False),
        ("한국어 확사", True),
        ("확사 한국어", False),  # only the last syllable can be unfinished
    ],
)
def test_a_syllable_that_is_being_typed_finds_what_it_may_become(holding, typed, found):
    page = holding("한국어 확산 모델")
    assert bool(find(page, typed, typing=True)) == found


def test_a_finished_syllable_finds_itself(holding):
    page = holding("한국어 확산 모델")
    assert find(page, "확사") == []
    assert marked(page, "확산", "확사", typing=True) == ["확산"]


def test_the_newest_come_first_whatever_is_loaded_first(holding):
    papers = [
        titled(str(at), day=day)
        for at, day in enumerate(["2024-07-05", "2023-12-31", "", "2024-07-06", "2024-07-05"])
    ]
    assert find(holding(*papers)) == ["3", "0", "4", "1", "2"]


def test_names_summaries_and_titles_are_searched(holding):
    page = holding(
        titled("one", names=("Ada Lovelace",)), titled("two", text="Ada wrote"), titled("Ada"), "none"
    )
    assert find(page, "ada") == ["one", "two", "Ada"]


def test_a_word_does_not_reach_from_one_field_into_the_next(holding):
    assert find(holding(titled("ab", names=("cd",), text="ef")), '"ab cd"') == []


def test_filters_choose(holding):
    page = holding(
        titled("old", day="2023-01-01", votes=50, categories=("cs.CL",)),
        titled("new", day="2024-07-05", votes=5, categories=("cs.CL", "cs.LG")),
        titled("unknown", day="2024-07-04"),
    )
    assert find(page, month="2024-07") == ["new", "unknown"]
    assert find(page, votes=5) == ["new", "old"]
    assert find(page, category="cs.LG") == ["new"]
    assert find(page, "o", votes=6, category="cs.CL") == ["old"]


def test_nothing_asked_is_empty(page):
    read = "(asked) => digestkitSearch.read(asked).empty"
    assert page.evaluate(read, {"query": ' "" '})
    assert not page.evaluate(read, {"query": "", "month": "2024-07"})


@pytest.mark.parametrize("before", ["가나다라 " * 100, "𝔸" * 500, "abcdefghi " * 50])
def test_a_passage_shows_the_first_place(page, before):
    text = f"{before}needle {before}"
    shown = page.evaluate(
        "([text]) => digestkitSearch.passage(text, digestkitSearch.read({ query: 'needle' }).needles)", [text]
    )
    assert "needle" in shown
    assert shown.startswith("…") and shown.endswith("…")  # noqa: PT018 - both ends, or neither is right
    assert shown.strip("…") in text
    assert len(shown) < 300
    assert shown.isprintable()  # no half of a letter


def test_a_passage_shows_where_words_stand_together(page):
    text = "model " + "and so on " * 50 + "a language model " + "and so on " * 50
    shown = page.evaluate("([text]) => digestkitSearch.passage(text, ['language', 'model'])", [text])
    assert "a language model" in shown


def test_a_word_may_stand_anywhere_in_a_long_text(page):
    """Half a million places of a letter: work that grew with their square would not end here."""
    length = page.evaluate("() => digestkitSearch.passage('ab '.repeat(500000), ['a', 'b']).length")
    assert length == 200 + len("…")


def test_a_short_text_is_shown_whole(page):
    assert page.evaluate("() => digestkitSearch.passage('one two', ['two'])") == "one two"
