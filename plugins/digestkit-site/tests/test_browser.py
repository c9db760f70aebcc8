"""The site in a browser: nothing goes wrong, the search and the themes work, by mouse and by keys alone."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess

import browsing
import pytest

KINDS = browsing.KINDS
WIDTHS = (320, 480, 768, 1024, 1280, 1920)


def search(page, query: str) -> None:
    """Type a query, key by key, and wait for what is said of it when all is loaded."""
    page.keyboard.press("/")
    page.keyboard.type(query)
    told(page, r"(편|없습니다\.)$")
    asked = json.dumps({"query": query}, ensure_ascii=False).strip("{}").replace(": ", ":")
    page.locator(f".results-list[data-asked*='{asked}']").wait_for(state="attached")


def told(page, pattern: str) -> None:
    """Wait for a status, such as `논문 4편`."""
    page.locator("[role=status]", has_text=re.compile(pattern)).wait_for()


def titles(page) -> list[str]:
    """The titles of what is found."""
    return page.locator(".results-list h2").all_inner_texts()


def focused(page) -> str:
    """What has the focus: its address, its name, or its text."""
    return page.evaluate(
        """() => {
            const at = document.activeElement;
            return at.getAttribute("href") || at.name || at.innerText;
        }"""
    )


def background(page) -> str:
    return page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")


class TestPages:
    def test_every_page_opens_without_trouble(self, reader, root):
        page = reader.open(root + KINDS["index"])
        for address in KINDS.values():
            page.goto(root + address)
            assert page.locator("h1:visible").count() == 1
            assert page.locator("script[src]:not([async], [defer])").count() == 0  # none is waited for
            assert page.locator("main").is_visible()

    def test_no_page_is_wider_than_its_window(self, reader, folder):
        page = reader.open((folder / KINDS["index"]).as_uri())
        wide = []
        for kind, address in KINDS.items():
            page.goto((folder / address).as_uri())
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate("() => document.documentElement.scrollWidth") > width:
                    wide.append((kind, width))
        assert wide == []

    def test_letters_may_be_twice_as_large(self, reader, folder):
        """WCAG 2.2, 1.4.4, and on a telephone, too."""
        page = reader.open((folder / KINDS["index"]).as_uri(), bypass_csp=True)
        page.set_viewport_size({"width": 320, "height": 800})
        wide = []
        for kind, address in KINDS.items():
            page.goto((folder / address).as_uri())
            page.add_style_tag(content="html { font-size: 200% !important; }")
            if page.evaluate("() => document.documentElement.scrollWidth") > 320:
                wide.append(kind)
        assert wide == []

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_page_is_accessible_in_light_and_dark(self, reader, folder, axe, kind):
        page = reader.open((folder / KINDS[kind]).as_uri(), color_scheme="light")
        assert axe(page) == []
        page.emulate_media(color_scheme="dark")
        assert axe(page) == []

    def test_letters_may_stand_as_far_apart_as_readers_want(self, reader, folder):
        """WCAG 2.2, 1.4.12: nothing is cut off or lost where text is spaced so."""
        spaced = (
            "line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;"
        )
        page = reader.open(
            (folder / KINDS["day"]).as_uri(), viewport={"width": 320, "height": 800}, bypass_csp=True
        )
        page.add_style_tag(content=f"* {{ {spaced} }} p {{ margin-bottom: 2em !important; }}")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320

    def test_found_papers_are_not_wider_than_the_window(self, reader, folder):
        page = reader.open((folder / KINDS["day"]).as_uri(), viewport={"width": 320, "height": 800})
        search(page, "다룬")
        page.locator(".search-filters summary").click()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("kind", KINDS)
    def test_a_page_is_accessible(self, reader, folder, axe, kind, scheme):
        page = reader.open((folder / KINDS[kind]).as_uri(), color_scheme=scheme)
        assert axe(page) == []

    def test_a_hostile_digest_runs_nothing(self, reader, root):
        page = reader.open(root + KINDS["index"])
        for kind in ("index", "day", "month", "author"):
            page.goto(root + KINDS[kind])
            assert browsing.HOSTILE in page.inner_text("main")
            assert page.evaluate("() => window.broken") is None

    def test_math_is_read_as_math(self, reader, folder):
        page = reader.open((folder / "papers/2407.00002.html").as_uri())
        assert page.locator("h1 math").count() == 1

    def test_a_link_to_a_title_with_math_is_called_by_all_of_it(self, reader, folder):
        page = reader.open((folder / KINDS["day"]).as_uri())
        label = page.locator(".contents a:has(math)").get_attribute("aria-label")
        assert re.fullmatch(r"A{90} and ∑.* = .*", label)
        assert page.get_by_role("link", name=label, exact=True).count() == 2

    def test_a_page_can_be_read_without_scripts(self, reader, folder):
        page = reader.open((folder / KINDS["day"]).as_uri(), java_script_enabled=False)
        assert page.locator("input, button, select").count() == 0
        page.get_by_role("link", name="Large Language Models Diffuse").last.click()
        page.wait_for_url("**/" + KINDS["paper"])

    def test_print_leaves_out_what_paper_cannot_do(self, reader, folder):
        page = reader.open((folder / KINDS["paper"]).as_uri(), color_scheme="dark")
        page.emulate_media(media="print")
        assert not page.locator("search").is_visible()
        assert not page.locator(".menu").is_visible()
        assert page.locator(".summary").is_visible()
        assert page.locator(".byline summary").inner_text() == "외 4명"  # or names would be lost in silence
        assert background(page) == "rgb(255, 255, 255)"

    def test_the_roles_that_a_screen_reader_names(self, reader, folder):
        """Landmarks and headings, in their order."""
        page = reader.open((folder / KINDS["day"]).as_uri())
        snapshot = page.locator("body").aria_snapshot()
        found = re.findall(r"- (banner|navigation|search|main|article|contentinfo|heading)\b", snapshot)
        assert found[:5] == ["banner", "navigation", "search", "main", "heading"]
        assert found[-1] == "contentinfo"
        assert found.count("article") == 3
        levels = [int(level) for level in re.findall(r"- heading .*\[level=(\d)\]", snapshot)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


class TestSearch:
    def test_words_find_within_words_and_are_marked(self, reader, root):
        page = reader.open(root + KINDS["index"])
        search(page, "확산 언어")
        assert titles(page) == ["Large Language Models Diffuse"]
        assert page.locator("mark").all_inner_texts() == ["확산", "언어"]
        assert not page.locator(".latest").is_visible()

    def test_a_title_that_was_found_speaks_and_looks_as_on_its_page(self, reader, folder):
        page = reader.open(f"{folder.as_uri()}/{KINDS['index']}")
        face = "(link) => getComputedStyle(link).fontFamily"
        listed = page.locator(".latest .rows a[lang=en]").count()
        search(page, "확산 언어")
        link = page.locator(".results-list h2 a")
        assert listed
        assert link.get_attribute("lang") == "en"
        found = link.evaluate(face)
        link.click()
        assert page.locator("h1[lang=en]").evaluate(face) == found

    def test_the_newest_are_shown_first_and_all_are_found(self, reader, root):
        page = reader.open(root + KINDS["index"])
        search(page, "확산")
        assert titles(page) == ["Large Language Models Diffuse", browsing.HOSTILE, "İstanbul", "Old Words"]
        assert page.evaluate("() => window.broken") is None

    def test_the_newest_part_is_loaded_first_and_nothing_before_it_is_needed(self, reader, folder):
        with browsing.served(folder) as address:
            page = reader.open(address)
            asked = []
            page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
            search(page, "확산")
            asked = [each for each in asked if not each.endswith(".svg")]
            assert asked == ["assets/finder.js", "search/index.js", "search/2024-07.js", "search/2023-12.js"]

    def test_a_part_that_is_missing_is_told(self, reader, folder):
        with browsing.served(folder) as address:
            page = reader.open(address)
            page.route("**/search/2023-12.js", lambda route: route.abort())
            page.keyboard.press("/")
            page.keyboard.type("확산")
            told(page, "3편 일부 논문을 불러오지 못했습니다")
            assert len(titles(page)) == 3
            page.unroute("**/search/2023-12.js")
            page.keyboard.type(" ")
            told(page, "4편$")
        expected = re.compile("2023-12|ERR_FAILED")
        reader.troubles[:] = [trouble for trouble in reader.troubles if not expected.search(trouble)]

    @pytest.mark.parametrize("script", ["assets/finder.js", "search/index.js"])
    def test_a_search_that_cannot_be_loaded_is_told(self, reader, folder, script):
        with browsing.served(folder) as address:
            page = reader.open(address)
            page.route(f"**/{script}", lambda route: route.abort())
            page.keyboard.press("/")
            told(page, "일부 논문을 불러오지 못했습니다")
            page.unroute(f"**/{script}")
            page.keyboard.type("확산")
            told(page, "4편$")
        reader.troubles[:] = [trouble for trouble in reader.troubles if "ERR_FAILED" not in trouble]

    def test_keys_alone_find_and_open_a_paper(self, reader, root):
        page = reader.open(root + KINDS["day"])
        search(page, "확산")
        page.keyboard.press("ArrowDown")
        assert focused(page) == "../papers/2407.00001.html"
        page.keyboard.press("ArrowDown")
        assert focused(page) == "../papers/2407.00003.html"
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        assert focused(page) == "q"
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_url("**/papers/2407.00001.html")

    def test_escape_leads_back(self, reader, root):
        page = reader.open(root + KINDS["index"])
        search(page, "확산")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        assert focused(page) == "q"
        page.keyboard.press("Escape")
        assert page.input_value("[name=q]") == ""
        assert page.locator(".latest").is_visible()
        page.wait_for_url(root + KINDS["index"])

    def test_back_shows_what_was_found(self, reader, root):
        page = reader.open(root + KINDS["index"])
        search(page, "확산 언어")
        page.get_by_role("link", name="Large Language Models Diffuse").click()
        page.wait_for_url("**/papers/2407.00001.html")
        page.go_back()
        page.locator("mark").first.wait_for()
        assert titles(page) == ["Large Language Models Diffuse"]

    def test_places_in_a_page_keep_their_address(self, reader, folder):
        page = reader.open((folder / KINDS["day"]).as_uri())
        search(page, "확산")
        page.keyboard.press("Escape")
        page.locator(".contents a").last.click()
        page.wait_for_timeout(500)  # longer than the search waits before it writes the address
        page.wait_for_url("**/*#p-2407.00003")

    def test_filters_choose(self, reader, root):
        page = reader.open(root + KINDS["index"])
        page.locator(".search-filters summary").click()
        page.select_option("[name=month]", "2024-07")
        page.fill("[name=votes]", "3")
        told(page, "2편$")
        assert titles(page) == [browsing.HOSTILE, "İstanbul"]
        page.select_option("[name=category]", "cs.CL")
        page.wait_for_url(re.compile("month=2024-07"))
        page.fill("[name=votes]", "4")
        told(page, "1편$")
        assert titles(page) == ["İstanbul"]

    def test_nothing_found_is_said(self, reader, folder):
        page = reader.open((folder / KINDS["index"]).as_uri())
        search(page, "zzzz")
        assert page.locator("[role=status]").inner_text() == "찾은 논문이 없습니다."

    def test_what_is_found_is_accessible(self, reader, folder, axe):
        page = reader.open((folder / KINDS["index"]).as_uri())
        page.locator(".search-filters summary").click()
        search(page, "확산")
        assert axe(page) == []

    def test_an_input_method_finds_while_it_composes(self, reader, folder):
        """`확사` is on the way to `확산`; once it is finished, it is a word that stands nowhere."""
        page = reader.open((folder / KINDS["index"]).as_uri())
        page.focus("[name=q]")
        method = page.context.new_cdp_session(page)
        method.send("Input.imeSetComposition", {"text": "확사", "selectionStart": 2, "selectionEnd": 2})
        told(page, "4편$")
        method.send("Input.insertText", {"text": "확사"})
        told(page, "없습니다")

    def test_the_key_that_leads_here_can_be_turned_off(self, reader, root):
        """WCAG 2.2, 2.1.4: for all pages, and also when the search is left."""
        page = reader.open(root + KINDS["index"])
        page.locator(".search-filters summary").click()
        page.get_by_role("checkbox").uncheck()
        page.goto(root + KINDS["day"])
        page.keyboard.press("/")
        assert focused(page) != "q"
        page.locator("[name=q]").fill("확산")
        page.keyboard.press("Escape")
        assert page.locator("[name=q]").get_attribute("aria-keyshortcuts") is None
        page.locator(".search-filters summary").click()
        page.get_by_role("checkbox").check()
        page.keyboard.press("Tab")
        page.locator("body").press("/")
        assert focused(page) == "q"

    def test_what_is_found_says_its_language(self, reader, tmp_path):
        page = reader.open((browsing.build(tmp_path, lang="fr") / KINDS["index"]).as_uri())
        page.keyboard.press("/")
        page.keyboard.type("Graph")
        page.locator("[role=status]:not(:empty)").wait_for()
        assert page.locator(".results h1[lang=en]").inner_text() == "Search results"

    def test_a_slash_is_typed_where_one_types(self, reader, folder):
        page = reader.open((folder / KINDS["index"]).as_uri())
        page.focus("[name=q]")
        page.keyboard.type("a/b")
        assert page.input_value("[name=q]") == "a/b"


class TestThemes:
    def test_a_choice_is_kept_on_every_page(self, reader, root):
        page = reader.open(root + KINDS["index"], color_scheme="light")
        light = background(page)
        page.get_by_role("radio").nth(2).check()
        dark = background(page)
        assert dark != light
        page.goto(root + KINDS["paper"])
        assert background(page) == dark
        assert page.get_by_role("radio").nth(2).is_checked()
        page.get_by_role("radio").nth(0).check()
        page.reload()
        assert background(page) == light

    def test_without_storage_a_choice_holds_for_the_page(self, reader, root):
        page = reader.open(root + KINDS["index"], color_scheme="light", storage=False)
        light = background(page)
        page.get_by_role("radio").nth(2).check()
        assert background(page) != light

    def test_the_system_chooses_first(self, reader, folder):
        address = (folder / KINDS["index"]).as_uri()
        assert background(reader.open(address, color_scheme="light")) != background(
            reader.open(address, color_scheme="dark")
        )

    @pytest.mark.parametrize("chosen", [1, 2])
    def test_a_choice_against_the_system_is_accessible(self, reader, folder, axe, chosen):
        page = reader.open((folder / KINDS["day"]).as_uri(), color_scheme=["light", "dark"][chosen % 2])
        page.get_by_role("radio").nth(chosen).check()
        assert axe(page) == []


def test_a_missing_page_is_whole_at_any_address(reader, tmp_path):
    """Also where the server is called otherwise than the site's address, as on a machine to try it out."""
    site = browsing.build(tmp_path / "papers", base_url="https://papers.example/papers/")
    missing = (site / KINDS["missing"]).read_bytes()
    with browsing.served(tmp_path) as address:
        page = reader.open(address + "papers/index.html")
        page.route("**/gone/*", lambda route: route.fulfill(body=missing, content_type="text/html"))
        page.goto(address + "papers/deep/gone/page.html")
        assert page.locator("h1:visible").inner_text() == "없는 페이지입니다"
        search(page, "확산")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/papers/papers/2407.00001.html")


def test_the_first_key_skips_to_the_content(reader, folder):
    page = reader.open((folder / KINDS["day"]).as_uri())
    page.keyboard.press("Tab")
    assert focused(page) == "#content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_every_place_of_the_focus_is_seen(reader, folder):
    """Tab through a page: whatever has the focus has an outline, and nothing holds it."""
    page = reader.open((folder / KINDS["paper"]).as_uri())
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => {
                const at = document.activeElement;
                if (at === document.body) return null;
                const shown = at.matches(".theme input") ? at.closest("label") : at;
                return [at.outerHTML, getComputedStyle(shown).outlineStyle];
            }"""
        )
        if at is None:
            break
        seen.append(at)
    else:
        pytest.fail("the end of the page is not reached")
    assert len(seen) > 10
    assert [html for html, outline in seen if outline == "none"] == []


@pytest.mark.skipif(shutil.which("lynx") is None, reason="lynx, a browser for text, is absent")
def test_a_text_browser_shows_text(folder):
    text = subprocess.run(
        ["lynx", "-dump", "-nolist", "-display_charset=utf-8", str(folder / KINDS["day"])],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    assert "Large Language Models Diffuse" in text
    assert "비확산적 언어 모델을 다룬다." in text
    assert "____" not in text  # no field that would do nothing
