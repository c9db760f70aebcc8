"""Hypothesis strategies and the conformance kit, for authors of exporters and for digestkit itself."""
