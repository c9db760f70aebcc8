"""A user's own templates and assets, file by file, and the context that they are promised."""

import itertools
import re
from importlib import resources
from pathlib import Path

import attrs
import jinja2
import markupsafe
import pytest
import trees
from digestkit_site import context, escaping, options, templates, views, words
from hypothesis import example, given
from hypothesis import strategies as st

import digestkit
from digestkit.testing import samples
from digestkit.testing.strategies import hostile_text


def test_a_template_in_the_place_of_another(build, tmp_path):
    (tmp_path / "404.html").write_text(
        '{% extends "base.html" %}{% block content %}<h1>Gone: {{ site.title }}</h1>{% endblock %}'
    )
    tree = build(samples.digest(samples.paper()), templates=tmp_path, title="<T>")
    assert "<h1>Gone: &lt;T&gt;</h1>" in tree["404.html"]
    assert tree["index.html"] == build(samples.digest(samples.paper()), title="<T>")["index.html"]


def test_an_asset_in_the_place_of_another_and_one_more(build, tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "site.css").write_text("body { color: red }")
    (tmp_path / "assets" / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    tree = build(samples.digest(samples.paper()), templates=tmp_path)
    assert tree["assets/site.css"] == "body { color: red }"
    assert "assets/logo.svg" in tree
    assert "assets/search.js" in tree


def test_a_line_of_a_list_in_the_place_of_another(build, tmp_path):
    (tmp_path / "row.html").write_text(
        "{% macro row(row, root, dated) %}<li>{{ row.title.markup }}: {{ row.votes }}</li>\n{% endmacro %}"
    )
    tree = build(samples.digest(samples.paper(title="<T>")), templates=tmp_path)
    assert "<li>&lt;T&gt;: 18</li>\n" in tree["months/2024-07.html"]


def test_a_part_without_its_macro_is_said(build, tmp_path):
    (tmp_path / "row.html").write_text("<li>{{ row }}</li>")
    with pytest.raises(digestkit.UsageError, match=r"templates: row.html:1: 'row' is undefined"):
        build(samples.digest(samples.paper()), templates=tmp_path)
    (tmp_path / "row.html").write_text("<li></li>")
    with pytest.raises(digestkit.UsageError, match=r"templates: row.html: there is no macro 'row' in it"):
        build(samples.digest(samples.paper()), templates=tmp_path)


@given(hostile_text() | hostile_text().map(markupsafe.Markup) | st.integers() | st.none())
@example("<a href=\"x\" class='y'>&amp;</a>")
def test_escaping_is_that_of_markupsafe(value):
    assert escaping.escape(value) == markupsafe.escape(value)


@pytest.mark.parametrize(
    "template",
    [
        "{{ x }}|{{ x | upper }}|{{ x ~ m }}|{{ m }}|{{ 3 }}|{{ x | e }}|{{ m ~ x }}|{{ [x] }}|{{ none }}",
        "{% macro a(y) %}<i>{{ y }}</i>{{ caller() }}{% endmacro %}{% call a(x) %}{{ x }}{% endcall %}",
        "{% set y %}<i>{{ x }}</i>{% endset %}{{ y }}{% filter upper %}{{ x }}{% endfilter %}{{ x if x }}",
        "{% for each in [x, m] %}{{ loop.index }}{{ each }}{% endfor %}",
    ],
)
def test_a_template_says_what_jinja_says(template, tmp_path):
    (tmp_path / "404.html").write_text(template)
    names = {"x": "<&\"'>", "m": markupsafe.Markup("<u>")}
    plain = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment = templates.Templates(tmp_path)._environment
    assert environment.get_template("404.html").render(names) == plain.from_string(template).render(names)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ nothing }}", "templates: 404.html:1: 'nothing' is undefined"),
        ("\n\n{{ site.nothing }}", "templates: 404.html:3: .* has no attribute 'nothing'"),
        ("\n{{ 1 / 0 }}", "templates: 404.html:2: ZeroDivisionError: division by zero"),
        (
            '{% include "404.html" %}',
            "templates: 404.html:1: templates or macros call each other without end",
        ),
        (
            '{% extends "404.html" %}',
            "templates: 404.html:1: templates or macros call each other without end",
        ),
        ('\n{% include "about.html" %}', "templates: about.html:5: 'period' is undefined"),
        ("{% if %}", r"templates: 404.html:1: Expected an expression"),
        ('{% include "none.html" %}', "templates: 404.html:1: there is no template 'none.html'"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(build, tmp_path, template, message):
    (tmp_path / "404.html").write_text(template)
    with pytest.raises(digestkit.UsageError, match=message):
        build(samples.digest(samples.paper()), templates=tmp_path)


@pytest.mark.parametrize("name", ["404.html", "base.html", "row.html"])
@pytest.mark.parametrize("content", [b"\xff\xfe", "<p>x</p>".encode("utf-16-le"), b"<p>\xe9</p>"])
def test_a_template_that_is_no_text(build, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(digestkit.UsageError, match=f"templates: {name}:1: it is not UTF-8"):
        build(samples.digest(samples.paper()), templates=tmp_path)


def test_a_mark_of_the_byte_order_is_no_part_of_a_template_or_a_style_sheet(build, tmp_path):
    package = resources.files("digestkit_site")
    (tmp_path / "assets").mkdir()
    for folder, name in (("templates", "head.html"), ("templates", "onepage.css"), ("assets", "site.css")):
        place = tmp_path / ("assets" if folder == "assets" else "") / name
        place.write_bytes(b"\xef\xbb\xbf" + package.joinpath(folder, name).read_bytes())
    digest = samples.digest(samples.paper())
    assert build(digest, templates=tmp_path)["index.html"] == build(digest)["index.html"]
    page = digestkit.dumps([digest], "html", options={"templates": tmp_path})
    assert page == digestkit.dumps([digest], "html")


@pytest.mark.parametrize("name", ["assets/site.css", "onepage.css"])
def test_a_style_sheet_that_is_no_text(tmp_path, name):
    (tmp_path / "assets").mkdir()
    (tmp_path / name).write_bytes(b"/* \xe9 */")
    with pytest.raises(digestkit.UsageError, match=f"templates: {name}: it is not UTF-8"):
        digestkit.dumps([samples.digest()], "html", options={"templates": tmp_path})


@pytest.mark.parametrize("name", ["404.html", "onepage.css", "assets/site.css"])
def test_what_is_not_a_file_where_one_counts_is_said(build, tmp_path, name):
    (tmp_path / "assets").mkdir()
    (tmp_path / name).mkdir()
    with pytest.raises(digestkit.UsageError, match=f"{name} is not a file"):
        build(templates=tmp_path)
    (tmp_path / name).rmdir()
    (tmp_path / name).symlink_to(tmp_path / "nowhere")
    with pytest.raises(digestkit.UsageError, match=f"{name} is not a file"):
        build(templates=tmp_path)
    (tmp_path / "nowhere").write_text("")
    assert build(templates=tmp_path)


def test_what_would_have_no_effect_is_said(build, tmp_path):
    assert build(templates=tmp_path)  # nothing yet
    (tmp_path / "indx.html").write_text("")
    with pytest.raises(digestkit.UsageError, match=r"has neither a folder assets nor any .*, index\.html, "):
        build(templates=tmp_path)
    (tmp_path / "index.html").write_text('{% include "indx.html" %}')
    assert build(templates=tmp_path)["index.html"] == ""
    (tmp_path / "site.css").write_text("")
    with pytest.raises(digestkit.UsageError, match=r"site\.css has no effect there, but in .*assets"):
        build(templates=tmp_path)
    (tmp_path / "site.css").rename(tmp_path / "assets")
    with pytest.raises(digestkit.UsageError, match=r"assets is not a folder"):
        build(templates=tmp_path)


def test_assets_may_have_folders_and_hidden_files_are_not_of_the_site(build, tmp_path):
    (tmp_path / "assets" / "fonts" / ".git").mkdir(parents=True)
    for name in ("fonts/body.woff2", "fonts/.git/HEAD", ".DS_Store", "fonts/.DS_Store"):
        (tmp_path / "assets" / name).write_text("x")
    (tmp_path / "assets" / "gone.png").symlink_to(tmp_path / "nowhere")
    own = {name for name in build(templates=tmp_path) if name.startswith("assets/")}
    assert own - {name for name in build() if name.startswith("assets/")} == {"assets/fonts/body.woff2"}


def test_a_folder_that_is_none(build, tmp_path):
    with pytest.raises(digestkit.UsageError, match="is not a folder"):
        build(templates=tmp_path / "none")


def test_every_language_has_all_words():
    for language in words.LANGUAGES:
        known = words.words(language)
        assert known.language == language
        for field in attrs.fields(words.Words):
            said = getattr(known, field.name)
            assert said, (language, field.name)
            if isinstance(said, str):
                english = getattr(words.words("en"), field.name)
                assert ("{}" in said) == ("{}" in english), (language, field.name)


MARK = "changed-here"
TEMPLATES = sorted(each.name for each in resources.files("digestkit_site").joinpath("templates").iterdir())


def of_every_kind(**options):
    """All that templates make of some digests: of a site, of one page, and of a mail without room for all."""
    digest = samples.digest(*(samples.further_paper(at, votes=at) for at in range(1, 6)))
    long = [samples.paper(at, abstract="word " * 2_000) for at in range(20)]
    yield from trees.build(digest, min_papers=1, lang="en", **options).files.values()
    yield digestkit.dumps([digest], "html", options=options)
    yield digestkit.dumps([samples.digest(*long)], "html", options={"mail": True, **options})


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_can_be_replaced_by_a_changed_one(tmp_path, name):
    usual = resources.files("digestkit_site").joinpath("templates", name).read_text("utf-8")
    tag = re.compile(r"<(p|li|h1|dl|html|main|meta|a|div|nav|ul|ol|search|section|table)\b")
    changed = f"{usual}/* {MARK} */" if name.endswith(".css") else tag.sub(rf"<\1 data-{MARK}", usual)
    (tmp_path / name).write_text(changed, encoding="utf-8")
    assert any(MARK in made for made in of_every_kind(templates=tmp_path))


def test_every_template_has_a_context():
    names = {each.name for each in resources.files("digestkit_site").joinpath("templates").iterdir()}
    frames = {"base.html", "macros.html", "onepage.css", "search.html", "theme.html"}
    assert names == set(context.CONTEXTS) | frames


def test_every_word_is_said_somewhere():
    root = resources.files("digestkit_site")
    texts = [each.read_text("utf-8") for each in root.joinpath("templates").iterdir()]
    texts += [each.read_text("utf-8") for each in root.iterdir() if each.name.endswith(".py")]
    unsaid = {
        field.name
        for field in attrs.fields(words.Words)
        if not any(re.search(rf"(?:words|known|self)\.{field.name}\b", each) for each in texts)
    }
    assert unsaid <= {"language"}


README = Path(__file__).parent.parent / "README.md"


def table(heading):
    """The rows of a table of the README: what stands in the first cell, and the names in the second."""
    _, _, text = README.read_text(encoding="utf-8").partition(heading)
    rows = itertools.takewhile(lambda line: line.startswith("|"), text.strip("\n").split("\n")[1:])
    return {
        cells[1].strip(" `"): tuple(re.findall(r"`(\w+)`", cells[2]))
        for cells in (row.split("|") for row in rows)
    }


def fields(kind):
    return tuple(field.name for field in attrs.fields(kind))


def test_the_readme_has_the_context_of_each_template():
    assert table("| template | names |") == {name: fields(kind) for name, kind in context.CONTEXTS.items()}


def test_the_readme_has_the_attributes_of_each_object():
    assert table("| object | attributes |") == {
        "site": fields(context.Site),
        "page": fields(context.Page),
        "frame": fields(context.Frame),
        "a link": fields(views.Link),
        "a text, such as a title": fields(views.Text),
        "a paper": fields(views.PaperView),
        "a picture or video": fields(views.MediaView),
        "a labelled text": fields(views.Section),
        "a paper in a list": fields(views.Row),
        "a day in a list": fields(context.Card),
        "a part of a day": fields(context.Part),
        "a feed, or other data": fields(context.Alternate),
        "a day in one page": fields(context.OneDay),
    }


def test_the_readme_has_the_options():
    assert set(table("| option | values | meaning |")) == set(fields(options.SiteOptions))
    text = README.read_text(encoding="utf-8")
    assert "Of `html`: `media` (default `link`), `max_authors`, `templates`, and `mail`." in text
    assert set(fields(options.HtmlOptions)) == {"media", "max_authors", "templates", "mail"}
    assert "Of `eml`: `media` (default `link`), `max_authors` and `templates`." in text
    assert set(fields(options.EmlOptions)) == {"media", "max_authors", "templates"}
