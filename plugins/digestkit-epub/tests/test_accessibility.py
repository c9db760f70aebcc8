"""What the book claims of its accessibility is true of what is in it: EPUBCheck looks at none of this.

EPUB Accessibility 1.1, section 2 (package metadata), and the values of
https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20230718/.
"""

import itertools

import books
import pictures
import pytest
from digestkit_epub.exporter import Video

from digestkit import Media

REQUIRED = ("schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard")
RECOMMENDED = ("schema:accessibilitySummary", "schema:accessModeSufficient")
VOCABULARY = {
    "schema:accessMode": {"textual", "visual", "auditory"},
    "schema:accessModeSufficient": {"textual", "textual,visual"},
    "schema:accessibilityFeature": {
        "tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability",
        "alternativeText",
    },
    "schema:accessibilityHazard": {"none", "unknown"},
}  # fmt: skip


def check(data):
    """Every claim, after comparing it with the pages."""
    claims = books.properties(data)
    for name in (*REQUIRED, *RECOMMENDED):
        assert claims.get(name), name
    for name, values in VOCABULARY.items():
        assert set(claims[name]) <= values
        assert len(set(claims[name])) == len(claims[name])
    images = [
        img for name in pages(data) for img in books.tree(data, name).iter(f"{{{books.NAMES['x']}}}img")
    ]
    content = [img for img in images if img.get("role") != "doc-cover"]
    features = set(claims["schema:accessibilityFeature"])
    videos = [url for name in pages(data) for url in books.values(data, name, "//x:video/@src")]
    assert ("visual" in claims["schema:accessMode"]) == bool(content or videos)
    assert ("auditory" in claims["schema:accessMode"]) == bool(videos)
    assert all(img.get("alt").strip() for img in images)
    assert ("alternativeText" in features) == (not videos)
    moving = any(img.get("src").endswith(".gif") for img in images) or bool(videos)
    assert claims["schema:accessibilityHazard"] == (["unknown"] if moving else ["none"])
    assert "dcterms:conformsTo" not in claims
    return claims


def pages(data):
    return [name.removeprefix("EPUB/") for name in books.members(data) if name.endswith(".xhtml")]


def illustrated(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    paper = books.paper(media=Media("image", f"https://example.org/{name}"), summary=(books.korean(),))
    return books.make(books.digest(paper), images=tmp_path)


def test_a_book_of_text():
    claims = check(books.make(*books.week()))
    assert claims["schema:accessMode"] == ["textual"]
    assert claims["schema:accessModeSufficient"] == ["textual"]


def test_a_book_of_nothing():
    check(books.make())


def test_a_book_with_pictures(tmp_path):
    claims = check(illustrated(tmp_path, "a.png", pictures.png()))
    assert claims["schema:accessMode"] == ["textual", "visual"]
    assert claims["schema:accessModeSufficient"] == ["textual"]


@pytest.mark.parametrize(
    ("name", "data", "hazard"),
    [
        ("a.gif", pictures.gif(), "unknown"),
        ("a.png", pictures.png(moving=True), "unknown"),
        ("a.webp", pictures.webp(moving=True), "unknown"),
        ("a.webp", pictures.webp(), "none"),
        ("a.jpg", pictures.jpeg(), "none"),
    ],
)
def test_what_moves_is_a_hazard_that_nobody_knows(tmp_path, name, data, hazard):
    assert books.properties(illustrated(tmp_path, name, data))["schema:accessibilityHazard"] == [hazard]


def test_videos_that_play():
    claims = check(books.make(*books.week(), video=Video.REMOTE))
    assert claims["schema:accessibilityHazard"] == ["unknown"]
    assert claims["schema:accessMode"] == ["textual", "visual", "auditory"]
    assert claims["schema:accessModeSufficient"] == ["textual"]
    (summary,) = claims["schema:accessibilitySummary"]
    assert "동영상" in summary


def test_a_cover_that_may_move():
    check(books.make(*books.week(), cover=pictures.gif()))


def test_the_cover_says_its_title_and_what_it_pictures():
    data = books.make(*books.week())
    assert books.values(data, "cover.xhtml", "//x:img/@alt") == [
        (
            "표지: Daily Papers 2024-07-05 – 2024-07-08. "
            "일별 논문 수: 2024-07-05 2, 2024-07-06 1, 2024-07-07 0, 2024-07-08 1."
        )
    ]
    own = books.make(*books.week(), cover=pictures.png(), title="July")
    assert books.values(own, "cover.xhtml", "//x:img/@alt") == ["표지: July"]


def test_the_summary_is_in_the_words_of_the_book():
    path = "//opf:meta[@property='schema:accessibilitySummary']/@xml:lang"
    for language, expected in (("ko-KR", "ko"), ("en", "en"), ("fr", "en")):
        data = books.make(*books.week(), language=language)
        assert books.values(data, "content.opf", path) == [expected]


def test_headings_start_at_one_and_skip_no_level():
    for data in (books.make(*books.week()), books.make(*books.horrors())):
        for name in pages(data):
            path = "//*[self::x:h1 or self::x:h2 or self::x:h3]"
            headings = books.tree(data, name).xpath(path, namespaces=books.NAMES)
            levels = [int(heading.tag[-1]) for heading in headings]
            if name != "cover.xhtml":
                assert levels[0] == 1
            assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
            assert all("".join(heading.itertext()).strip() for heading in headings)


def test_every_link_has_words():
    for data in (books.make(*books.week()), books.make(*books.horrors())):
        for name in pages(data):
            assert all(text.strip() for text in books.texts(data, name, "//x:a")), name


@pytest.mark.parametrize(
    ("title", "language"),
    [("An English Title", "en"), ("한글 제목", None), ("日本語の題", "ja"), ("2024", None)],
)
def test_titles_say_their_language_where_it_is_another(title, language):
    paper = books.paper(title, summary=(books.korean(),), authors=("Ann Lee", "Bo Kim"))
    data = books.make(books.digest(paper))
    page = "2024-07-05.xhtml"
    (heading,) = books.tree(data, page).xpath("//x:h2", namespaces=books.NAMES)
    assert heading.get("lang") == language
    assert heading.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert books.values(data, page, "//x:p[@class='authors']/x:span/@lang") == ["en"]
    toc = "//x:nav[@epub:type='toc']//x:a/@lang"
    assert books.values(data, "nav.xhtml", toc) == ([language] if language else [])


def test_the_first_characters_of_an_item_tell_its_language():
    item = books.korean(None, "An item that starts in English. " * 7 + "한글 " * 500)
    data = books.make(books.digest(books.paper(summary=(item,))), language="ko")
    assert books.values(data, "2024-07-05.xhtml", "//x:div/@lang") == ["en"]


def test_summaries_say_their_language_where_script_tells_it():
    english = books.korean(None, "A summary in English, as some digests have them.")
    data = books.make(books.digest(books.paper(summary=(english,))), language="ko")
    assert books.values(data, "2024-07-05.xhtml", "//x:div/@lang") == ["en"]


def test_pages_are_in_the_language_of_their_words_and_say_so_of_the_digest():
    paper = books.paper(
        summary=(books.korean("Résultats", "**Un modèle** plus rapide."),),
        abstract="Un résumé.",
        tldr="Bref.",
    )
    data = books.make(books.digest(paper, title="일일 논문"), language="fr", max_authors=1)
    for name in pages(data):
        assert books.values(data, name, "/x:html/@lang | /x:html/@xml:lang") == ["en", "en"], name
    page = "2024-07-05.xhtml"
    marked = books.values(data, page, "//x:div[@lang='fr' and @xml:lang='fr']/@class")
    assert marked == ["abstract", "abstract", "summary"]
    assert books.texts(data, page, "//x:div//x:strong[@lang]") == ["TL;DR:", "Abstract:"]
    assert books.texts(data, page, "//x:span[@class='channel' and @lang='ko']") == ["일일 논문"]


def test_an_abstract_and_the_words_on_it_each_say_their_language():
    paper = books.paper(tldr="更快的模型。", abstract="A faster model, in words of its authors. " * 9)
    data = books.make(books.digest(paper), language="zh")
    assert books.texts(data, "2024-07-05.xhtml", "//x:div[@lang='en']//x:strong[@lang='zh']") == ["摘要:"]
    assert books.values(data, "2024-07-05.xhtml", "//x:div[@class='abstract']/@lang") == ["en"]


@pytest.mark.parametrize(
    ("language", "page", "contents"),
    [
        ("ko-KR", "ko-KR", "차례"),
        ("zh", "zh", "目录"),
        ("zh-Hans-CN", "zh-Hans-CN", "目录"),
        ("zh-TW", "en", "Contents"),
    ],
)
def test_the_words_of_a_book(language, page, contents):
    data = books.make(*books.week(), language=language)
    assert books.values(data, "nav.xhtml", "/x:html/@lang") == [page]
    assert books.texts(data, "nav.xhtml", "//x:h1") == [contents]
