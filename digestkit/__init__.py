"""Parse digests of research papers, and export them.

The public names are here; where each lives is in `_HOMES`. A module is imported when one of its names is
used first, so that `import digestkit` costs next to nothing and a command pays for what it uses only.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # what type checkers take for True; `typing` would be half the cost of this import

if TYPE_CHECKING:  # at run time __getattr__ does the same, by need
    from digestkit.api import convert, dump_bytes, dumps, iter_digests, list_formats, load, parse, write
    from digestkit.conversion import ConvertResult
    from digestkit.diagnostics import Code, Diagnostic, Severity
    from digestkit.errors import (
        CheckError,
        DigestkitError,
        InputError,
        ModelError,
        OutputError,
        PluginError,
        UnknownFormatError,
        UsageError,
    )
    from digestkit.export.contract import ExportContext, Exporter, ExporterInfo, InputFile, exporter
    from digestkit.export.hooks import hookimpl
    from digestkit.model import Digest, Document, Item, Media, Paper
    from digestkit.select import Selection

__all__ = [
    "CheckError",
    "Code",
    "ConvertResult",
    "Diagnostic",
    "Digest",
    "DigestkitError",
    "Document",
    "ExportContext",
    "Exporter",
    "ExporterInfo",
    "InputError",
    "InputFile",
    "Item",
    "Media",
    "ModelError",
    "OutputError",
    "Paper",
    "PluginError",
    "Selection",
    "Severity",
    "UnknownFormatError",
    "UsageError",
    "convert",
    "dump_bytes",
    "dumps",
    "exporter",
    "hookimpl",
    "iter_digests",
    "list_formats",
    "load",
    "parse",
    "write",
]

_HOMES = {
    "api": "convert dump_bytes dumps iter_digests list_formats load parse write",
    "conversion": "ConvertResult",
    "diagnostics": "Code Diagnostic Severity",
    "errors": (
        "CheckError DigestkitError InputError ModelError OutputError PluginError"
        " UnknownFormatError UsageError"
    ),
    "export.contract": "ExportContext Exporter ExporterInfo InputFile exporter",
    "export.hooks": "hookimpl",
    "model": "Digest Document Item Media Paper",
    "select": "Selection",
}
"""The modules of the public names."""

__path__.append(f"{__path__[0]}/_version1")  # `import digestkit.inline`, as documented in version 1

_HOME_OF = {name: f"digestkit.{module}" for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'digestkit' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
