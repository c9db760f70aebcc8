"""The formats of the core: what each reads and writes."""
