"""Pictures: which bytes may go into a book, and drawing in pixels."""
