"""EPUBCheck finds nothing to say, of any severity, about any book."""

import datetime

import books
import pictures
import pytest
from digestkit_epub.exporter import Video
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from digestkit import Digest, Media, parse
from digestkit.testing import strategies


@pytest.fixture
def pictured(tmp_path):
    """A folder with a picture of every kind, and a digest that shows them all."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    files = {
        "a.png": pictures.png(), "b.jpg": pictures.jpeg(), "c.gif": pictures.gif(), "d.webp": pictures.webp(),
        "e.svg": pictures.SVG, "f.png": pictures.SVG, "g.jpg": pictures.png(3, 5),
        "h.svg": b"""<svg xmlns="http://www.w3.org/2000/svg"><g id="1"/><g id="a" onload="x()"/><rect id="a"/>
            <script>x</script><text lang="q">&lt;</text><use href="#a"/><image href="http://x/y"/></svg>""",
        "i.png": b"no picture", "j.png": pictures.png()[:40],
    }  # fmt: skip
    for name, data in files.items():
        (folder / name).write_bytes(data)
    papers = [
        books.paper(name, media=Media("image", f"https://example.org/{name}"))
        for name in [*files, "missing.png"]
    ]
    return folder, books.digest(*papers)


def _generated(count):
    """That many books of digests of every sort, the same ones every time."""
    made = {}
    digests = st.lists(strategies.further_digests() | strategies.digests(), max_size=3)

    @settings(max_examples=count, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(digests, st.sampled_from(Video), strategies.hostile_text())
    def collect(found, video, title):
        made[len(made)] = books.make(*found, video=video, title=title)

    collect()
    return made


class TestBooks:
    """In one class, so that they run in one process: to start EPUBCheck takes as long as most of them."""

    @pytest.mark.search(only=True)
    def test_the_fixtures_of_every_kind(self, epubcheck, pictured):
        folder, shown = pictured
        made = {
            "week": books.make(*books.week()),
            "week, English": books.make(*books.week(), language="en", title="A week"),
            "horrors": books.make(*books.horrors()),
            "horrors, all authors, videos": books.make(
                *books.horrors(),
                video=Video.REMOTE,
                max_authors=0,
                language="ko-KR",
                title="]]><x>\x00 & \"'",
            ),
            "no digests": books.make(),
            "one empty digest": books.make(Digest(None, "Papers (2024-02-30)")),
            "pictures": books.make(shown, images=folder),
            "cover, stored": books.make(*books.week(), cover=pictures.png(6, 8), compress=False, series=""),
            "SVG cover": books.make(
                *books.week(), cover=pictures.SVG, base_url="https://example.org/?a=1&b=2"
            ),
            "blank": books.make(*books.week(), creator=("",), publisher=" ", series="\u200b", base_url=" "),
            "bad cover": books.make(
                *books.week(), cover=b"no picture", creator=("A & B", "<c>"), publisher="\x01"
            ),
        }
        assert epubcheck(made) == {}

    def test_a_bad_book_would_be_noticed(self, epubcheck, monkeypatch):
        monkeypatch.setattr("digestkit_epub.plan.link_target", lambda url: url)
        (messages,) = epubcheck({"bad": books.make(*books.horrors())}).values()
        assert messages

    def test_given_digests(self, epubcheck, given_paths):
        made = {"all": []}
        for path in given_paths:
            digests = parse(path.read_bytes().decode("utf-8"), path.name).digests
            made[path.name] = digests
            made["all"] += digests
        assert epubcheck({name: books.make(*digests) for name, digests in made.items()}) == {}

    def test_seeds(self, epubcheck, pytestconfig):
        paths = sorted((pytestconfig.rootpath / "seeds").glob("[0-9]*.md"))
        assert paths
        digests = [digest for path in paths for digest in parse(path.read_text("utf-8"), path.name).digests]
        made = {"seeds": books.make(*digests), "videos": books.make(*digests, video=Video.REMOTE)}
        assert epubcheck(made) == {}

    @pytest.mark.search
    def test_generated_books(self, epubcheck):
        """As many as each property test has examples: many more in the longer search."""
        made = _generated(settings().max_examples)
        assert len(made) >= settings().max_examples
        assert epubcheck(made) == {}

    def test_any_year(self, epubcheck):
        made = {
            year: books.make(books.digest(books.paper(), date=datetime.date(year, 1, 1)))
            for year in (1, 999, 1970, 9999)
        }
        for year, book in made.items():
            assert books.properties(book)["dcterms:modified"] == [f"{year:04}-01-01T00:00:00Z"]
        assert epubcheck(made) == {}
