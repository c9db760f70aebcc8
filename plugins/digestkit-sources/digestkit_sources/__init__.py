"""Readers of what digests are made from: daily-arXiv JSON Lines, Hugging Face daily papers, arXiv's feeds."""
