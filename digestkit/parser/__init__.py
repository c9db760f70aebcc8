"""From text to the document model: text -> lines (scanner, rules) -> model and diagnostics (parser)."""

from digestkit.parser.parser import parse

__all__ = ["parse"]
