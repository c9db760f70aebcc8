"""`digestkit.names` of contract version 1: now `digestkit.text.names`."""

from digestkit.text.names import LiteralName, PersonName, parse_name

__all__ = ["LiteralName", "PersonName", "parse_name"]
