"""What stands inside opaque text: markup, TeX, links, names, languages, characters.

The public names are for plugins, and for anyone who makes pages or references from digests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestkit import _lazy

if TYPE_CHECKING:
    from digestkit.text import languages, summary
    from digestkit.text.cleaning import clean, escape, escape_attribute, is_clean
    from digestkit.text.directions import isolated, isolated_html
    from digestkit.text.inline import (
        Token,
        html,
        plain,
        summary_html,
        title_tokens,
        tokens,
        typeset,
        typeset_html,
    )
    from digestkit.text.links import link_target, video_type
    from digestkit.text.marks import Kind, Run, may_have_markup
    from digestkit.text.names import LiteralName, PersonName, parse_name
    from digestkit.text.passages import labelled_html

__all__ = [
    "Kind",
    "LiteralName",
    "PersonName",
    "Run",
    "Token",
    "clean",
    "escape",
    "escape_attribute",
    "html",
    "is_clean",
    "isolated",
    "isolated_html",
    "labelled_html",
    "languages",
    "link_target",
    "may_have_markup",
    "parse_name",
    "plain",
    "summary",
    "summary_html",
    "title_tokens",
    "tokens",
    "typeset",
    "typeset_html",
    "video_type",
]

__getattr__, __dir__ = _lazy.names(
    __name__,
    {
        "": "languages summary",
        "cleaning": "clean escape escape_attribute is_clean",
        "directions": "isolated isolated_html",
        "inline": "Token html plain summary_html title_tokens tokens typeset typeset_html",
        "links": "link_target video_type",
        "marks": "Kind Run may_have_markup",
        "names": "LiteralName PersonName parse_name",
        "passages": "labelled_html",
    },
)
