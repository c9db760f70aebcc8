"""Bytes in and out: inputs through readers, outputs through exporters."""
