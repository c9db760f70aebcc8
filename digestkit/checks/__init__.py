"""Lints over the model: what is odd in digests that parse without a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestkit import _lazy

if TYPE_CHECKING:
    from digestkit.checks import lints

__all__ = ["lints"]

__getattr__, __dir__ = _lazy.names(__name__, {"": "lints"})
