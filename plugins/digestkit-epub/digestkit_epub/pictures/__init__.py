"""Pictures: which bytes may go into a book, and a canvas for the thumbnail."""
