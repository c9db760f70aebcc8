"""Text as HTML: what survives, what is escaped, and formulas as MathML."""

import lxml.html
import pytest
from digestkit_site import markup
from hypothesis import example, given
from hypothesis import strategies as st

import digestkit
from digestkit.testing import samples
from digestkit.testing.strategies import hostile_text
from digestkit.text import clean, plain, typeset

ELEMENTS = {"a", "b", "bdi", "br", "code", "em", "i", "strong", "sub", "sup"}
MATH = {
    "math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt",
    "msub", "msubsup", "msup", "mtext", "munder", "munderover",
}  # fmt: skip


def read(made):
    return lxml.html.fragment_fromstring(made, create_parent="div")


@given(st.lists(st.tuples(st.none() | st.just("Label"), hostile_text()), max_size=3))
@example([(None, "a & b"), (None, "\u241e[x](https://a.example)"), ("Label", "\u241e")])
@example([(None, "a"), (None, " ['b', 'c']")])
def test_items_are_the_same_together_and_alone(pairs):
    items = [digestkit.Item(label, text) for label, text in pairs]
    alone = [str(markup.summary([item], "en")) for item in items]
    bodies = "".join(each.removeprefix("<ul>").removesuffix("</ul>") for each in alone)
    assert markup.summary(items, "en") == (f"<ul>{bodies}</ul>" if items else "")


def test_no_summary_is_no_list():
    assert markup.summary([], "en") == markup.summary([], "en", pages={"label": "topics/label.html"}) == ""


@given(hostile_text())
@example("<script>alert(1)</script>")
@example('[x](https://a.example/"onmouseover=alert(1))')
@example("[x](javascript:alert(1))")
@example("$\\text{<img src=x onerror=alert(1)>}$")
@example('$a<b>c$ & "q"')
@example("a\x00b\x08\ufffe\ud800")
def test_no_text_becomes_an_element_or_an_attribute(text):
    for made in (markup.inline(text), markup.title(text), str(markup.paragraphs(text))):
        assert made == clean(made)
        for each in read(made).iterdescendants():
            assert each.tag in ELEMENTS | MATH | {"p"}
            assert set(each.attrib) <= ({"href"} if each.tag == "a" else set()) or each.tag in MATH
            assert not any(name.startswith("on") for name in each.attrib)
            assert each.get("href", "https://").split(":")[0].lower() in ("http", "https", "mailto")


@given(hostile_text())
def test_without_formulas_a_reader_sees_what_plain_says(text):
    made = markup.inline(text, math=False).replace("<br>\n", "\n")
    if "<su" not in made:
        assert read(f"<i>{made}</i>").text_content().split() == plain(text).split()


def test_formulas_are_mathml():
    made = '<math alttext="n₁"><msub><mi>n</mi><mn>1</mn></msub></math>'
    assert markup.title("x $n_1$ y") == markup.inline("x $n_1$ y") == f"x {made} y"
    assert markup.title("x $n_1$ y", math=False) == markup.inline("x $n_1$ y", math=False) == "x n₁ y"


@pytest.mark.parametrize("text", ["costs $5 or $6", r"$\ours{n}$", "$$", "5 $ and $ 6"])
def test_what_is_no_formula_stays_text(text):
    assert read(markup.inline(text)).text_content() == text


@pytest.mark.parametrize(("text", "seen"), [("X$^2$", "X²"), (r"$\sim$20", "∼20"), (r"$5\%$", "5%")])
def test_numbers_and_signs_are_characters(text, seen):
    assert markup.title(text) == seen == typeset(text)


def test_hostile_digests_run_nothing(build):
    bad = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'"
    url = "javascript:alert(1)"
    paper = samples.further_paper(
        title=bad, authors=(bad, "Ada"), section=bad, tldr=bad, abstract=bad, categories=(bad,), tags=(bad,),
        doi=bad, links=((bad, url), (bad, f"https://a.example/{bad}")), extra=((bad, bad),),
        media=digestkit.Media("image", url),
        summary=(digestkit.Item(bad, bad), digestkit.Item(None, f"[x]({url}) {{{{ 7*7 }}}}")),
    )  # fmt: skip
    other = samples.paper(url=url, title=bad, media=digestkit.Media("video", f"https://v.example/{bad}.mp4"))
    tree = build(samples.digest(paper, other, title=bad), min_papers=1, title=bad, rights=bad)
    for path in tree:
        if path.endswith(".html"):
            page = tree.page(path)
            assert not page.xpath("//img[@src='x'] | //script[contains(., 'alert(1)') and not(@type)]"), path
            assert not page.xpath("//@*[starts-with(name(), 'on')]"), path
            assert not page.xpath(
                "//*[starts-with(@href, 'javascript') or starts-with(@src, 'javascript')]"
            ), path
            assert "49" not in page.text_content(), path
