"""What people call the licences of Creative Commons, whose addresses stand for their names."""

from __future__ import annotations

import re

_LICENCE = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/licenses/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)(?:/.*)?", re.ASCII
)
_NO_RIGHTS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/publicdomain/zero/(\d\.\d)(?:/.*)?", re.ASCII
)


def named(rights: str) -> str:
    """Terms of use as readers know them, `CC BY 4.0`; what is no such address stays as it is."""
    if found := _LICENCE.fullmatch(rights):
        return f"CC {found[1].upper()} {found[2]}"
    if found := _NO_RIGHTS.fullmatch(rights):
        return f"CC0 {found[1]}"
    return rights
