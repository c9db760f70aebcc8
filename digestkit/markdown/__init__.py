"""From text to the document model: text -> lines (scanner, rules) -> model and diagnostics (parser)."""

from digestkit.markdown.parser import parse

__all__ = ["parse"]
