"""What the codes mean: read from `explanations.md`, which the documentation includes unchanged."""

from __future__ import annotations

import re
from importlib import resources

_HEADING = re.compile(r"^### (DK\d{3})\n", re.MULTILINE)


def text() -> str:
    """The page, in Markdown: a section `### CODE` for each code, in their order."""
    return (resources.files("digestkit.checks") / "explanations.md").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """The sections by code id (`DK201`), without their headings."""
    # A split by a pattern with a group gives headings and sections alternately, after the page's title.
    parts = _HEADING.split(text())[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))
