"""EPUB 3 books of research paper digests: the exporter `epub` of digestkit."""
