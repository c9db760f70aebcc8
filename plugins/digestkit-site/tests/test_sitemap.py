"""The map of a site for search engines, and the maps of a large one."""

from digestkit_site import data
from lxml import etree

BASE = "https://papers.example/a&b/"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def located(text):
    root = etree.fromstring(text.encode())
    return etree.QName(root).localname, root.xpath("//s:loc/text()", namespaces=NAMES)


def test_a_map_has_all_pages():
    ((name, text),) = data.sitemaps(BASE, ["about.html", "index.html"])
    assert name == "sitemap.xml"
    assert located(text) == ("urlset", [f"{BASE}about.html", f"{BASE}index.html"])


def test_more_pages_than_a_map_may_have_are_in_several():
    addresses = [f"papers/{at:06}.html" for at in range(100_001)]
    found = {name: located(text) for name, text in data.sitemaps(BASE, addresses)}
    names = [f"sitemap-{number}.xml" for number in (1, 2, 3)]
    assert found.pop("sitemap.xml") == ("sitemapindex", [BASE + name for name in names])
    assert list(found) == names
    assert [len(pages) for _, pages in found.values()] == [50_000, 50_000, 1]
    assert [page for _, pages in found.values() for page in pages] == [BASE + each for each in addresses]
