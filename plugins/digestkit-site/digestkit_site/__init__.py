"""A web site of digests, and one page of them."""

from __future__ import annotations

from collections.abc import Callable

import digestkit
from digestkit_site.exporter import site

__all__ = ["site"]


@digestkit.hookimpl
def digestkit_register_exporters(register: Callable[[digestkit.Exporter], None]) -> None:
    """Offer the formats."""
    register(site)
