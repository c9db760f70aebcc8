"""The package: the container, what it says of the book, and what EbookLib leaves out."""
