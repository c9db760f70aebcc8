"""The formats that digestkit reads."""
