"""The exporter, as other people's parsers read what it writes."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Item, Paper, UsageError
from digestkit.formats.bibtex.escaping import tidy
from digestkit.testing import ExporterConformance, samples
from digestkit.testing.strategies import digests, further_digests
from digestkit.text.bylines import shown
from digestkit.text.names import PersonName, parse_name

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("golden")
DAY = datetime.date(2024, 1, 15)


class TestBibtex(ExporterConformance):
    exporter = "bibtex"
    allows = ("white space",)
    settings = (
        {"dialect": "biblatex", "abstract": True, "votes": True, "note": True},
        {"key": "author-title", "keywords": ["a, b", "100%"]},
        {"append": b"@misc{a, eprint = {2407.02371}}"},
        {"unicode": True, "note": False},
    )


def paper(title: str = "Graphs", number: int = 1, **fields: object) -> Paper:
    return Paper(title, fields.pop("url", f"https://arxiv.org/abs/2401.{number:05}"), **fields)


def bib(*papers: Paper, date: datetime.date | None = DAY, **options: object) -> str:
    day = Digest(date, "Daily Papers" if date else "Daily Papers (2024-02-30)", papers)
    return digestkit.dumps([day], "bibtex", **options)


def reported(digests_: list[Digest], **options: object) -> list[digestkit.Diagnostic]:
    told: list[digestkit.Diagnostic] = []
    digestkit.dumps(digests_, "bibtex", report=told.append, **options)
    return [each for each in told if each.code is not Code.NOT_CARRIED]


def fields(text: str) -> dict[str, str]:
    """The fields of the only entry, as they are written."""
    assert text.count("\n@") + text.startswith("@") == 1
    return dict(re.findall(r"^  (\w+) += (.*),$", text, re.MULTILINE))


# What an entry has.


def test_an_arxiv_paper_is_what_arxiv_itself_exports():
    text = bib(paper("Sparse Graphs", number=7, authors=("Ada Lovelace", "Alan Turing")))
    assert text == (
        "@misc{arxiv:2401.00007,\n"
        "  title         = {Sparse Graphs},\n"
        "  author        = {Ada Lovelace and Alan Turing},\n"
        "  year          = {2024},\n"
        "  month         = jan,\n"
        "  eprint        = {2401.00007},\n"
        "  archivePrefix = {arXiv},\n"
        "  doi           = {10.48550/arXiv.2401.00007},\n"
        "  url           = {https://arxiv.org/abs/2401.00007},\n"
        "  howpublished  = {arXiv:2401.00007},\n"
        "  note          = {https://arxiv.org/abs/2401.00007},\n"
        "  options       = {eprint=false, url=false},\n"
        "}\n"
    )


def test_biblatex_has_its_own_fields():
    text = bib(paper("Sparse Graphs", number=7, authors=("Ada Lovelace",)), dialect="biblatex")
    assert text.startswith("@online{arxiv:2401.00007,\n")
    assert fields(text) == {
        "title": "{Sparse Graphs}",
        "author": "{Ada Lovelace}",
        "date": "{2024-01}",
        "eprint": "{2401.00007}",
        "eprinttype": "{arxiv}",
        "doi": "{10.48550/arXiv.2401.00007}",
        "url": "{https://arxiv.org/abs/2401.00007}",
        "langid": "{english}",
    }


def test_a_paper_from_elsewhere_is_dated_by_its_digest():
    elsewhere = paper(url="https://example.org/a_b%20c#d&e~f", authors=("Ada Lovelace",))
    text = bib(elsewhere, date=datetime.date(2024, 2, 29))
    assert text.startswith(f"@misc{{{elsewhere.id},\n")
    assert fields(text) == {
        "title": "{Graphs}",
        "author": "{Ada Lovelace}",
        "year": "{2024}",
        "url": "{https://example.org/a_b%20c#d&e~f}",
        "urldate": "{2024-02-29}",
    }
    assert fields(bib(elsewhere, dialect="biblatex"))["date"] == "{2024}"
    undated = fields(bib(elsewhere, date=None))
    assert "year" not in undated
    assert "urldate" not in undated


def test_the_year_is_the_ids_and_not_the_digests():
    assert fields(bib(paper(url="https://arxiv.org/abs/2305.00001")))["year"] == "{2023}"
    old = bib(paper(url="https://arxiv.org/abs/hep-th/9901001v2"))
    assert old.startswith("@misc{arxiv:hep-th-9901001,")
    assert fields(old)["year"] == "{1999}"
    assert fields(old)["eprint"] == "{hep-th/9901001}"
    assert fields(old)["doi"] == "{10.48550/arXiv.hep-th/9901001}"
    assert fields(old)["url"] == "{https://arxiv.org/abs/hep-th/9901001v2}"


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_macros(month):
    text = bib(paper(url=f"https://arxiv.org/abs/24{month:02}.00001"))
    assert fields(text)["month"] == datetime.date(2024, month, 1).strftime("%b").lower()


def test_an_entry_without_authors_has_a_key_to_sort_by():
    assert fields(bib(paper("Éric's 3D “Graphs” of $n^2$ & More Words")))["key"] == "{Erics 3D Graphs of n}"
    assert fields(bib(paper("그래프")))["key"] == "{arxiv:2401.00001}"
    assert "key" not in fields(bib(paper("Graphs", authors=("Ada Lovelace",))))
    assert "key" not in fields(bib(paper("Graphs"), dialect="biblatex"))


def test_a_plus_means_others():
    entry = fields(
        bib(paper(authors=("Ada Lovelace", "Ada Lovelace", "Ada  Lovelace"), authors_truncated=True))
    )
    assert entry["author"] == "{Ada Lovelace and others}"
    told = reported([Digest(DAY, "D", [paper(authors_truncated=True)])])
    assert [each.code for each in told] == [Code.DROPPED]


def test_663_authors_are_no_trouble(read):
    names = tuple(f"Author{'x' * (at % 7)} van Person{chr(97 + at % 26)}" for at in range(663))
    [entry] = read(bib(paper(authors=names)))
    assert len(entry.names) == 663
    assert entry.names[662] == ("Authorxxxx", "van", f"Person{chr(97 + 662 % 26)}", "")


def test_fields_on_request():
    summary = (Item("What's New", "50% of [it](https://a.example/x_y)"), Item(None, "`code_1`"))
    one = paper(url="https://arxiv.org/abs/2401.00001v3", votes=0, summary=summary)
    assert {"abstract", "keywords", "annote"}.isdisjoint(fields(bib(one)))
    entry = fields(bib(one, abstract=True, votes=True, keywords=["R&D", "papers"]))
    assert entry["abstract"] == r"{What's New: 50\% of it (https://a.example/x\_y); code\_1}"
    assert entry["keywords"] == r"{R\&D, papers}"
    assert entry["annote"] == "{Votes: 0}"
    assert fields(bib(one, votes=True, dialect="biblatex"))["annotation"] == "{Votes: 0}"


IN_PRINT = {"howpublished", "note", "options"}


def test_the_id_is_in_print_where_styles_know_no_eprint():
    one = paper(url="https://huggingface.co/papers/2401.00001v3")
    entry = fields(bib(one))
    assert entry["howpublished"] == "{arXiv:2401.00001v3}"
    assert entry["note"] == "{https://arxiv.org/abs/2401.00001}"
    assert entry["options"] == "{eprint=false, url=false}"
    only_id = fields(bib(one, page=False))
    assert {name: only_id[name] for name in IN_PRINT & set(only_id)} == {
        "howpublished": "{arXiv:2401.00001v3}", "options": "{eprint=false}"
    }  # fmt: skip
    assert IN_PRINT.isdisjoint(fields(bib(one, note=False)))
    assert IN_PRINT.isdisjoint(fields(bib(one, dialect="biblatex", note=True)))
    assert IN_PRINT.isdisjoint(fields(bib(paper(url="https://example.org/a"))))


def test_what_only_some_dialects_say():
    one = samples.further_paper(doi="10.48550/arXiv.2407.01906", summary=(), tags=("R&D", "a, b", "cs.CL"))
    entry = fields(bib(one))
    assert (entry["primaryClass"], entry["doi"]) == ("{cs.CL}", "{10.48550/arXiv.2407.01906}")
    assert entry["keywords"] == r"{cs.CL, cs.LG, R\&D, {a, b}}"
    assert list(entry) == [
        *(
            "title",
            "author",
            "year",
            "month",
            "eprint",
            "archivePrefix",
            "primaryClass",
            "doi",
            "url",
            "howpublished",
            "note",
            "options",
            "keywords",
        )
    ]
    assert fields(bib(one, keywords=["x", "cs.LG"]))["keywords"] == r"{cs.CL, cs.LG, R\&D, {a, b}, x}"
    latex = fields(bib(one, dialect="biblatex", abstract=True))
    assert latex["eprintclass"] == "{cs.CL}"
    assert latex["abstract"].endswith("across languages. Each language gets a graph of its own.}")
    assert "primaryClass" not in fields(bib(attrs.evolve(one, categories=("Robotics",))))


def test_a_paper_from_elsewhere_has_the_doi_and_the_month_of_the_digest():
    one = samples.further_paper(url="https://journal.example/1", doi="https://doi.org/10.1000/a{b}")
    entry = fields(bib(one))
    assert (entry["doi"], entry["year"], entry["month"]) == ("{10.1000/a%7Bb%7D}", "{2024}", "jul")
    assert "primaryClass" not in entry


def test_what_gives_way_is_reported():
    told = reported([samples.digest(samples.further_paper(), samples.paper(1))], abstract=True)
    assert [(each.code, each.message) for each in told if each.code is not Code.EXPORT_WARNING] == [
        (Code.DROPPED, "the summary gives way to the abstract"),
        (Code.DROPPED, "the DOI '10.1000/182' gives way to arXiv's"),
    ]


def test_an_abstract_holds_the_structure_of_a_summary():
    summary = (
        Item("한 일", "['첫째', '둘째.', '셋째']"),
        Item("결과", "{'속도': '두 배', '크기': '절반'}"),
        Item(None, "단계:\n1) 읽기\n2) **쓰기**"),
    )
    assert fields(bib(paper(summary=summary), abstract=True))["abstract"] == (
        "{한 일: 첫째; 둘째. 셋째; 결과: 속도: 두 배; 크기: 절반; 단계: 1) 읽기; 2) 쓰기}"
    )


def test_an_address_is_verbatim_but_for_what_no_address_holds():
    assert fields(bib(paper(url="/papers/2401.00009")))["url"] == "{https://huggingface.co/papers/2401.00009}"
    korean = paper(url="https://x.example/논문?a={b}\\")
    assert fields(bib(korean, unicode=True))["url"] == "{https://x.example/논문?a=%7Bb%7D%5C}"
    assert fields(bib(korean))["url"] == "{https://x.example/%EB%85%BC%EB%AC%B8?a=%7Bb%7D%5C}"
    [altered] = reported([Digest(DAY, "D", [paper(url="https://x.example/{b}", authors=("Ada Lovelace",))])])
    assert altered.code is Code.ALTERED


def test_control_characters_never_arrive_and_are_told():
    odd = paper("a\x08enchmark\x07 b\u2062c", authors=("Ada\x01 Lovelace",))
    entry = fields(bib(odd, unicode=True))
    assert entry["title"] == r"{a\textbackslash{}benchmark� bc}"
    assert entry["author"] == "{Ada� Lovelace}"
    told = reported([Digest(DAY, "D", [odd])], unicode=True)
    assert [each.code for each in told] == [Code.ALTERED] * 2
    assert fields(bib(odd))["author"] == "{Ada? Lovelace}"
    assert "printed as ?" in reported([Digest(DAY, "D", [odd])])[-1].message
    assert fields(bib(paper("a\tb \u2028 c\xa0d")))["title"] == "{a b c~d}"
    assert not reported([Digest(DAY, "D", [paper("a\tb \u2028 c\xa0d")])])


def test_what_only_looks_like_a_formula_is_told_with_its_paper():
    day = digestkit.parse(
        "## D (2024-01-15)\n\n### [A $\\foo$](https://arxiv.org/abs/2401.00001)\n\nAuthors: Ada Lovelace\n",
        "a.md",
    ).digests[0]
    [told] = reported([day])
    assert (told.code, told.place) == (Code.ALTERED, "a.md:3:1")
    assert "title: \\foo is no command" in told.message
    [told] = reported([Digest(DAY, "D", [paper("A $x^$", authors=("Ada Lovelace",))])])
    assert "TeX could not read" in told.message


# One entry a paper.


def test_a_paper_met_twice_is_one_entry_and_told():
    first = paper("One Title", authors=("Ada Lovelace",))
    again = paper("Another Title", url="https://huggingface.co/papers/2401.00001")
    days = [Digest(DAY, "D", [first]), Digest(DAY + datetime.timedelta(1), "D", [again])]
    assert digestkit.dumps(days, "bibtex") == bib(first)
    [told] = reported(days)
    assert told.code is Code.MERGED
    assert "2401.00001" in told.message


def test_ids_that_differ_in_case_are_one_paper():
    papers = [paper(url=f"https://arxiv.org/abs/{archive}/9901001") for archive in ("hep-th", "HEP-TH")]
    assert bib(*papers).count("@misc") == 1


def test_a_later_digest_that_is_earlier_is_pointed_out():
    elsewhere = paper(url="https://example.org/a", authors=("Ada Lovelace",))
    days = [Digest(DAY, "D", [elsewhere]), Digest(DAY - datetime.timedelta(1), "D", [elsewhere])]
    assert "put the digests in order" in reported(days)[0].message
    assert "put the digests in order" not in reported(days[::-1])[0].message


# ASCII.


def test_ascii_spells_what_it_can_and_tells_the_rest():
    one = paper("Étude naïve: τ — “한글”", authors=("Hal Daumé III", "Łukasz Kaiser"))
    entry = fields(bib(one, ascii=True))
    assert entry["title"] == r"{{\'E}tude na{\"\i}ve: {\ensuremath{\tau}} --- ``한글''}".replace(
        r"\"\i", r"\"i"
    )
    assert entry["author"] == r"{Daum{\'e}, III, Hal and Kaiser, {\L}ukasz}"
    [told] = reported([Digest(DAY, "D", [attrs.evolve(one, authors_ordered=True)])], ascii=True)
    assert told.code is Code.EXPORT_WARNING
    assert "'한'" in told.message
    assert fields(bib(paper(url="https://x.example/é"), ascii=True))["url"] == "{https://x.example/%C3%A9}"


def test_ascii_without_its_extra_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pylatexenc", None)
    with pytest.raises(UsageError, match=r"pip install 'paper-digestkit\[ascii\]'"):
        bib(paper(), ascii=True)


@pytest.mark.parametrize(
    ("title", "dialect", "remedy"),
    [
        ("Về Bảo", "biblatex", "if biber runs with --output-safechars"),
        ("한글", "biblatex", "with a package such as CJKutf8"),
        ("한글", "bibtex", "with a package such as CJKutf8"),
    ],
)
def test_letters_that_pdflatex_cannot_print_come_with_a_remedy(title, dialect, remedy):
    [told] = reported([Digest(DAY, "D", [paper(title, authors=("Ada Lovelace",))])], dialect=dialect)
    assert told.message.endswith(remedy)


# For every model.


def _expected_names(names: tuple[str, ...]) -> list[str]:
    """The names as they should be read, in the order of speech."""
    expected: list[str] = []
    for name in shown(names):
        spoken = " ".join(tidy(name).split())
        if spoken and expected[-1:] != [spoken]:
            expected.append(spoken)
    return expected


def _quotes(text: str) -> str:
    """TeX's quotation marks and straight ones are one."""
    return text.replace("``", '"').replace("''", '"')


def _spoken(parts: tuple[str, str, str, str]) -> str:
    return " ".join(filter(None, parts))


@given(
    days=st.lists(st.one_of(digests(), further_digests()), max_size=2),
    dialect=st.sampled_from(["bibtex", "biblatex"]),
)
def test_other_parsers_read_what_was_meant(read, detex, days, dialect):
    # With all letters as they are; what becomes of them without the option, `test_tex` says.
    text = digestkit.dumps(days, "bibtex", dialect=dialect, unicode=True)
    papers: dict[str, Paper] = {}
    for day in days:
        for each in day.papers:
            papers.setdefault(each.id.lower(), each)
    entries = read(text)
    assert [entry.key for entry in entries] == [each.id.replace("/", "-") for each in papers.values()]
    for entry, each in zip(entries, papers.values(), strict=True):
        assert _quotes(detex(entry.fields["title"])) == _quotes(tidy(each.title))
        names = [_quotes(detex(_spoken(parts))) for parts in entry.names]
        expected = [_quotes(name) for name in _expected_names(each.authors)]
        assert names == [*expected, *(["others"] if expected and each.authors_truncated else [])]
        if each.arxiv_id:
            assert entry.fields["eprint"] == each.arxiv_id
            assert entry.fields["url"] == each.href


@given(days=st.lists(st.one_of(digests(), further_digests()), max_size=2), ascii_=st.booleans())
def test_commands_and_all_options_are_read_too(read, days, ascii_):
    options = {"abstract": True, "note": True, "votes": True, "keywords": ["a"], "key": "author-title"}
    text = digestkit.dumps(days, "bibtex", ascii=ascii_, title_case="all", **options)
    ids = {each.id.lower() for day in days for each in day.papers}
    entries = read(text)
    assert len(entries) == len(ids)
    for entry in entries:
        assert re.fullmatch(r"[A-Za-z0-9._:-]+", entry.key)
        assert any(entry.key.lower().endswith(id_.replace("/", "-")) for id_ in ids)


def test_the_parts_of_given_names_are_read_as_they_are(read, detex, given_digests):
    text = digestkit.dumps(given_digests, "bibtex")
    read_parts = [tuple(map(detex, parts)) for entry in read(text) for parts in entry.names]
    found = {_spoken(parts): parts for parts in read_parts}
    people = {name for day in given_digests for each in day.papers for name in each.authors_clean}
    for name in people:
        parsed = parse_name(name)
        if isinstance(parsed, PersonName) and '"' not in name:
            assert found[name] == attrs.astuple(parsed), name


# Goldens.


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("seeds", {}),
        ("seeds-biblatex", {"dialect": "biblatex", "abstract": True, "note": True}),
        ("seeds-ascii", {"ascii": True, "key": "author-title", "votes": True}),
    ],
)
def test_the_samples_as_they_should_look(golden, name, options):
    days = digestkit.iter_digests(sorted((ROOT / "seeds").glob("2024*")))
    golden(GOLDEN / f"{name}.bib", digestkit.dumps(days, "bibtex", **options))
