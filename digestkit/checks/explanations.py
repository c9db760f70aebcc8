"""What the codes mean: read from `explanations.md`, which the documentation shows as it is."""

from __future__ import annotations

import re
from importlib import resources

_HEADING = re.compile(r"^### (DK\d{3})\n", re.MULTILINE)


def text() -> str:
    """The page: a section `### CODE` for each code, in Markdown."""
    return (resources.files("digestkit.checks") / "explanations.md").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """The sections by code, without their headings."""
    parts = _HEADING.split(text())[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))
