"""What tests of pages share."""

from __future__ import annotations

from importlib.resources import files

ASSETS = files("digestkit_site") / "assets"


def script(name: str) -> str:
    """The text of one of the site's scripts."""
    return (ASSETS / name).read_text(encoding="utf-8")
