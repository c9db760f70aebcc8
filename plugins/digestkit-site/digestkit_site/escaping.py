"""Escaping in compiled templates: as MarkupSafe does it, without a new object for what is markup already.

A page has some dozens of expressions, and half of them are markup: to copy that takes as long as to render
the rest.
"""

from __future__ import annotations

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


def escape(value: object) -> str:
    """A value in a page: markup as it is, all else escaped."""
    if type(value) is int:
        return str(value)
    if type(value) is str:
        # In the order and with the references of `markupsafe.escape`.
        text = value.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
        return text.replace("'", "&#39;").replace('"', "&#34;")
    return value if type(value) is markupsafe.Markup else markupsafe.escape(value)


class Generator(CodeGenerator):
    """Makes modules of templates whose output goes through this module's `escape`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's
        """The module; its functions look the name up when they run."""
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import escape")


class OwnGenerator(Generator):
    """For the package's own templates, where every attribute is there: dozens are asked for in each paper."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """An attribute as Python has it, without Jinja's search for an item of that name."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")
