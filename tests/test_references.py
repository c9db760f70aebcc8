"""What bibliographies, feeds and books say of a paper, and their one rule for papers that are met twice."""

import csv
import datetime
import io
import json
import re
import zipfile
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, arxiv
from digestkit.arxiv import ArxivId, YearMonth
from digestkit.cli import main
from digestkit.reference import Issued, Reference, each_once
from digestkit.registry.core import CORE, INSTALL
from digestkit.testing import samples, strategies
from digestkit.text.names import LiteralName, PersonName

SEEDS = Path(__file__).parent.parent / "seeds"
DAY = datetime.date(2024, 7, 5)
POST = samples.paper(title="A Post", url="https://blog.example/post")
BIBLIOGRAPHIES = ("bibtex", "csl-json", "ris")


def dump(made, name, **options):
    """An output and what was reported; skips a format whose plugin is not installed."""
    if name in ("csl-json", "ris", "epub"):
        pytest.importorskip({"epub": "digestkit_epub"}.get(name, "digestkit_csl"))
    told = []
    text = digestkit.dump_bytes(made, name, report=told.append, **options)
    return text, told


# --- a reference -------------------------------------------------------------------------------------------


def test_a_paper_of_arxiv():
    paper = samples.paper(url="https://arxiv.org/pdf/2407.01906v3", authors=("Ada Lovelace", "Ada  Lovelace"))
    reference = Reference(paper, DAY)
    assert reference.id == "arxiv:2407.01906"
    assert reference.arxiv == ArxivId("2407.01906", 3)
    assert reference.doi == "10.48550/arXiv.2407.01906"
    assert reference.page == "https://arxiv.org/abs/2407.01906"
    assert reference.pdf_url == "https://arxiv.org/pdf/2407.01906v3"
    assert reference.published == YearMonth(2024, 7)
    assert reference.issued == Issued(2024, 7)
    assert reference.accessed is None
    assert reference.names == (PersonName("Ada", "", "Lovelace", ""),)
    assert reference.summary_text.startswith("What's New: ")


def test_a_paper_from_elsewhere():
    paper = samples.paper(url="/papers/none", authors=("Gemini Team",), summary=())
    reference = Reference(paper, DAY)
    assert reference.id == paper.id
    assert reference.page == "https://huggingface.co/papers/none"
    assert reference.issued == Issued(2024)
    assert reference.accessed == DAY
    assert reference.names == (LiteralName("Gemini Team"),)
    absent = (reference.arxiv, reference.doi, reference.pdf_url, reference.published)
    assert absent == (None, None, None, None)
    assert (reference.summary, reference.summary_text, reference.summary_paragraph) == ((), "", "")
    undated = Reference(paper)
    assert (undated.issued, undated.accessed) == (None, None)


def test_tex_is_characters_but_for_what_tex_reads():
    item = digestkit.Item("Cost $O(n)$", r"$e^{n}$ and \emph{so}, **so** [it](https://a.example)")
    reference = Reference(samples.paper(title=r"PanGu-$\pi$ for $5", summary=(item,)))
    assert reference.title == "PanGu-π for $5"
    assert reference.abstract_paragraph == "Cost O(n): eⁿ and so, so it (https://a.example)"
    assert reference.abstract_text == reference.abstract_paragraph
    assert reference.abstract_tex == r"Cost $O(n)$: $e^{n}$ and \emph{so}, so it (https://a.example)"
    of_arxiv = Reference(samples.paper(abstract="$x^2$\n**so**  5\\%"))
    assert of_arxiv.abstract_text == "x²\n**so**  5%"
    assert of_arxiv.abstract_paragraph == "x² **so** 5%"
    assert of_arxiv.abstract_tex == "$x^2$ **so** 5\\%"


def test_a_reference_is_frozen():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Reference(POST).day = DAY


@given(strategies.papers())
def test_a_reference_says_what_its_paper_says(paper):
    reference = Reference(paper)
    assert reference.id == paper.id
    assert reference.pdf_url == paper.pdf_url
    assert reference.published == paper.published
    assert (reference.arxiv.id if reference.arxiv else None) == paper.arxiv_id


@pytest.mark.parametrize(
    ("url", "id_"),
    [
        ("https://arxiv.org/abs/HEP-TH/9901001", "hep-th/9901001"),
        ("https://arxiv.org/abs/Math.gt/0309136v2", "math.GT/0309136"),
        ("https://doi.org/10.48550/ARXIV.2407.01906", "2407.01906"),
    ],
)
def test_an_arxiv_id_is_spelled_as_arxiv_spells_it(url, id_):
    assert arxiv.find(url).id == id_


# --- once --------------------------------------------------------------------------------------------------


class Counting:
    """A pattern that remembers what it was asked."""

    def __init__(self, pattern):
        self._pattern = pattern
        self.asked = []

    def fullmatch(self, text):
        self.asked.append(text)
        return self._pattern.fullmatch(text)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("bibtex", {"key": "author-title", "abstract": True, "note": True}),
        ("bibtex", {"dialect": "biblatex"}),
        ("csl-json", {"abstract": True}),
        ("ris", {"abstract": True}),
        ("rss", {"feed_url": "https://f.example/"}),
        ("atom", {}),
        ("atom", {"items": "digest"}),
        ("jsonl", {}),
    ],
)
def test_the_arxiv_pattern_runs_once_a_paper(name, options, monkeypatch):
    made = [
        samples.digest(samples.paper(), POST),
        samples.digest(samples.paper(2), date=DAY + datetime.timedelta(1)),
    ]
    dump([], name, **options)  # what asks while a module is imported is not meant
    counting = Counting(arxiv._USUAL_URL)  # which is asked first
    monkeypatch.setattr(arxiv, "_USUAL_URL", counting)
    arxiv.find.cache_clear()  # what earlier tests asked
    dump(made, name, **options)
    assert sorted(counting.asked) == sorted(paper.url for digest in made for paper in digest.papers)


# --- met twice ---------------------------------------------------------------------------------------------


def days_of_bibtex(data):
    return re.findall(r"urldate += \{(.*)\}", data.decode())


def days_of_csl(data):
    return [datetime.date(*record["accessed"]["date-parts"][0]).isoformat() for record in json.loads(data)]


def days_of_ris(data):
    return [day.replace("/", "-") for day in re.findall("Y2  - (.*)/\r", data.decode())]


def days_of_rss(data):
    found = re.findall("<pubDate>.*, (.*) 00:00:00 GMT</pubDate>", data.decode())
    return [datetime.datetime.strptime(day, "%d %b %Y").date().isoformat() for day in found]  # noqa: DTZ007 - a day


def days_of_atom(data):
    return re.findall("<published>(.*)T00:00:00Z</published>", data.decode())


def days_of_jsonl(data):
    return [json.loads(line)["date"] for line in data.splitlines()]


def days_of_csv(data):
    return [row["date"] for row in csv.DictReader(data.decode().splitlines())]


def days_of_markdown(data):
    return re.findall(r"^## .*\((.*)\)$", data.decode(), re.MULTILINE)


def days_of_epub(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        found = [re.search(r"(\d{4}-\d\d-\d\d)(?:-2)?\.xhtml$", name) for name in book.namelist()]
        return [match[1] for match in found if match and b"A Post" in book.read(match.string)]


def days_of_notes(data):
    with zipfile.ZipFile(io.BytesIO(data)) as notes:
        links = {name: notes.read(name).count(b"- [[url-") for name in notes.namelist()}
    return [name.removesuffix(".md") for name, count in links.items() for _ in range(count)]


FIRST, EARLIEST, BOTH, BY_DATE = "the first met", "the earliest", "both", "both, by date"
POLICIES = {
    "bibtex": (FIRST, days_of_bibtex),
    "csl-json": (FIRST, days_of_csl),
    "ris": (FIRST, days_of_ris),
    "rss": (EARLIEST, days_of_rss),
    "atom": (EARLIEST, days_of_atom),
    "jsonl": (BOTH, days_of_jsonl),
    "csv": (BOTH, days_of_csv),
    "markdown": (BOTH, days_of_markdown),
    "epub": (BY_DATE, days_of_epub),
    "notes": (BOTH, days_of_notes),
}


def test_the_table_has_every_format():
    of_their_own = {"site", "html", "eml", "text", "parquet", "sqlite"}  # tested where they are
    assert set(POLICIES) == {*CORE, *INSTALL} - of_their_own


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("order", [(5, 6), (6, 5), (5, 5)])
def test_a_paper_met_twice(name, order):
    days = [datetime.date(2024, 7, day) for day in order]
    policy, days_in = POLICIES[name]
    data, told = dump([samples.digest(POST, date=day) for day in days], name)
    expected = {FIRST: days[:1], EARLIEST: [min(days)], BOTH: days, BY_DATE: sorted(days)}[policy]
    assert days_in(data) == [day.isoformat() for day in expected]
    merged = [diagnostic.message for diagnostic in told if diagnostic.code is Code.MERGED]
    assert len(merged) == (0 if policy in (BOTH, BY_DATE) else 1)
    misdated = policy == FIRST and days[1] < days[0]
    assert any("put the digests in order" in message for message in merged) == misdated
    assert all(f"{POST.id} occurs again; it is one entry, dated {expected[0]}" in text for text in merged)


@pytest.mark.parametrize("name", [name for name in POLICIES if POLICIES[name][0] in (FIRST, EARLIEST)])
def test_a_day_is_better_than_none(name):
    undated = samples.digest(POST, date=None, title="Someday (2024-02-30)")
    _, told = dump([undated, samples.digest(POST)], name)
    merged = [diagnostic.message for diagnostic in told if diagnostic.code is Code.MERGED]
    assert len(merged) == (1 if POLICIES[name][0] == FIRST else 0)
    assert all(f"though listed on {DAY}" in message for message in merged)


def test_papers_of_arxiv_are_dated_by_their_ids_so_no_order_is_asked_for():
    later = samples.digest(samples.paper(), date=DAY + datetime.timedelta(1))
    told = []
    assert (
        len(list(each_once([later, samples.digest(samples.paper())], lambda *said: told.append(said)))) == 1
    )
    [(message, _, code)] = told
    assert (message, code) == ("arxiv:2407.01906 occurs again; it is one entry", Code.MERGED)


IDENTITIES = {
    "bibtex": lambda data: re.findall(r"^@misc\{(.*),$", data.decode(), re.MULTILINE),
    "csl-json": lambda data: [record["id"] for record in json.loads(data)],
    "ris": lambda data: re.findall("UR  - (.*)\r", data.decode()),
    "rss": lambda data: re.findall("<guid.*>(.*)</guid>", data.decode()),
    "atom": lambda data: re.findall("<entry>\n<id>(.*)</id>", data.decode()),
}


@pytest.mark.parametrize("name", IDENTITIES)
@given(data=st.data())
def test_the_order_of_digests_changes_no_identity(name, data):
    urls = st.sampled_from(
        ["https://arxiv.org/abs/2407.01906", "https://arxiv.org/abs/HEP-TH/9901001", "https://blog.example/a"]
    )
    papers = st.lists(urls, min_size=1, max_size=3).map(lambda urls: [samples.paper(url=url) for url in urls])
    days = st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 1, 9))
    made = data.draw(st.lists(st.builds(lambda p, d: samples.digest(*p, date=d), papers, days), max_size=4))
    other = data.draw(st.permutations(made))
    assert sorted(IDENTITIES[name](dump(made, name)[0])) == sorted(IDENTITIES[name](dump(other, name)[0]))


def test_dedupe_leaves_nothing_to_merge():
    made = [samples.digest(POST, date=DAY), samples.digest(POST, date=DAY - datetime.timedelta(1))]
    kept = digestkit.Selection(dedupe=True).apply(made)
    data, told = dump(kept, "bibtex")
    assert days_of_bibtex(data) == [DAY.isoformat()]
    assert Code.MERGED not in {diagnostic.code for diagnostic in told}


# --- first authors -----------------------------------------------------------------------------------------


TWO = ("Ada Lovelace", "Alan Turing")


@pytest.mark.parametrize("ordered", [True, False, None])
def test_the_first_author_is_known_where_names_stand_as_published(ordered):
    paper = samples.paper(authors=TWO, authors_truncated=False)
    paper = attrs.evolve(paper, authors_ordered=ordered)
    assert Reference(paper, DAY).hides_first_author is (ordered is not True)


@pytest.mark.parametrize(
    ("authors", "truncated", "hidden"),
    [
        (TWO, False, True),
        (("Ada", "Ada "), False, False),
        (("Ada",), False, False),
        (("Ada",), True, True),
        ((), True, False),
        ((), False, False),
    ],
)
def test_one_author_is_the_first(authors, truncated, hidden):
    paper = samples.paper(authors=authors, authors_truncated=truncated)
    assert Reference(paper, DAY).hides_first_author is hidden


def warnings_of(told):
    return [diagnostic for diagnostic in told if diagnostic.code is Code.EXPORT_WARNING]


@pytest.mark.parametrize("name", BIBLIOGRAPHIES)
def test_bibliographies_say_once_that_first_authors_are_not_known(name):
    made = [samples.digest(samples.paper(1), samples.paper(2)), samples.digest(samples.paper(3))]
    [warning] = warnings_of(dump(made, name)[1])
    for said in ("“X et al.”", "DOI", "Zotero", "JabRef", "sort by title", "check"):
        assert said in warning.message
    assert (warning.code.is_loss, warning.place) == (False, "")
    ordered = [samples.digest(attrs.evolve(samples.paper(1), authors_ordered=True))]
    alone = [samples.digest(samples.paper(1, authors=("Ada",), authors_truncated=False))]
    assert warnings_of(dump(ordered, name)[1]) == warnings_of(dump(alone, name)[1]) == []


@pytest.mark.parametrize("name", BIBLIOGRAPHIES)
@pytest.mark.parametrize(
    ("arguments", "times"),
    [((), 1), (("-q",), 0), (("--strict", "--fail-on-loss"), 1), (("--split", "month", "-o", "months/"), 1)],
)
def test_the_command_warns_once_and_goes_on(name, arguments, times, tmp_path, monkeypatch):
    if name != "bibtex":
        pytest.importorskip("digestkit_csl")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["convert", str(SEEDS), "--to", name, *arguments])
    assert (done.exit_code, done.stderr.count("no known order")) == (0, times)


def test_a_key_that_names_the_first_author_is_a_part_of_the_warning():
    made = [samples.digest(samples.paper(1))]
    [warning] = warnings_of(dump(made, "bibtex", key="author-title")[1])
    assert "a key with a surname" in warning.message
    [warning] = warnings_of(dump(made, "bibtex")[1])
    assert "key" not in warning.message


def test_what_a_file_has_already_is_not_warned_of():
    made = [samples.digest(samples.paper())]
    assert not warnings_of(dump(made, "bibtex", append=b"@misc{a, eprint = {2407.01906}}")[1])


# --- streams -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BIBLIOGRAPHIES)
def test_bibliographies_hold_no_digest_while_they_stream(name):
    """Of a thousand digests no more than a few are alive at any time."""
    if name != "bibtex":
        pytest.importorskip("digestkit_csl")
    from digestkit import registry

    alive = Alive()
    exporter = registry.exporter(name)
    chunks = list(exporter(alive.stream(1000)))
    assert len(chunks) >= 1000
    assert alive.most <= 5


class Alive:
    """Counts the digests of a stream that somebody still holds."""

    def __init__(self):
        self.most = 0

    def stream(self, count):
        import weakref

        living = weakref.WeakSet()
        for digest in samples.stream(count):
            papers = (attrs.evolve(digest.papers[0], url=digest.papers[0].url),)
            yielded = attrs.evolve(digest, papers=papers)
            living.add(yielded.papers[0])
            yield yielded
            del yielded, papers, digest
            self.most = max(self.most, len(living))
