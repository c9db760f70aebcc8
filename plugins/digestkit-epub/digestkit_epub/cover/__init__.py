"""The cover that a book has where its maker gives none."""
