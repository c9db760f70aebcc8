"""Digests to make books of, and ways to look into a finished book."""

import datetime
import io
import zipfile

from digestkit_epub.exporter import Options, epub
from lxml import etree

from digestkit import Digest, ExportContext, Item, Media, Paper

NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "svg": "http://www.w3.org/2000/svg",
}


def paper(title="Attention for Graphs", url="https://arxiv.org/abs/2407.00001", **fields):
    return Paper(title, url, **fields)


def digest(*papers, date=datetime.date(2024, 7, 5), title="Daily Papers"):
    return Digest(date, title, papers)


def korean(label="What's New", text="그래프를 다루는 새로운 주의 기법을 제안하고 실험으로 확인합니다."):
    return Item(label, text)


def make(*digests, title=None, language=None, base_url=None, rights=None, told=None, **options):
    """The bytes of a book; what is reported goes to the list `told`."""
    context = ExportContext(
        options=Options(**options),
        title=title,
        language=language,
        base_url=base_url,
        rights=rights,
        sink=(told if told is not None else []).append,
    )
    return b"".join(epub(digests, context))


def week():
    """Three ordinary days."""
    first = paper(
        media=Media("image", "https://cdn.example.org/thumbs/2407.00001.png"),
        votes=18,
        authors=("Ann Lee", "Bo Kim"),
        summary=(
            korean(),
            korean("Technical Details", "두 단계로 학습하며 코드는 https://example.org/code 에 있습니다."),
        ),
    )
    second = paper(
        "Small Models & <think> Tokens",
        "https://arxiv.org/abs/2407.00002v2",
        media=Media("video", "https://cdn.example.org/a.mp4"),
        votes=91,
        authors=tuple(f"Author {number}" for number in range(1, 14)),
        authors_truncated=True,
        summary=(korean(None, "1) 먼저 자료를 모으고\n  - 다음으로 걸러 냅니다."), korean()),
    )
    third = paper("A Survey", "https://arxiv.org/abs/hep-th/9901001", votes=0, summary=(korean(),))
    return (
        digest(first, second),
        digest(third, date=datetime.date(2024, 7, 6)),
        digest(first, date=datetime.date(2024, 7, 8)),
    )


def horrors():
    """Everything at once that has ever broken a book, and some that could."""
    evil = "]]><script>alert(1)</script>&amp;&nbsp;\x00\x08enchmark\x0c\x1b\x85\ufffe\ufdd0\u202e<!--"
    targets = (
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "relative/x.html", "#day",
        "/papers/2407.00009", "//example.org/x", "https://example.org/논문?q=1 2#a", "https://[bad",
        "http://a b/", "https://example.org/%zz\"'><x>", "file:///etc/passwd", "mailto:a@b.example",
        "https://example.org/a|b^c`d{e}\\f", "https://user:word@example.org/", "ftp://example.org/x",
        "x" * 5000,
    )  # fmt: skip
    media = (
        Media("image", "/avatars/x.svg"), Media("image", "javascript:alert(1)"), Media("image", "../x.png"),
        Media("image", 'https://example.org/a b".png'), Media("video", "/v/a.webm"),
        Media("video", "http://example.org/a.mp4"), Media("video", "https://example.org/a.qt?x=1&y=2#z"),
        Media("video", "https://example.org/a.mkv"), Media("video", "https://example.org/a.mp4"),
        Media("video", "https://example.org/a.mp4"), Media("video", "javascript:1.mp4"),
    )  # fmt: skip
    items = (
        Item(evil.replace("*", ""), evil), Item("핵심", ""), Item(None, "[x](javascript:alert(1)) [y](https://e.org)"),
        Item(None, "['목록', {'a': {'b': ['c\\x08', 'd\\ud800']}}]"), Item(None, "{" * 300),
        Item("A", "1. **B**: 값\n  - 안쪽\n    - 더 안쪽"), Item(None, "https://example.org/a_(b)에서 " * 50),
    )  # fmt: skip
    line = " ".join(evil.split())
    further = paper(
        url="https://arxiv.org/abs/2407.00003", section=line, tldr=line, abstract=line, categories=(line,),
        tags=(line, "}{\\input{x}$"), doi="10.1000/a}<b>%\u202e",
        extra=((line, evil), ("]]>", "\\def\\x{\\x}")),
        links=((line, "javascript:alert(1)"), ("code", "data:text/html,<script>"), ("x", "https://[bad")),
    )  # fmt: skip
    many = tuple(f"Name{number} Surname" for number in range(663))
    same = paper("Twice on one day", summary=items)
    day = datetime.date(2024, 2, 29)
    return (
        digest(*(paper(evil, url) for url in targets), date=day, title=evil),
        digest(*(paper("", f"https://example.org/{n}", media=m) for n, m in enumerate(media)), date=day),
        digest(
            same, same, paper("\u200b\u2062 ", authors=many), paper("W" * 3000, summary=(Item(None, evil),))
        ),
        digest(date=datetime.date(1, 1, 1)),
        digest(further, date=datetime.date(2024, 3, 1)),
        digest(same, date=None, title=""),
        digest(paper(authors=many, authors_truncated=True), date=None, title="Papers (2024-02-30)"),
        digest(paper(authors=(), authors_truncated=True, votes=10**18 - 1), date=datetime.date(9999, 12, 31)),
        digest(
            *(paper(name, authors=(name,)) for name in ("한글 제목", "日本語の題", "עברית", "عربى", "😀"))
        ),
    )


def members(data):
    """The names and bytes in a book, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(data, name):
    """One document of a book, by its name."""
    return etree.fromstring(members(data)[f"EPUB/{name}"])


def texts(data, name, path):
    """The text of each element that a path finds in a document."""
    return ["".join(found.itertext()) for found in tree(data, name).xpath(path, namespaces=NAMES)]


def values(data, name, path):
    """The attributes, or the like, that a path finds in a document."""
    return [str(found) for found in tree(data, name).xpath(path, namespaces=NAMES)]


def properties(data):
    """The package's `meta` properties: name to values, in their order."""
    found = {}
    for meta in tree(data, "content.opf").xpath("//opf:meta[@property]", namespaces=NAMES):
        found.setdefault(meta.get("property"), []).append(meta.text)
    return found
