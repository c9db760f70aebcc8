"""CSV: a line a paper, for spreadsheets."""
