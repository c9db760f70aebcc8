"""Lints over the model: what is odd in digests that read well."""
