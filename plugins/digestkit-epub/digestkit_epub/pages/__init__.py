"""The pages, in XHTML: one for each digest, and those before them."""
