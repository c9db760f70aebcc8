"""The pictures of papers, fetched politely into a folder where exporters find them."""
