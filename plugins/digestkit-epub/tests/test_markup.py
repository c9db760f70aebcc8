"""What stands in a page as it is, and what is escaped: no character differs from the thorough way."""

import pytest
from digestkit_epub.markup import element, text

from digestkit.text import escape, escape_attribute

CHARACTERS = [*map(chr, range(0x100)), "\u2028", "\ufffe", "\ud800", "한", "😀"]


@pytest.mark.parametrize("character", CHARACTERS, ids=ascii)
def test_every_character_is_escaped_where_it_has_to_be(character):
    for written in (character, f"a{character}", f"{character}b"):
        assert text(written) == escape(written)
        assert element("p", id=written) == f'<p id="{escape_attribute(written)}"/>'
