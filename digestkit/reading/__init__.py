"""What a reader is, and how it is run: from the content of an input to digests."""
