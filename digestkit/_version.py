"""The version of digestkit: said here only. The build reads it, so that no command reads package metadata."""

__version__ = "0.1.0"
