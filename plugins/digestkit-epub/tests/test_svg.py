"""A drawing keeps its shapes and loses everything that could act or reach out."""

import pytest
from digestkit_epub.pictures import expansion, svg
from digestkit_epub.pictures.picture import Refusal
from lxml import etree

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def safe(inner, attributes="", before=""):
    found = svg.safe(f"{before}{HEAD} {attributes}>{inner}</svg>".encode())
    return found.decode() if found is not None else None


SHAPE = '<rect width="1" height="1"/>'


def test_a_drawing_comes_out_as_it_was():
    inner = (
        '<title>T</title><defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient>'
        '<clipPath id="c"><circle r="2"/></clipPath></defs><g transform="scale(2)" clip-path="url(#c)">'
        '<path d="M0 0h1" fill="url(#g)" fill-rule="evenodd"/><text x="1">a <tspan>b</tspan> c</text></g>'
        '<use href="#g"/>'
    )
    found = safe(inner, 'viewBox="0 0 1 1" width="1"')
    assert found.endswith(f'<svg xmlns="{svg.NAMESPACE}" viewBox="0 0 1 1" width="1">{inner}</svg>')


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<style>@import url(http://e.org/x.css)</style>",
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>',
        '<image href="http://e.org/x.png"/>',
        '<image xlink:href="data:image/png;base64,x"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        "<!-- comment --><?php echo 1 ?>",
        "<title><script>alert(1)</script></title>",
        '<text><a xlink:href="http://e.org/">x</a></text>',
    ],
)
def test_what_acts_or_reaches_out_is_left_behind(evil):
    found = safe(evil + SHAPE)
    for word in ("script", "alert", "e.org", "data:", "import", "comment", "php", "animate", "body", "image"):
        assert word not in found.lower()
    assert SHAPE in found


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="alert(1)"', 'ONCLICK="alert(1)"', 'style="background:url(http://e.org)"', 'class="x"',
        'fill="url(http://e.org/x#y)"', 'fill="u\\72l(http://e.org)"', "fill=\"url( 'http://e.org' )\"",
        'mask="URL(//e.org/x)"', 'clip-path="url(&#35;x) url(http://e.org)"', 'xlink:href="http://e.org"',
        'href="#a b"', 'id="1"', 'id="a:b"', 'display="url"', 'fill-rule="x"', 'xml:base="http://e.org/"',
        'fill="javascript:x"', 'stroke="//e.org:80"', 'fill="@x"', 'stroke="a\\b"', 'color="URL"',
    ],
)  # fmt: skip
def test_attributes_that_act_or_reach_out_are_left_behind(attribute):
    found = safe(f'<rect width="1" height="1" {attribute}/>')
    assert found.endswith(f">{SHAPE}</svg>")


def test_local_references_stay():
    inner = '<path d="M0 0" fill="url(#a)"/><linearGradient id="a"/>'
    assert safe(inner).endswith(f">{inner}</svg>")
    assert '<use href="#b"/>' in safe('<use xlink:href="#b"/><circle id="b" r="1"/>')


def test_references_to_what_is_not_in_the_copy_are_left_behind():
    pattern = '<defs><pattern id="p"><image href="http://e.org/x.png"/></pattern></defs>'
    assert safe(f'{pattern}<rect width="1" height="1" fill="url(#p)"/>').endswith(f">{SHAPE}</svg>")
    assert safe(f'<use href="#p"/><use id="a" href="#p"/><use href="#a"/>{SHAPE}').endswith(f">{SHAPE}</svg>")
    assert svg.safe(f'{HEAD}><use href="#p"/></svg>'.encode()) is None


def test_identifiers_are_unique():
    assert safe('<g id="a"/><g id="a"/><g id="b"/>').count('id="a"') == 1


def test_shapes_without_what_makes_them_are_left_out():
    nothing = '<rect/><circle/><path/><use/><circle r="url(#a)"/>'
    assert safe(nothing + SHAPE).endswith(f">{SHAPE}</svg>")


@pytest.mark.parametrize(
    "text",
    [
        "", "no picture", "<html/>", "<svg/>", "<svg", f"{HEAD}></svg>", f"{HEAD}><script>x</script></svg>",
        f"{HEAD}><g>&undefined;</g></svg>", "\x00",
    ],
)  # fmt: skip
def test_what_is_no_drawing(text):
    assert svg.safe(text.encode()) is None


def test_a_document_type_is_refused():
    assert safe(SHAPE, before='<!DOCTYPE svg [<!ENTITY a "b">]>') is None
    assert safe(SHAPE, before='<!DOCTYPE svg SYSTEM "file:///etc/passwd">') is None


def test_a_bomb_of_entities_is_refused_at_once():
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(20))
    bomb = f'<!DOCTYPE svg [<!ENTITY e0 "x">{entities}]>{HEAD}><text>&e20;</text></svg>'
    assert svg.safe(bomb.encode()) is None


def test_depth_and_size_have_bounds():
    assert svg.safe(f"{HEAD}>{'<g>' * 3000}{'</g>' * 3000}</svg>".encode()) is None
    assert svg.safe(f"{HEAD}>{SHAPE * 100_000}</svg>".encode()) is None


def laughs(levels, times, reference='<use href="#{}"/>'):
    """A drawing of a few lines that stands for `times ** levels` shapes."""
    groups = "".join(
        f'<g id="n{level}">{reference.format(f"n{level - 1}") * times}</g>' for level in range(1, levels + 1)
    )
    return f'<g id="n0">{SHAPE}</g>{groups}'


def test_a_bomb_of_uses_is_refused_at_once():
    assert safe(laughs(30, 10)) is None
    assert safe(laughs(3, 4)) is not None
    assert safe(f"{laughs(9, 10)}") is None


@pytest.mark.parametrize("attribute", ["mask", "clip-path", "fill", "stroke"])
def test_a_bomb_of_other_references_is_refused_too(attribute):
    shape = f'<rect width="1" height="1" {attribute}="url(#{{}})"/>'
    groups = "".join(f'<mask id="n{n}">{shape.format(f"n{n - 1}") * 10}</mask>' for n in range(1, 30))
    assert safe(f'<mask id="n0">{SHAPE}</mask>{groups}') is None


def test_the_bound_on_copies_is_exact():
    def drawing(uses):
        return f'<g id="a">{SHAPE * 499}</g>' + '<use href="#a"/>' * uses

    each, rest = 501, 501  # a use and what it stands for; the group itself and the root
    uses = (svg.MAX_WEIGHT - rest) // each
    assert safe(drawing(uses)) is not None
    assert safe(drawing(uses + 1)) is None


def test_copies_are_counted_no_further_than_beyond_the_bound():
    root = etree.fromstring(f"{HEAD}>{laughs(30, 10)}</svg>")
    assert expansion.weight(root, svg._all_references, 1000) == 1001
    assert expansion.weight(etree.fromstring(f"{HEAD}>{laughs(1, 3)}</svg>"), svg._all_references, 1000) == 13


def test_long_attributes_count_as_often_as_they_are_drawn():
    path = f'<path id="a" d="M0 0{"h1" * 100_000}"/>'
    assert safe(path + '<use href="#a"/>' * 100) is not None
    assert safe(path + '<use href="#a"/>' * 200) is None
    text = f'<text id="a">{"x" * 200_000}</text>'
    assert safe(text + '<use href="#a"/>' * 100) is not None
    assert safe(text + '<use href="#a"/>' * 200) is None


@pytest.mark.parametrize(
    "circle",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<mask id="a"><rect width="1" height="1" mask="url(#a)"/></mask>',
        '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>',
    ],
)
def test_what_refers_to_itself_is_refused(circle):
    assert safe(circle + SHAPE) is None


def test_references_in_a_row_cost_no_depth():
    groups = "".join(f'<g id="n{number}"><use href="#n{number - 1}"/></g>' for number in range(1, 5000))
    assert safe(f'<g id="n0">{SHAPE}</g>{groups}') is None
    masks = "".join(f'<clipPath id="c{n}"><use href="#s{n}"/></clipPath>' for n in range(5000))
    shapes = "".join(f'<rect id="s{n}" width="1" height="1"/>' for n in range(5000))
    assert safe(masks + shapes) is not None


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="400" height="300"', None),
        ('width="401"', "401 × 0"),
        ('height="401px"', "0 × 401"),
        ('width="4.2in"', "403 × 0"),
        ('width="4.1in" height="100%"', None),
        ('width="11cm"', "416 × 0"),
        ('width="110mm"', "416 × 0"),
        ('width="301pt"', "401 × 0"),
        ('width="26PC"', "416 × 0"),
        ('width=" +1e3 "', "1000 × 0"),
        ('width="1e999"', "1000000000 × 0"),
        ('width="100em" height="x"', None),
    ],
)
def test_the_size_that_a_drawing_asks_for(attributes, size):
    found = svg.safe(f"{HEAD} {attributes}>{SHAPE}</svg>".encode(), 400)
    if size is None:
        assert isinstance(found, bytes)
    else:
        assert found == Refusal(f"it has {size} pixels, more than max_image_px allows")


def test_a_drawing_whose_area_is_too_large_without_a_bound_on_its_sides():
    assert isinstance(svg.safe(f'{HEAD} width="10000" height="10001">{SHAPE}</svg>'.encode()), Refusal)
    assert isinstance(svg.safe(f'{HEAD} width="10000" height="10000">{SHAPE}</svg>'.encode()), bytes)


def test_other_encodings():
    for encoding in ("utf-16", "iso-8859-1"):
        data = f'<?xml version="1.0" encoding="{encoding}"?>{HEAD}><text>é</text></svg>'.encode(encoding)
        found = svg.safe(data)
        assert found is not None
        assert "".join(etree.fromstring(found).itertext()) == "é"
