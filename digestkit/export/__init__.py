"""What an exporter is, and how one is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestkit import _lazy

if TYPE_CHECKING:
    from digestkit.export import alterations, rows

__all__ = ["alterations", "rows"]

__getattr__, __dir__ = _lazy.names(__name__, {"": "alterations rows"})
