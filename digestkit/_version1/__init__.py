"""Modules under the names that plugins of contract version 1 import: `digestkit.inline` and its kin."""
