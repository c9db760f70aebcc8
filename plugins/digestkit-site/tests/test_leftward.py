"""Pages in languages that are written from right to left, with words and papers that are not."""

import pytest
from digestkit_site import html

import digestkit
from digestkit.testing import samples

TITLE, PROSE = "نموذج جديد للغة GPT", "نقترح طريقة جديدة لتدريب نماذج GPT. وهي أسرع."


def digests():
    arabic = samples.paper(
        1, title=TITLE, authors=("ليلى أحمد", "Ada Lovelace"), abstract=PROSE, summary=(), votes=3,
    )  # fmt: skip
    english = samples.paper(
        2, title="Is it (really) new?", authors=("Ada Lovelace", "Bo Yu"), abstract="It is new (in part).",
        summary=(digestkit.Item("Method", "We look $x^2$ up in `code`."),), votes=12,
        extra=(("authors_total", "7"),),
    )  # fmt: skip
    return [samples.digest(arabic, english, title="ملخصات")]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("leftward")
    (folder / "given.jsonl").write_text(digestkit.dumps(digests(), "jsonl"), encoding="utf-8")
    digestkit.convert([folder / "given.jsonl"], to="site", output=folder / "site", lang="ar", min_papers=1)
    for name, more in (("one.html", {}), ("mail.html", {"mail": True})):
        page = digestkit.dumps(digests(), "html", lang="ar", options=more)
        (folder / "site" / name).write_text(page, encoding="utf-8")
    return folder / "site"


@pytest.mark.parametrize("language", ["ar", "he", "fa-IR", "ur"])
def test_the_page_says_its_direction(build, language):
    tree = build(*digests(), lang=language)
    for path in tree:
        if path.endswith(".html"):
            page = tree.page(path)
            assert (page.get("lang"), page.get("dir")) == (language, "rtl"), path


@pytest.mark.parametrize("language", ["ko", "en", "fr", "ar-Latn"])
def test_other_pages_need_not(build, language):
    tree = build(samples.digest(samples.paper()), lang=language)
    assert not any(" dir=" in tree[path] for path in tree if path.endswith(".html"))


def test_what_is_english_says_so_with_its_direction(build):
    page = build(*digests(), lang="ar").page("papers/2407.00002.html")
    for part in ("h1", "li[@class='votes']", "div[@class='summary']", "div[@class='labelled']/div", "search"):
        (found,) = page.xpath(f"//{part}")
        assert (found.get("lang"), found.get("dir")) == ("en", "ltr"), part
    # Names go on with it: by itself in the line it would stand before them.
    assert page.xpath("//*[@class='byline']//span/span/@lang | //*[@class='byline']//p/span/@lang") == ["en"]
    arabic = build(*digests(), lang="ar").page("papers/2407.00001.html")
    assert not arabic.xpath("//h1/@lang | //div[@class='labelled']/div/@lang")


def test_one_page_and_a_mail_say_it():
    import lxml.html

    for more in ({}, {"mail": True}):
        page = lxml.html.document_fromstring(digestkit.dumps(digests(), html, lang="ar", **more))
        assert page.get("dir") == "rtl"
    assert page.xpath("//table[@role='presentation']/@dir") == ["rtl"]  # programs drop `html`


def test_the_pages_are_accessible_and_fit(reader, site, axe):
    for name in ("index.html", "days/2024-07-05.html", "papers/2407.00002.html", "one.html", "mail.html"):
        page = reader.open((site / name).as_uri(), viewport={"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        assert axe(page) == [], name


IN_ORDER = """() => {
  const at = (node, place) => {
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    return range.getBoundingClientRect();
  };
  const found = [];
  for (const each of document.querySelectorAll('[lang="en"][dir="ltr"]')) {
    for (const node of each.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || node.data.trim().length < 2) continue;
      const first = at(node, 0), last = at(node, node.data.trimEnd().length - 1);
      if (first.width && first.top === last.top && first.left >= last.left) found.push(node.data);
    }
  }
  return found;
}"""
"""English texts in one line that do not end to the right of where they begin."""


def test_english_is_laid_out_as_english(reader, site):
    for name in ("index.html", "days/2024-07-05.html", "papers/2407.00002.html", "404.html", "one.html"):
        page = reader.open((site / name).as_uri())
        assert page.evaluate(IN_ORDER) == [], name


def test_the_search_has_each_text_in_its_own_direction(reader, site):
    page = reader.open((site / "index.html").as_uri())
    field = page.get_by_role("searchbox")
    field.fill("new")
    link = page.locator(".results-list a")
    link.first.wait_for()
    assert [link.first.get_attribute("lang"), link.first.get_attribute("dir")] == ["en", "ltr"]
    assert page.evaluate(IN_ORDER) == []
    assert page.locator(".results-list mark").first.inner_text().lower() == "new"
    field.fill("لتدريب")
    page.get_by_role("link", name="نموذج جديد").first.wait_for()
    assert field.evaluate("field => getComputedStyle(field).direction") == "rtl"
    assert page.locator(".results-list p mark").inner_text() == "لتدريب"


SIDES = """() => [...document.querySelectorAll("main :is(h1, h2, p)")]
  .filter((each) => each.closest(".labelled div, .summary, td > div, figure") === null)
  .filter((each) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    const box = each.closest("td, main > *").getBoundingClientRect();
    return box.right - range.getBoundingClientRect().right > 40;
  })
  .map((each) => each.textContent)"""
"""Headings and lines that do not begin at the right edge of what holds them."""


def test_headings_and_lines_begin_at_the_right(reader, site):
    for name in ("index.html", "days/2024-07-05.html", "papers/2407.00002.html", "one.html", "mail.html"):
        page = reader.open((site / name).as_uri(), viewport={"width": 600, "height": 800})
        assert page.evaluate(SIDES) == [], name


def test_a_day_in_digits_is_read_from_the_left_wherever_it_stands(reader, site):
    page = reader.open((site / "mail.html").as_uri())
    places = page.evaluate("""() => {
      const text = document.querySelector("h1").firstChild, at = text.data.indexOf("2024-07-05");
      return [0, 5, 8].map((from) => {
        const range = document.createRange();
        range.setStart(text, at + from);
        range.setEnd(text, at + from + 1);
        return range.getBoundingClientRect().left;
      });
    }""")
    assert places == sorted(places)
    assert "\u2066" not in digestkit.dumps(digests(), "text", lang="fr")
