"""Makes the picture of the site in the README: a day in a wide window, and the search on a telephone.

    python screenshots.py SEEDS PICTURE.png

Chromium draws it, with the fonts of the system, of which Debian's `fonts-noto-cjk` is one; playwright, which
the extra `test` installs, drives it. The site is made without pictures of papers, so that nothing is loaded.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import digestkit

DAY = "days/2024-07-05.html"
QUERY = "언어 모델"
_WIDE = {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light", "device_scale_factor": 0.75}
_NARROW = {"viewport": {"width": 400, "height": 860}, "color_scheme": "dark", "device_scale_factor": 0.75}
_FRAME = """<!DOCTYPE html><style>
body { margin: 0; padding: 18px; display: flex; gap: 18px; background: #d8d4cb; width: max-content; }
img { display: block; border-radius: 8px; box-shadow: 0 2px 10px #0006; }
</style>"""


def main(seeds: Path, picture: Path) -> None:
    """Write the picture of a site of these digests."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        root = Path(name, "site")
        digestkit.convert([seeds], to="site", output=root, title="Daily Papers", media="none")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        shots = [day(browser, root), search(browser, root)]
        picture.write_bytes(beside(browser, shots))
        browser.close()


def day(browser: Browser, root: Path) -> bytes:
    """A day in a wide window, light."""
    page = browser.new_page(**_WIDE)
    page.goto((root / DAY).as_uri())
    return page.screenshot()


def search(browser: Browser, root: Path) -> bytes:
    """What a query finds, on a narrow dark screen."""
    page = browser.new_page(**_NARROW)
    page.goto((root / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type(QUERY)
    page.locator("[role=status]:not(:empty)").wait_for()
    return page.screenshot()


def beside(browser: Browser, shots: list[bytes]) -> bytes:
    """Pictures side by side, framed."""
    data = [base64.b64encode(shot).decode("ascii") for shot in shots]
    page = browser.new_page()
    page.set_content(_FRAME + "".join(f'<img src="data:image/png;base64,{each}" alt="">' for each in data))
    return page.locator("body").screenshot()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
