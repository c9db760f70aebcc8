"""What a transform is, how it is run, and those that digestkit brings: from digests to digests."""
