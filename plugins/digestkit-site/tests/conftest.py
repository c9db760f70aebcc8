"""A Chromium for the tests of pages; they are skipped where there is none."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests share `browsing.py`


if TYPE_CHECKING:
    from browsing import Reader
    from playwright.sync_api import Browser, Page


# The browser is the system's: it runs what its reader has, and asks the network for nothing of its own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium, one for all tests of a process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is absent")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no Chromium, in which pages could be looked at")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of `browsing.digests()`, in a folder."""
    import browsing

    return browsing.build(tmp_path_factory.mktemp("site"))


@pytest.fixture(params=["folder", "server"])
def root(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of the site's root: opened from its folder, and served."""
    if request.param == "folder":
        yield f"{folder.as_uri()}/"
    else:
        import browsing

        with browsing.served(folder) as address:
            yield address


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Reader]:
    """Somebody who reads pages; whatever goes wrong in the browser is a failure at the end."""
    from browsing import Reader

    made = Reader(chromium)
    yield made
    made.close()
    assert made.troubles == []


@pytest.fixture(scope="session")
def axe() -> Callable[[object], list[str]]:
    """Give what axe-core finds against WCAG 2.2 at level AA on a page as it is, as rules and elements."""
    bundled = pytest.importorskip("axe_playwright_python.base", reason="axe-core is absent")
    levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    rules = {"runOnly": levels, "preload": False}  # the page may not fetch its style to look into it

    def find(page: Page) -> list[str]:
        page.evaluate(bundled.AXE_SCRIPT)
        found = page.evaluate("(rules) => axe.run(rules)", rules)
        assert len(found["passes"]) > 10
        return [f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]]

    return find


@pytest.fixture(scope="session")
def build() -> Callable[..., object]:
    """Make a site of digests in memory, with options of the exporter and of the host."""
    import trees

    return trees.build
