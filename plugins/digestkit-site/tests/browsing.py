"""What tests of pages share: a small site with a page of every kind, served, or opened from its folder."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread

import digestkit
from digestkit import Digest, Item, Media, Paper

ASSETS = files("digestkit_site") / "assets"

KINDS = {
    "index": "index.html",
    "day": "days/2024-07-05.html",
    "paper": "papers/2407.00001.html",
    "month": "months/2024-07.html",
    "year": "years/2024.html",
    "topics": "topics/index.html",
    "topic": "topics/category-cs.cl.html",
    "authors": "authors/index.html",
    "author": "authors/ada-lovelace.html",
    "about": "about.html",
    "missing": "404.html",
}
"""A page of every kind that the site has."""

HOSTILE = '<img src=x onerror="window.broken = 1"></script><script>window.broken = 2</script>'


def script(name: str) -> str:
    """The text of one of the site's scripts."""
    return (ASSETS / name).read_text(encoding="utf-8")


def paper(number: int, title: str, summary: str, **more) -> Paper:
    given = {
        "votes": number,
        "authors": (
            "Ada Lovelace",
            "Bernhard Schölkopf",
            "김철수",
            *(f"Given Family{at}" for at in range(9)),
        ),
        "categories": ("cs.LG", "cs.CL"),
        "media": Media("image", f"https://pictures.example/{number}.png"),
    }
    return Paper(
        title=title,
        url=f"https://arxiv.org/abs/2407.{number:05}",
        summary=(Item("What's New", summary), Item("Details", "나머지는 본문에 있다. See `code`.")),
        **(given | more),
    )


def digests() -> list[Digest]:
    """Three days in two months and two years; on the last, titles that are wide, hostile, or math."""
    last = (
        paper(1, "Large Language Models Diffuse", "비확산적 언어 모델을 다룬다."),
        paper(2, "A" * 90 + " and $\\sum_{i=1}^{n} x_i^2 = \\frac{a}{b}$", "긴 낱말과 수식을 다룬다."),
        paper(3, HOSTILE, f"확산 {HOSTILE} https://example.org/{'long/' * 40}", media=None),
    )
    return [
        Digest(
            date=datetime.date(2023, 12, 31), title="Papers", papers=(paper(4, "Old Words", "오래된 확산."),)
        ),
        Digest(
            date=datetime.date(2024, 7, 4), title="Papers", papers=(paper(5, "İstanbul", "확산 없는 날."),)
        ),
        Digest(date=datetime.date(2024, 7, 5), title="Papers", papers=last),
    ]


def build(folder: Path, **options: object) -> Path:
    """Write the site of these digests into a folder."""
    data = digestkit.dump_bytes(digests(), "site", **options)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        packed.extractall(folder)
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a port of this machine: the address of its root."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="648"/>'


class Reader:
    """A window of a browser with one page, which notes what goes wrong: errors, refusals, calls abroad.

    Pictures come from elsewhere, and are the only things that may. `settings` are those of a context of
    Playwright: size of the window, colours, whether scripts run.
    """

    def __init__(self, browser: object) -> None:
        self._browser = browser
        self._contexts: list[object] = []
        self.troubles: list[str] = []

    def open(self, address: str, *, storage: bool = True, **settings: object) -> object:
        """A page at an address, in a window of its own."""
        context = self._browser.new_context(**settings)
        context.set_default_timeout(20_000)  # milliseconds; a busy machine is no failure
        self._contexts.append(context)
        context.route(re.compile("^https:"), self._picture)
        # Asked for at some moment of the browser's own, perhaps when the server is gone.
        context.route("**/assets/icon.svg", self._drawn)
        if not storage:
            context.add_init_script(
                "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } });"
            )
        page = context.new_page()
        page.on("console", self._told)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("requestfailed", self._failed)
        page.goto(address)
        return page

    def close(self) -> None:
        """Close all windows."""
        for context in self._contexts:
            context.close()

    def _told(self, message: object) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(message.text)

    def _failed(self, request: object) -> None:
        if request.failure != "net::ERR_ABORTED":  # a picture of a page that was left
            self.troubles.append(f"{request.failure}: {request.url}")

    def _picture(self, route: object) -> None:
        if route.request.resource_type != "image":
            self.troubles.append(f"from elsewhere: {route.request.url}")
        self._drawn(route)

    def _drawn(self, route: object) -> None:
        route.fulfill(body=PICTURE, content_type="image/svg+xml")
