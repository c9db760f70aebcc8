"""Markdown notes for Obsidian and its kin: one for each paper, one for each day."""

from __future__ import annotations

from collections.abc import Callable

import digestkit
from digestkit_notes.exporter import notes

__all__ = ["notes"]


@digestkit.hookimpl
def digestkit_register_exporters(register: Callable[[digestkit.Exporter], None]) -> None:
    """Offer the format."""
    register(notes)
