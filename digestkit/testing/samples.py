"""Digests that break careless exporters, each named after what is odd about it.

All are written for this project, not taken from real digests; each is a value that the model accepts and
that a digest could hold. They need neither pytest nor Hypothesis.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import attrs

from digestkit.model import Digest, Item, Media, Paper

__all__ = ["DAY", "NAMES", "all_digests", "carrying", "digest", "further_paper", "paper", "sample", "stream"]

DAY = datetime.date(2024, 7, 5)

_IMAGE = Media("image", "https://images.example/2407.01906.png")
_FURTHER: Mapping[str, object] = MappingProxyType(
    {
        "section": "Language Models",
        "abstract": "Graphs are compared across languages.\n\nEach language gets a graph of its own.",
        "tldr": "A graph for each language.",
        "categories": ("cs.CL", "cs.LG"),
        "tags": ("graphs", "multilingual"),
        "submitted": datetime.date(2024, 7, 2),
        "doi": "10.1000/182",
        "links": (("code", "https://code.example/graphs"), ("project", "https://graphs.example/")),
        "extra": (("Score", "8.5"), ("Comment", "Accepted in Utopia")),
    }
)
_VIDEO = Media("video", "https://videos.example/2407.02371.mp4")


def paper(number: int = 1906, **changes: object) -> Paper:
    """A paper with everything that version 1 of the contract knows; `number` makes it another paper."""
    whole = Paper(
        title=f"Graphs of {number} Languages",
        url=f"https://arxiv.org/abs/2407.{number:05d}",
        media=_IMAGE,
        votes=18,
        authors=("Ada Lovelace", "Hal Daumé III"),
        authors_truncated=True,
        summary=(
            Item("What's New", "새로운 그래프 모델을 제안합니다."),
            Item("Technical Details", "각 언어마다 하나의 그래프를 만들고, 이를 서로 비교합니다."),
            Item(None, "코드는 공개되어 있습니다."),
        ),
    )
    return attrs.evolve(whole, **changes)  # type: ignore[arg-type] # any fields of the paper


def further_paper(number: int = 1906, **changes: object) -> Paper:
    """A paper with everything in it: also what only some dialects have."""
    return attrs.evolve(paper(number), **{**_FURTHER, **changes})  # type: ignore[arg-type] # as above


def digest(*papers: Paper, date: datetime.date | None = DAY, title: str = "Daily Papers") -> Digest:
    """A digest of these papers, on `DAY` unless another date (or None) is given."""
    return Digest(date, title, papers)


def _summary(*items: Item | str) -> Digest:
    return digest(paper(summary=tuple(Item(None, item) if isinstance(item, str) else item for item in items)))


def _titles(*titles: str) -> Digest:
    return digest(*(paper(3000 + at, title=title) for at, title in enumerate(titles)))


def _texts(*texts: str) -> Digest:
    """A paper for each text, which is its title, an author's name and two items of its summary."""
    return digest(
        *(
            paper(4000 + at, title=text, authors=("Ada", text), summary=(Item(None, text), Item("L", text)))
            for at, text in enumerate(texts)
        )
    )


def _urls(*urls: str) -> Digest:
    return digest(*(paper(url=url, title=f"At {at}") for at, url in enumerate(urls)))


_ODD = (
    "<script>alert('x')</script> & ]]>",
    "\x08enchmark \u2028 \ufffe",
    "half \ud800 of a pair",
    "100% of $x_{i}$ \\ {a} }{ ~ #1",
    "  한글 ",
)

_SAMPLES: Mapping[str, tuple[Digest, ...]] = MappingProxyType(
    {
        "no digests": (),
        "a digest without papers": (digest(),),
        "everything": (digest(paper(), paper(2371, media=_VIDEO, votes=7)),),
        "nothing but title and url": (digest(Paper("Bare", "https://arxiv.org/abs/2407.00001")),),
        "an empty title": (digest(paper(title="")),),
        "no date": (digest(paper(), date=None, title="Daily Papers (2024-02-30)"),),
        "no heading": (digest(paper(), date=None, title=""),),
        "no title before the date": (digest(paper(), title=""),),
        "an odd title of the day": (digest(paper(), title='오늘의 "논문" & <소식>'),),
        "distant days": (
            digest(paper(1), date=datetime.date(1, 1, 1)),
            digest(paper(2), date=datetime.date(9999, 12, 31)),
        ),
        "days out of order": (
            digest(paper(1), date=datetime.date(2024, 7, 6)),
            digest(paper(2), date=datetime.date(2024, 7, 4)),
            digest(paper(3), date=None, title="Someday (2024-02-31)"),
        ),
        "a day twice": (digest(paper(1)), digest(paper(2))),
        "a paper twice": (
            digest(paper(), paper(2371)),
            digest(paper(title="Graphs, Revised", votes=None), date=datetime.date(2024, 7, 6)),
        ),
        "a paper twice in a digest": (digest(paper(), paper()),),
        "votes: none, zero, many": (
            digest(paper(1, votes=None), paper(2, votes=0), paper(3, votes=10**18 - 1)),
        ),
        "a video": (digest(paper(media=_VIDEO)),),
        "a relative picture": (digest(paper(media=Media("image", "/avatars/ada.svg"))),),
        "a picture with an odd address": (
            digest(paper(media=Media("image", "https://i.example/a b\"'<>&(1).gif?x=1&y=2#z"))),
        ),
        "a picture that is no address": (digest(paper(media=Media("image", "javascript:alert(1)"))),),
        "no authors": (digest(paper(authors=(), authors_truncated=False)),),
        "only a plus": (digest(paper(authors=(), authors_truncated=True)),),
        "many authors": (digest(paper(authors=tuple(f"Author {at} Name{at}" for at in range(700)))),),
        "doubled and blank names": (digest(paper(authors=("Ada", "Ada", "", "  ", "Ada  Lovelace "))),),
        "teams and parts of names": (
            digest(
                paper(
                    authors=(
                        "Gemini Team",
                        "01. AI",
                        "OpenAI",
                        "Ronald McClelland Jr.",
                        "Laurens van der Maaten",
                        'Sercan "O. Arik',
                        "Chun-Fu",
                        "김민수",
                        "Doe, John",
                        "Salt and Pepper",
                        "{Braced}",
                    )
                )
            ),
        ),
        "all kinds of addresses": (
            _urls(
                "https://arxiv.org/abs/hep-th/9901001",
                "https://arxiv.org/abs/2407.01906v3",
                "https://arxiv.org/pdf/2407.01907.pdf",
                "https://huggingface.co/papers/2407.01908",
                "/papers/2407.01909",
                "https://doi.org/10.48550/arXiv.2407.01910",
                "https://blog.example/post?id=1&lang=ko#top",
                "https://x.example/a_(b)_\"q\"_'s'_<t>_{b}_%20_~_^_\\_$",
                "http://한글.example/길/",
                "relative/path",
                "javascript:alert(1)",
                "no address at all",
            ),
        ),
        "math and money": (
            _titles(
                "Sorting in $O(n \\log n)$ Time",
                "A $20 Model",
                "From $1 to $2",
                "$\\alpha$-Nets at 50% & More",
                "x^2 and a_1 of #1",
            ),
        ),
        "capitals and marks": (
            _titles("GPT-4o, DeepSeek-V2 and 3D LLMs", "“Curly” and \"straight\" 'quotes'", "{a} }{ \\ ~"),
        ),
        "markup": (
            _texts(
                "<think> & </think>",
                "<script>alert('x')</script>",
                "]]> <![CDATA[ <!-- -->",
                "&amp; &lt; &#0;",
                '`code` **bold** *one star [link](https://a.example/?q="x") [bad](javascript:alert(1))',
                "{{ template }} {% tag %} ${shell} %s {0}",
            ),
        ),
        "control characters": (
            _texts("\x08enchmark and \x0crac", "tab\there", "nul\x00 esc\x1b", "\x85\x7f\ufffe"),
        ),
        "separators": (_texts("line\u2028paragraph\u2029", "\ufeffbom", "a\u00a0b\u2062c\u200bd\u202ee"),),
        "composed and decomposed": (
            _texts("한글 \u1112\u1161\u11ab\u1100\u1173\u11af", "é e\u0301", "각 각"),
        ),
        "beyond the first plane": (_texts("\U0001f600 𝒳 🇰🇷 👩\u200d🔬"),),
        "lone surrogates": (_texts("half \ud800 of a pair", "\udfff"),),
        "spaces": (_texts("  outer  ", " ", "\u3000wide\u3000"),),
        "labels": (
            _summary(
                Item("What's New", "첫째."),
                Item("What’s New", "둘째."),
                Item("핵심", "셋째."),
                Item("A & B <c>", "넷째."),
                Item("Empty", ""),
                Item("What's New", "첫째."),
            ),
        ),
        "empty items": (_summary("", " ", "끝."),),
        "several lines": (
            _summary(
                Item("Details", "다음과 같습니다:\n1) 첫 단계\n2) 둘째 단계\n   이어지는 줄"),
                Item("More", "\n  - **안쪽**: 하나\n    - 더 안쪽\n  - 둘"),
                "x=\n1. **번호**: 값",
            ),
        ),
        "literals": (
            _summary(
                Item("List", "['하나', '둘']"),
                Item("Mapping", "{'열쇠': '값', 'list': ['a', {'b': 'c'}]}"),
                Item("Records", "[{'제목': '가'}, {'제목': '나'}]"),
                Item("Broken", "['하나', "),
                Item("Number", "[1, 2.5, None, True]"),
                Item("Nothing", "[]"),
            ),
        ),
        "addresses in the text": (
            _summary(
                "코드는 https://github.com/a/b에서 볼 수 있고, (https://x.example/a_(b)). 끝.",
                "[링크](https://a.example/x)와 <https://b.example/>와 www.c.example",
            ),
        ),
        "what only some dialects say": (
            digest(further_paper(), further_paper(2371, section="Vision", links=())),
            digest(
                paper(1),
                further_paper(2),
                paper(3, section="Language Models"),
                further_paper(4, section=None),
            ),
        ),
        "an abstract alone": (
            digest(Paper("Bare", "https://arxiv.org/abs/2407.00001", abstract="It is short.", tldr="Short.")),
        ),
        "odd things that only some dialects say": (
            digest(
                *(
                    further_paper(
                        6000 + at,
                        section=text,
                        abstract=f"{text}\n\n{text}",
                        tldr=text,
                        categories=(text, text),
                        tags=(text, "a, b", "a; b"),
                        doi=text,
                        links=((text, text), ("pdf", "javascript:alert(1)")),
                        extra=((text, f"{text}\n{text}"), ("Empty", "")),
                    )
                    for at, text in enumerate(_ODD)
                )
            ),
        ),
        "sections in turns": (
            digest(*(further_paper(7000 + at, section=name) for at, name in enumerate(("A", "B", "A", "A")))),
        ),
        "a DOI of one elsewhere": (
            digest(
                *(
                    paper(url=f"https://journal.example/{at}", doi=doi, submitted=datetime.date(2023, 12, 31))
                    for at, doi in enumerate(("10.1000/a(b)<c>_{d}", "https://doi.org/10.1000/182", "none"))
                )
            ),
        ),
        "a long text": (_summary(Item("Long", "긴 문장입니다. " * 4000), "x" * 20000),),
    }
)

NAMES = tuple(_SAMPLES)
"""The names of the samples, in a fixed order."""


def sample(name: str) -> tuple[Digest, ...]:
    """The digests of one sample, copied each time, so that a careless exporter spoils only its own copy.

    Raises KeyError for a name that is not in `NAMES`.
    """
    return copy.deepcopy(_SAMPLES[name])


def all_digests() -> tuple[Digest, ...]:
    """The digests of all samples, one sample after the other; some of them repeat days and papers."""
    return tuple(digest for name in NAMES for digest in sample(name))


def carrying() -> Digest:
    """Something in every field: a paper of arXiv, and one from elsewhere that has no abstract."""
    return digest(
        further_paper(),
        further_paper(title="A Post", url="https://blog.example/post", abstract=None, tldr=None),
    )


def stream(count: int) -> Iterable[Digest]:
    """Digests on `count` consecutive days, made as they are asked for, each with a paper of its own."""
    for number in range(count):
        yield digest(paper(5000 + number), date=DAY + datetime.timedelta(days=number))


Change = Callable[[Digest], Digest]


def _of_papers(**changes: object) -> Change:
    def change(digest: Digest) -> Digest:
        papers = (attrs.evolve(paper, **changes) for paper in digest.papers)  # type: ignore[arg-type] # fields
        return attrs.evolve(digest, papers=tuple(papers))

    return change


CHANGES: Mapping[str, tuple[Change, ...]] = MappingProxyType(
    {
        "date": (lambda digest: attrs.evolve(digest, date=datetime.date(2021, 2, 3)),),
        "digest": (lambda digest: attrs.evolve(digest, title="Another Title"),),
        "title": (_of_papers(title="Another Title"),),
        "url": (
            _of_papers(url="https://arxiv.org/abs/2101.00001"),
            _of_papers(url="https://other.example/x"),
        ),
        "media": (
            _of_papers(media=Media("image", "https://other.example/picture.jpg")),
            _of_papers(media=Media("video", "https://other.example/film.mp4")),
            _of_papers(media=None),
        ),
        "votes": (_of_papers(votes=77), _of_papers(votes=None)),
        "authors": (_of_papers(authors=("Someone Else",)), _of_papers(authors=())),
        "authors_truncated": (_of_papers(authors_truncated=False),),
        "summary": (_of_papers(summary=(Item(None, "다른 요약입니다."),)), _of_papers(summary=())),
        "section": (_of_papers(section="Another Section"), _of_papers(section=None)),
        "abstract": (_of_papers(abstract="Another abstract."), _of_papers(abstract=None)),
        "tldr": (_of_papers(tldr="Another sentence."), _of_papers(tldr=None)),
        "categories": (_of_papers(categories=("math.CO",)), _of_papers(categories=())),
        "tags": (_of_papers(tags=("another tag",)), _of_papers(tags=())),
        "submitted": (_of_papers(submitted=datetime.date(2021, 2, 3)), _of_papers(submitted=None)),
        "doi": (_of_papers(doi="10.1000/another"), _of_papers(doi=None)),
        "links": (_of_papers(links=(("html", "https://other.example/"),)), _of_papers(links=())),
        "extra": (_of_papers(extra=(("Rating", "9"),)), _of_papers(extra=())),
    }
)
"""Changes to one field each, by the names of `FIELDS`; each makes a digest unequal to `carrying()`."""
