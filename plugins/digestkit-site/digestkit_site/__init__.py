"""A web site of digests, one page of them, and plain text."""

from __future__ import annotations

from collections.abc import Callable

import digestkit
from digestkit_site.exporter import site
from digestkit_site.onepage import html
from digestkit_site.twin import text

__all__ = ["html", "site", "text"]


@digestkit.hookimpl
def digestkit_register_exporters(register: Callable[[digestkit.Exporter], None]) -> None:
    """Offer the formats."""
    register(html)
    register(site)
    register(text)
