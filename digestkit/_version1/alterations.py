"""`digestkit.alterations` of contract version 1: now `digestkit.export.alterations`."""

from digestkit.export.alterations import of_digest

__all__ = ["of_digest"]
