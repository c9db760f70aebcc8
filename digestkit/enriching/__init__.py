"""What metadata says of papers: read from files that the user has, and put where digests say nothing."""
