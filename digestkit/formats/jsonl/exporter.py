"""JSON Lines out: UTF-8, one record a line, in the order of the papers (https://jsonlines.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator

import attrs

from digestkit.diagnostics import Code
from digestkit.export.contract import FIELDS, FIELDS_1, ExportContext, Exporter, exporter, hookimpl
from digestkit.export.loss import count
from digestkit.formats.jsonl import records
from digestkit.model import Digest, Paper

# Line ends for JavaScript and `str.splitlines`, though not for JSON.
_LINE_ENDS = "[\u2028\u2029]"
_SURROGATES = "[\ud800-\udfff]"
_NOT_ASCII = r"[^\x00-\x7f]"


def _is_schema(options: JsonlOptions, _field: object, value: int) -> None:
    if value not in records.SCHEMAS:
        raise ValueError(f"schema must be one of {', '.join(map(str, records.SCHEMAS))}, not {value}")
    if options.flat and value != records.NEWEST:
        raise ValueError(f"flat goes with schema {records.NEWEST} only")


@attrs.frozen
class JsonlOptions:
    """Which records, and how their text is spelled."""

    ascii: bool = attrs.field(
        default=False, metadata={"help": "write characters beyond ASCII as \\uXXXX, for old programs"}
    )
    flat: bool = attrs.field(
        default=False,
        metadata={"help": "plain columns for data frames, whose types Polars, pandas and others guess right"},
    )
    schema: int = attrs.field(
        default=records.NEWEST,
        validator=_is_schema,
        metadata={"help": "1 for programs that read digestkit/1 only; it lacks what came later"},
    )


def carries(options: JsonlOptions) -> tuple[str, ...]:
    """All fields, in the newest version."""
    return FIELDS if options.schema > 1 else FIELDS_1


@exporter(
    "jsonl",
    suffix=".jsonl",
    media_type="application/x-ndjson",
    summary="One JSON object per line for each paper; nothing is lost.",
    streams=True,
    options=JsonlOptions,
    carries=carries,
)
def jsonl(digests: Iterable[Digest], context: ExportContext) -> Iterator[str]:
    """Write a record a line."""
    options: JsonlOptions = context.options or JsonlOptions()
    if options.flat:
        from digestkit.formats.jsonl import flat  # noqa: PLC0415 - few are

        yield from _lines(flat.records(digests, context), options, context)
    else:
        yield from _lines(_records(digests, options, context), options, context)


def _records(
    digests: Iterable[Digest], options: JsonlOptions, context: ExportContext
) -> Iterator[tuple[records.Record, Digest | Paper]]:
    orders_lost = 0
    for digest in digests:
        if options.schema > 1:
            yield from records.of_digest(digest)
            continue
        orders_lost += records.orders_lost(digest)
        yield from ((records.as_first(record), node) for record, node in records.of_digest(digest))
    if orders_lost:
        shown = count(orders_lost, "paper")
        context.report(f"schema 1 cannot say whether authors stand in order ({shown})", code=Code.NOT_CARRIED)


def _lines(
    found: Iterable[tuple[records.Record, Digest | Paper]], options: JsonlOptions, context: ExportContext
) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode
    for record, node in found:
        line = encode(record)
        if options.ascii:
            line = _escape(_whole(line, node, context), _NOT_ASCII)
        elif "\u2028" in line or "\u2029" in line:
            line = _escape(line, _LINE_ENDS)
        line += "\n"  # in place: a line may be as long as a file
        yield line


def _escape(line: str, characters: str) -> str:
    return re.sub(characters, lambda match: json.dumps(match[0])[1:-1], line)


def _whole(line: str, node: Digest | Paper, context: ExportContext) -> str:
    """Replace halves of surrogate pairs, as sinks do in UTF-8: escaped, no sink would see them."""
    whole = re.sub(_SURROGATES, "\ufffd", line)
    if whole != line:
        context.report("a lone surrogate became U+FFFD", node, Code.ALTERED)
    return whole


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer JSON Lines."""
    register(jsonl)
