"""`digestkit.cleaning` of contract version 1: now `digestkit.text.cleaning`."""

from digestkit.text.cleaning import EATEN, clean, escape, escape_attribute, is_clean

__all__ = ["EATEN", "clean", "escape", "escape_attribute", "is_clean"]
