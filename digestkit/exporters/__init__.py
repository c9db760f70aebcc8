"""The formats that digestkit writes."""
