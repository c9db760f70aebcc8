"""Pages: XHTML, a page a digest, and what stands before them."""
