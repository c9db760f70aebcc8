"""The package: the container, what it says about the book, and what EbookLib leaves out."""
