"""What a page has in its `head` that no other has, as markup: it is made for programs, not for readers."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from markupsafe import Markup

from digestkit.text import escape_attribute
from digestkit_site import markup
from digestkit_site.context import Alternate

_KIND = {"twitter:card": "name"}
"""The attribute that has the name of a property, where it is another than Open Graph's."""


def made(
    *,
    root: str,
    description: str = "",
    canonical: str = "",
    meta: str = "",
    policy: str,
    properties: Iterable[tuple[str, str]] = (),
    alternates: Iterable[Alternate] = (),
    json_ld: str = "",
) -> Markup:
    """The elements, one a line.

    What comes next is linked in the page alone: from here, Firefox would load it, which the policy forbids.
    `meta` is markup, `json_ld` escaped for its element, and the first source of `policy` is for scripts.
    """
    # Before anything is loaded. A block of data is no script, but checkers ask for its hash, as for one.
    policy = policy.replace("'self'", f"'self' '{_hash(json_ld)}'", 1) if json_ld else policy
    rows = [f'<meta http-equiv="Content-Security-Policy" content="{policy}">']
    if description:
        rows.append(f'<meta name="description" content="{escape_attribute(description)}">')
    if meta:
        rows.append(meta)
    rows += [
        f'<meta {_KIND.get(name, "property")}="{name}" content="{escape_attribute(content)}">'
        for name, content in properties
    ]
    if canonical:
        rows.append(f'<link rel="canonical" href="{escape_attribute(canonical)}">')
    rows += [
        f'<link rel="alternate" type="{each.media_type}" title="{escape_attribute(each.title)}"'
        f' href="{root}{each.address}">'
        for each in alternates
    ]
    if json_ld:
        rows.append(f'<script type="application/ld+json">{json_ld}</script>')
    return markup.safe("\n".join(rows))


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
