"""Parse digests of research papers, and export them.

What is public, the code says: the names in `__all__`, here and in the packages that stand in it, and
nothing else. Where each lives is in `_HOMES`. A module is imported when one of its names is used first, so
that `import digestkit` costs next to nothing and a command pays for what it uses only.
"""

from __future__ import annotations

from digestkit import _lazy

TYPE_CHECKING = False  # what type checkers take for True; `typing` would be half the cost of this import

if TYPE_CHECKING:  # at run time __getattr__ does the same, by need
    from digestkit import checks, export, reference, select, testing, text
    from digestkit._version import __version__
    from digestkit.api import (
        check,
        convert,
        dump_bytes,
        dumps,
        iter_digests,
        list_formats,
        load,
        records,
    )
    from digestkit.checking import Findings
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
    from digestkit.export.contract import (
        ExportContext,
        Exporter,
        ExporterInfo,
        InputFile,
        exporter,
        hookimpl,
    )
    from digestkit.markdown import parse
    from digestkit.markdown.writer import write
    from digestkit.model import Digest, Document, Item, Media, Paper
    from digestkit.select import Selection
    from digestkit.structure import Outline

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
    "Findings",
    "InputError",
    "InputFile",
    "Item",
    "Media",
    "ModelError",
    "Outline",
    "OutputError",
    "Paper",
    "PluginError",
    "Selection",
    "Severity",
    "UnknownFormatError",
    "UsageError",
    "__version__",
    "check",
    "checks",
    "convert",
    "dump_bytes",
    "dumps",
    "export",
    "exporter",
    "hookimpl",
    "iter_digests",
    "list_formats",
    "load",
    "parse",
    "records",
    "reference",
    "select",
    "testing",
    "text",
    "write",
]

_HOMES = {
    "": "checks export reference select testing text",
    "_version": "__version__",
    "api": "check convert dump_bytes dumps iter_digests list_formats load records",
    "checking": "Findings",
    "conversion": "ConvertResult",
    "diagnostics": "Code Diagnostic Severity",
    "errors": (
        "CheckError DigestkitError InputError ModelError OutputError PluginError"
        " UnknownFormatError UsageError"
    ),
    "export.contract": "ExportContext Exporter ExporterInfo InputFile exporter hookimpl",
    "markdown": "parse",
    "markdown.writer": "write",
    "model": "Digest Document Item Media Paper",
    "select": "Selection",
    "structure": "Outline",
}
"""The modules of the public names; under the empty name, the modules that are public themselves."""

_VERSION_1 = "alterations cleaning inline names"
"""Modules that version 1 of the plugin contract documents, and that its plugins import for ever."""

__path__.append(f"{__path__[0]}/_version1")
__getattr__, __dir__ = _lazy.names(__name__, {**_HOMES, "": f"{_HOMES['']} {_VERSION_1}"})
