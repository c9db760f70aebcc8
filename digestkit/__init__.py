"""Parse digests of research papers, and export them."""
