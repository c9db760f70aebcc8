"""Pictures: which bytes may go into a book."""
