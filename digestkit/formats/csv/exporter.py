"""CSV: a line a paper, for spreadsheets and whatever reads nothing else (RFC 4180).

Columns are those of `digestkit.export.flat`; `summary`, a list, is JSON. Lost is what empty cells share: text
that is empty, and text that is not there.
"""

from __future__ import annotations

import csv as standard
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import attrs

from digestkit.diagnostics import Code
from digestkit.export import flat, rows
from digestkit.export.contract import FIELDS, ExportContext, Exporter, exporter, hookimpl
from digestkit.model import Digest

# What spreadsheets take for the beginning of a formula, some of it in full width, too. Those apostrophes that
# stand before it already count, so that taking one away gives back what was there.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")  # https://owasp.org/www-community/attacks/CSV_Injection


@attrs.frozen
class CsvOptions:
    """For whom the table is."""

    bom: bool = attrs.field(
        default=False, metadata={"help": "begin with a byte order mark, by which Excel knows UTF-8"}
    )
    formulas: Literal["escape", "keep"] = attrs.field(
        default="escape",
        metadata={"help": "text that a spreadsheet would run, such as =1+1: put ' before it, or keep it"},
    )


@exporter(
    "csv",
    suffix=".csv",
    media_type="text/csv; charset=utf-8",
    summary="One row for each paper, for spreadsheets.",
    streams=True,
    options=CsvOptions,
    carries=FIELDS,
)
def csv(digests: Iterable[Digest], context: ExportContext) -> Iterator[str]:
    """Write a heading, and then a line for each row."""
    options: CsvOptions = context.options or CsvOptions()
    line = _Line()
    write = standard.writer(line, lineterminator="\r\n").writerow
    write(flat.COLUMNS)
    yield "\ufeff" + line.text if options.bom else line.text
    for digest in digests:
        for row in rows.of_digest(digest):
            cells = {name: _cell(value) for name, value in flat.of_row(row).items()}
            if options.formulas == "escape" and (found := _formulas(cells)):
                cells |= {name: f"'{cells[name]}" for name in found}
                context.report(
                    f"begins as a formula does, and got an apostrophe: {', '.join(found)}",
                    row.node,
                    Code.ALTERED,
                )
            write(cells.values())
            yield line.text


class _Line:
    """What the writer of the standard library writes to: it knows the last line."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a row has
    if value.__class__ is str:
        return str(value)
    if value is None or value == [*flat.NO_SUMMARY]:
        return ""
    return json.dumps(value, ensure_ascii=False)  # `true`, `18`, and a summary


def _formulas(cells: dict[str, str]) -> list[str]:
    return [name for name, text in cells.items() if text and _FORMULA.match(text)]


@hookimpl
def digestkit_register_exporters(register: Callable[[Exporter], None]) -> None:
    """Offer CSV."""
    register(csv)
