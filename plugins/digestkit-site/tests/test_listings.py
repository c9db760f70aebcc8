"""What tables and lists by topic bring: papers in several sections, cut lists of names, further links."""

import pytest
from digestkit_site import html, text

import digestkit
from digestkit.testing import samples


def words(element):
    return " ".join(element.text_content().split())


def all_words(page, way):
    return [words(each) for each in page.xpath(way)]


def cut(*names, extra=(("authors_total", "7"),)):
    return samples.paper(authors=names, authors_truncated=True, extra=extra)


def one_page(digest, **options):
    import lxml.html

    return lxml.html.document_fromstring(digestkit.dumps([digest], html, **options))


def test_a_paper_of_several_sections_stands_once_in_the_list_of_the_day(build):
    listed = [samples.paper(section=name) for name in ("SLAM", "mapping", "SFM")]
    other = samples.paper(2, title="Another", section="mapping")
    digest = samples.digest(listed[0], listed[1], other, listed[2])
    for page in (build(digest, lang="en").page("days/2024-07-05.html"), one_page(digest, lang="en")):
        entries = page.xpath("//nav[@class='contents']//li/a")
        assert [words(entry) for entry in entries] == [words(each) for each in entries[:1]] + ["Another"]
        assert len(page.xpath("//article")) == 4
        first = page.xpath("//article/@id")[0]
        assert entries[0].get("href") == f"#{first}"


def test_papers_without_a_day_are_counted_once_each(build):
    digest = samples.digest(samples.paper(section="A"), samples.paper(section="B"), date=None)
    page = build(digest, lang="en").page("days/undated.html")
    assert words(page.xpath("//nav[@class='contents']/h2")[0]) == "1 paper"


PDF = "https://arxiv.org/pdf/2407.01906"


@pytest.mark.parametrize("url", [PDF, f"{PDF}.pdf", "http://www.arxiv.org/pdf/2407.01906"])
def test_a_link_to_the_same_pdf_is_not_shown_again(build, url):
    paper = samples.paper(links=(("pdf", url), ("code", "https://github.com/someone/code")))
    page = build(samples.digest(paper)).page("papers/2407.01906.html")
    assert all_words(page, "//ul[@class='facts']//a") == [
        "arXiv:2407.01906", "PDF", "Hugging Face", "code",
    ]  # fmt: skip


def test_a_link_to_another_pdf_is_shown(build):
    paper = samples.paper(links=(("pdf", f"{PDF}v2"),))
    page = build(samples.digest(paper)).page("papers/2407.01906.html")
    assert all_words(page, "//ul[@class='facts']//a")[-1] == "pdf"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Ada, Bo and 5 others"), ("ko", "Ada, Bo 외 5명"), ("zh", "Ada, Bo 等另外 5 人")],
)
def test_authors_that_are_only_counted(build, language, said):
    digest = samples.digest(cut("Ada", "Bo"))
    page = build(digest, lang=language).page("papers/2407.01906.html")
    assert all_words(page, "//*[@class='byline']") == [said]
    assert not page.xpath("//*[contains(@class, 'extra')]")
    lines = digestkit.dumps([digest], text, lang=language).split("\n")
    assert said in lines
    assert not any("7" in line and "author" in line for line in lines)
    mail = one_page(digest, lang=language, mail=True)
    assert said in all_words(mail, "//p")


def test_authors_that_are_only_counted_after_those_that_unfold(build):
    digest = samples.digest(cut("Ada", "Bo", "Cy", "Di"))
    page = build(digest, lang="en", max_authors=2).page("papers/2407.01906.html")
    assert all_words(page, "//summary") == ["and 5 others"]
    assert all_words(page, "//details/p") == ["Cy, Di and 3 others"]
    assert "Ada, Bo and 5 others" in all_words(one_page(digest, lang="en", mail=True, max_authors=2), "//p")


@pytest.mark.parametrize("total", ["2", "1", "many", "9" * 5000, "٧"])
def test_a_number_of_authors_that_adds_none_is_shown_as_it_is(build, total):
    digest = samples.digest(cut("Ada", "Bo", extra=(("authors_total", total),)))
    page = build(digest, lang="en").page("papers/2407.01906.html")
    assert all_words(page, "//*[@class='byline']") == ["Ada, Bo and others"]
    assert all_words(page, "//*[contains(@class, 'extra')]/*") == ["Authors in all", total]


def test_fields_that_digestkit_names_have_labels_in_the_language_of_the_page(build):
    extra = (("score", "9/10"), ("comment", "12 pages"), ("venue", "ICML"))
    for language, names in (("en", ["Score", "Comment", "venue"]), ("ko", ["점수", "비고", "venue"])):
        tree = build(samples.digest(samples.paper(extra=extra)), lang=language)
        page = tree.page("papers/2407.01906.html")
        assert all_words(page, "//*[contains(@class, 'extra')]/p[@class='label']") == names
        lines = digestkit.dumps([samples.digest(samples.paper(extra=extra))], text, lang=language)
        assert f"\n{names[1]}: 12 pages\n" in lines
    english = build(samples.digest(samples.paper(extra=extra)), lang="fr").page("papers/2407.01906.html")
    assert english.xpath("//p[@class='label' and @lang='en']/text()")[:2] == ["Score", "Comment"]


def test_a_title_is_one_line_of_plain_text():
    digest = samples.digest(samples.paper(title="Planning For  Connected\u3000 Vehicles"))
    assert "1. Planning For Connected Vehicles" in digestkit.dumps([digest], text, lang="en")


def test_the_search_tells_that_there_are_more_authors(build):
    assert '["Ada","…"]' in build(samples.digest(cut("Ada")))["search/2024-07.js"]
    whole = samples.paper(authors=("Ada",), authors_truncated=False)
    assert '["Ada"]' in build(samples.digest(whole))["search/2024-07.js"]


def test_links_say_by_themselves_where_they_lead(build):
    code = (("code", "https://github.com/someone/code?a=1&b"),)
    first, second = samples.paper(1, links=code), samples.paper(2, doi="10.1000/182")
    page = build(samples.digest(first, second)).page("days/2024-07-05.html")
    links = page.xpath("//ul[@class='facts']//a")
    names = [link.get("aria-label") or words(link) for link in links]
    assert len(set(names)) == len(names) == len({link.get("href") for link in links})
    for link, name in zip(links, names, strict=True):
        assert name.startswith(words(link))  # whoever speaks to a computer says what is to be seen
    assert "PDF arXiv:2407.00001" in names
    assert "code arXiv:2407.00001" in names


def test_what_leads_to_the_rest_of_a_day_says_to_which(build):
    papers = [samples.paper(at) for at in range(70)]
    page = build(samples.digest(*papers), lang="en").page("index.html")
    assert page.xpath("//p[@class='more']/a/@aria-label") == ["10 more papers: July 5, 2024"]


def test_a_paper_of_several_sections_is_told_once(build):
    listed = [samples.paper(section=name) for name in ("SLAM", "mapping", "SFM")]
    other = samples.paper(section="other", votes=99)
    digest = samples.digest(*listed, other)
    for page in (build(digest, lang="en").page("days/2024-07-05.html"), one_page(digest, lang="en")):
        articles = page.xpath("//article")
        assert len({words(each.xpath(".//h3 | .//h4")[0]) for each in articles}) == 1
        assert [len(each.xpath(".//ul[@class='facts']")) for each in articles] == [1, 0, 0, 1]
        assert [len(each.xpath(".//*[@class='Z3988']")) for each in articles] == [1, 0, 0, 1]


def test_a_mail_has_a_paper_of_several_sections_once_under_all_their_names():
    listed = [samples.paper(section=name) for name in ("SLAM", "mapping", "SLAM")]
    other, another = samples.paper(section="SLAM", votes=99), samples.paper(2, section="SFM")
    mail = one_page(samples.digest(*listed, other, another), lang="en", mail=True)
    paragraphs = all_words(mail, "//td[.//h2 | .//h3]/p[1]")
    assert paragraphs == ["SLAM · mapping", "SLAM", "SLAM", "SFM"]
    assert len(mail.xpath("//h2[.//a] | //h3[.//a]")) == 4


def test_a_mail_has_a_paper_without_a_section_as_often_as_it_comes():
    mail = one_page(samples.digest(samples.paper(), samples.paper()), lang="en", mail=True)
    assert len(mail.xpath("//h2[.//a] | //h3[.//a]")) == 2
