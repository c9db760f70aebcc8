"""Links between files of a tree: those that lead to no file, or to no place in one.

HTML, SVG and XHTML are read by lxml, Markdown by markdown-it-py; wiki links are found in Markdown as Obsidian
finds them. Links with a scheme or a host lead elsewhere, and are not followed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import lxml.html


class Page(NamedTuple):
    """A file: its path within the tree, its media type and its text."""

    path: str
    media_type: str
    text: str


class Read(NamedTuple):
    """What was found in a page: links, wiki links, and the names of places that links may lead to."""

    links: list[str]
    wiki: list[str]
    anchors: set[str]


_ATTRIBUTES = ("href", "src", "poster", "data", "action", "formaction", "{http://www.w3.org/1999/xlink}href")
_WIKI = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_FRONT = re.compile(r"---\n(.*?\n)?---\n", re.DOTALL)
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)""")
_REFRESH = re.compile(r"""url\s*=\s*["']?([^"']+)""", re.IGNORECASE)
_INDEX = "index.html"


def dead(pages: Iterable[Page]) -> Iterator[str]:
    """A line for each link that leads nowhere: the file that has it, and the link."""
    read = {page.path: _read(page) for page in pages}
    notes = {name.casefold() for path in read for name in _names(path)}
    for path, found in read.items():
        for link in found.links:
            reason = _reason(path, link, read)
            if reason is not None:
                yield f"{path}: {link!r} {reason}"
        for target in found.wiki:
            name = re.split(r"[|#]", target)[0].strip()
            if name and name.casefold() not in notes:
                yield f"{path}: '[[{target}]]' leads to no note"


def _names(path: str) -> tuple[str, ...]:
    """What a wiki link may call a file: its path or its name, with or without the suffix of notes."""
    name = posixpath.basename(path)
    return path, path.removesuffix(".md"), name, name.removesuffix(".md")


def _reason(path: str, link: str, read: Mapping[str, Read]) -> str | None:
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return "is not a URL"
    if parts.scheme.lower() == "file":
        return "leads to a file of this machine"
    if parts.scheme or parts.netloc:
        return None
    target = _target(path, unquote(parts.path))
    found = next((read[place] for place in (target, posixpath.join(target, _INDEX)) if place in read), None)
    if found is None:
        return "leads to no file"
    anchor = unquote(parts.fragment)
    return None if not anchor or anchor in found.anchors else "leads to no place in that file"


def _target(path: str, link: str) -> str:
    """The file that a link leads to; a slash at its beginning stands for the tree."""
    if not link:
        return path
    joined = link.lstrip("/") if link.startswith("/") else posixpath.join(posixpath.dirname(path), link)
    return posixpath.normpath(joined).removeprefix("./") if joined not in ("", ".") else "."


def _read(page: Page) -> Read:
    plain = page.media_type.partition(";")[0].strip().lower()
    reader = _READERS.get(plain)
    return reader(page.text) if reader is not None else Read([], [], set())


def _html(text: str) -> Read:
    if not text.strip():
        return Read([], [], set())
    # As bytes, since lxml refuses text with an encoding declaration.
    root = lxml.html.document_fromstring(text.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    links: list[str] = []
    anchors: set[str] = set()
    for element in root.iter():
        if not isinstance(element.tag, str):  # a comment
            continue
        links += [value for name in _ATTRIBUTES if (value := element.get(name)) is not None]
        links += [part.split()[0] for part in element.get("srcset", "").split(",") if part.strip()]
        links += _css(element.get("style") or "").links
        if element.tag == "style":
            links += _css(element.text or "").links
        if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            links += _REFRESH.findall(element.get("content", ""))
        anchors |= {value for name in ("id", "name") if (value := element.get(name)) is not None}
    return Read(links, [], anchors)


def _css(text: str) -> Read:
    return Read([url.strip() for url in _CSS_URL.findall(text)], [], set())


def _markdown(text: str) -> Read:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - few trees have Markdown

    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    # `text_join` would hide which brackets were escaped.
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    page = _html(reader.render(body))
    reader.disable("text_join", ignoreInvalid=True)
    wiki = _WIKI.findall(front[0]) if front else []
    anchors = set(page.anchors)
    before = ""
    for token in reader.parse(body):
        if token.type == "inline":
            seen = [child.content if child.type == "text" else "\n" for child in token.children or ()]
            wiki += _WIKI.findall("".join(seen))
            if before == "heading_open":
                anchors |= _anchors(token.content)
        before = token.type
    return Read(page.links, wiki, anchors)


def _anchors(heading: str) -> set[str]:
    """What links call a heading: its text, and what GitHub makes of it."""
    return {heading, re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")}


_READERS: Mapping[str, Callable[[str], Read]] = MappingProxyType(
    {
        "text/html": _html,
        "application/xhtml+xml": _html,
        "image/svg+xml": _html,
        "text/markdown": _markdown,
        "text/css": _css,
    }
)
