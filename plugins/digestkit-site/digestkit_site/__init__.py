"""A web site of digests, and one page of them."""

from __future__ import annotations

from collections.abc import Callable

import digestkit
from digestkit_site.exporter import site
from digestkit_site.onepage import html

__all__ = ["html", "site"]


@digestkit.hookimpl
def digestkit_register_exporters(register: Callable[[digestkit.Exporter], None]) -> None:
    """Offer the formats."""
    register(html)
    register(site)
