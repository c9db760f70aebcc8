"""What every exporter of several files must do."""

from digestkit.testing import TreeConformance


class TestConformance(TreeConformance):
    exporter = "notes"
    allows = ("white space",)  # Markdown has none at the ends of a text, and no tabs in it
