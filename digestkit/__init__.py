"""Parse digests of research papers, and export them.

The names in `__all__` are public, here and in the packages listed in it, and nothing else is. `_HOMES` says
where each is defined. A module is imported on the first use of one of its names, so that `import digestkit`
costs next to nothing and a command pays only for what it uses.
"""

from __future__ import annotations

from digestkit import _lazy

TYPE_CHECKING = False  # type checkers take it for True; `typing` would be half the cost of this import

if TYPE_CHECKING:  # at run time `__getattr__` does the same, on demand
    from digestkit import checks, export, reading, reference, select, testing, text
    from digestkit._version import __version__
    from digestkit.api.converting import convert
    from digestkit.api.dumping import dump_bytes, dumps, list_formats, records
    from digestkit.api.finding import check
    from digestkit.api.loading import from_records, iter_digests, load, parse
    from digestkit.api.pictures import FetchResult, fetch_images
    from digestkit.checking import Findings
    from digestkit.checks.contract import Lint, LintInfo, lint
    from digestkit.diagnostics import Code, Diagnostic, OwnCode, Severity
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
        InputStream,
        exporter,
        hookimpl,
    )
    from digestkit.export.tree import File
    from digestkit.formats.markdown.styles import write
    from digestkit.model import Digest, Document, Item, Media, Paper
    from digestkit.outcome import ConvertResult
    from digestkit.reading.contract import ReadContext, Reader, ReaderInfo, reader
    from digestkit.select import Selection
    from digestkit.source import Origin, Site
    from digestkit.structure import Outline
    from digestkit.transforms.contract import Transform, TransformContext, TransformInfo, transform

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
    "FetchResult",
    "File",
    "Findings",
    "InputError",
    "InputFile",
    "InputStream",
    "Item",
    "Lint",
    "LintInfo",
    "Media",
    "ModelError",
    "Origin",
    "Outline",
    "OutputError",
    "OwnCode",
    "Paper",
    "PluginError",
    "ReadContext",
    "Reader",
    "ReaderInfo",
    "Selection",
    "Severity",
    "Site",
    "Transform",
    "TransformContext",
    "TransformInfo",
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
    "fetch_images",
    "from_records",
    "hookimpl",
    "iter_digests",
    "lint",
    "list_formats",
    "load",
    "parse",
    "reader",
    "reading",
    "records",
    "reference",
    "select",
    "testing",
    "text",
    "transform",
    "write",
]

_HOMES = {
    "": "checks export reading reference select testing text",
    "_version": "__version__",
    "api.converting": "convert",
    "api.dumping": "dump_bytes dumps list_formats records",
    "api.finding": "check",
    "api.loading": "from_records iter_digests load parse",
    "api.pictures": "FetchResult fetch_images",
    "checking": "Findings",
    "checks.contract": "Lint LintInfo lint",
    "diagnostics": "Code Diagnostic OwnCode Severity",
    "errors": (
        "CheckError DigestkitError InputError ModelError OutputError PluginError"
        " UnknownFormatError UsageError"
    ),
    "export.contract": "ExportContext Exporter ExporterInfo InputFile InputStream exporter hookimpl",
    "export.tree": "File",
    "formats.markdown.styles": "write",
    "model": "Digest Document Item Media Paper",
    "outcome": "ConvertResult",
    "reading.contract": "ReadContext Reader ReaderInfo reader",
    "select": "Selection",
    "source": "Origin Site",
    "structure": "Outline",
    "transforms.contract": "Transform TransformContext TransformInfo transform",
}
"""The public names by the module that defines them; under the empty name, modules that are public as such."""

_VERSION_1 = "alterations cleaning inline names"
"""Modules that version 1 of the plugin contract documents, so that its plugins may always import them."""

# Their present places differ; `_version1` holds modules under the old names, found as if they lay here.
__path__.append(f"{__path__[0]}/_version1")
__getattr__, __dir__ = _lazy.names(__name__, {**_HOMES, "": f"{_HOMES['']} {_VERSION_1}"})
