"""The cover of a book whose maker gives none."""
