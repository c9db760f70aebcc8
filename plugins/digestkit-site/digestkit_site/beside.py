"""Links that every page has: to the pages before and after it, and to its data, as markup.

Each page of a paper has them, so that they are put together here, at a part of what a template takes.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from digestkit.text import isolated_html
from digestkit_site import markup
from digestkit_site.context import Alternate
from digestkit_site.escaping import escape
from digestkit_site.views import Link
from digestkit_site.words import Words


def around(root: str, words: Words, ui: str, previous: Link | None, following: Link | None) -> Markup:
    """The pages before and after, a line each; `ui` is the attribute of the words' language."""
    links = (("previous", "prev", words.previous, previous), ("next", "next", words.next, following))
    return markup.safe(
        "".join(
            [
                f'<a class="{kind}" rel="{relation}" href="{root}{link.address}">'
                f"<span{ui}>{escape(word)}</span> {_named(link)}</a>\n"
                for kind, relation, word, link in links
                if link is not None
            ]
        )
    )


def _named(link: Link) -> str:
    name = isolated_html(escape(link.text), link.text)
    return f"<span{link.mark}>{name}</span>" if link.mark else name


def data(root: str, alternates: Iterable[Alternate]) -> Markup:
    """The same in other formats, a line each."""
    return markup.safe(
        "".join(
            [
                f'<li><a href="{root}{each.address}" type="{each.media_type}">{escape(each.title)}</a></li>\n'
                for each in alternates
            ]
        )
    )
