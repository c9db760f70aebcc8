"""A web site of digests, one page of them, and a mail."""

from __future__ import annotations

from collections.abc import Callable

import digestkit
from digestkit_site.exporter import site
from digestkit_site.message import eml
from digestkit_site.onepage import html

__all__ = ["eml", "html", "site"]


@digestkit.hookimpl
def digestkit_register_exporters(register: Callable[[digestkit.Exporter], None]) -> None:
    """Offer the formats."""
    register(eml)
    register(html)
    register(site)
