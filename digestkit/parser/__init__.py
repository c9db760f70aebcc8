"""From text to the document model: text -> classified lines (scanner, rules) -> model and diagnostics (parser)."""

from digestkit.parser.parser import parse

__all__ = ["parse"]
