"""JSON Lines out: UTF-8, one record a line, in the order of the papers (https://jsonlines.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator

import attrs

from digestkit.diagnostics import Code
from digestkit.export.contract import ExportContext, Exporter, exporter, hookimpl
from digestkit.formats.jsonl import records
from digestkit.model import Digest, Paper

# Line ends for JavaScript and `str.splitlines`, though not for JSON.
_LINE_ENDS = re.compile("[\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@attrs.frozen
class JsonlOptions:
    """How the text of records is spelled."""

    ascii: bool = attrs.field(
        default=False, metadata={"help": "write characters beyond ASCII as \\uXXXX, for old programs"}
    )


@exporter(
    "jsonl",
    suffix=".jsonl",
    media_type="application/x-ndjson",
    summary="One JSON object a line for each paper; nothing is lost.",
    streams=True,
    options=JsonlOptions,
)
def jsonl(digests: Iterable[Digest], context: ExportContext) -> Iterator[str]:
    """Write a record a line."""
    options = context.options or JsonlOptions()
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode
    for digest in digests:
        for record, node in records.of_digest(digest):
            line = encode(record)
            if options.ascii:
                line = _escape(_whole(line, node, context), _NOT_ASCII)
            elif "\u2028" in line or "\u2029" in line:
                line = _escape(line, _LINE_ENDS)
            yield f"{line}\n"


def _escape(line: str, characters: re.Pattern[str]) -> str:
    return characters.sub(lambda match: json.dumps(match[0])[1:-1], line)


def _whole(line: str, node: Digest | Paper, context: ExportContext) -> str:
    """Replace halves of surrogate pairs, as sinks do in UTF-8: escaped, no sink would see them."""
    whole = _SURROGATES.sub("\ufffd", line)
    if whole != line:
        context.report("a lone surrogate became U+FFFD", node, Code.ALTERED)
    return whole


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer JSON Lines."""
    register(jsonl)
