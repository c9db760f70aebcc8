"""What every exporter of several files must do."""

from digestkit.testing import TreeConformance


class TestConformance(TreeConformance):
    exporter = "notes"
