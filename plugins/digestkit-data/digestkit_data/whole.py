"""Text that is no text: halves of surrogate pairs, which neither pyarrow nor SQLite can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import attrs

import digestkit
from digestkit.export.rows import Nothing, Row

_SURROGATES = re.compile("[\ud800-\udfff]")


def rows(found: Iterable[Row], context: digestkit.ExportContext) -> list[Row]:
    """The rows with U+FFFD for each half of a surrogate pair; rows that had one are reported."""
    made = []
    before: tuple[digestkit.Digest, digestkit.Digest] | None = None
    for row in found:
        if before is None or before[0] is not row.digest:
            before = row.digest, _titled(row.digest)
        path = None if row.source_path is None else _whole(row.source_path)
        clean = row._replace(digest=before[1], paper=_paper(row.paper), source_path=path)
        if clean != row:
            context.report("a lone surrogate became U+FFFD", row.node, digestkit.Code.ALTERED)
        made.append(clean)
    return made


def _titled(digest: digestkit.Digest) -> digestkit.Digest:
    title = _whole(digest.title)
    return digest if title == digest.title else attrs.evolve(digest, title=title)


def _paper(paper: digestkit.Paper | Nothing) -> digestkit.Paper | Nothing:
    if isinstance(paper, Nothing):
        return paper
    values = {field.name: getattr(paper, field.name) for field in attrs.fields(digestkit.Paper) if field.eq}
    changed = {name: whole for name, value in values.items() if (whole := _whole(value)) != value}
    return attrs.evolve(paper, **changed) if changed else paper


def _whole(value: Any) -> Any:  # noqa: ANN401 - whatever a paper holds
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(map(_whole, value))
    if isinstance(value, digestkit.Item):
        return attrs.evolve(value, label=_whole(value.label), text=_whole(value.text))
    if isinstance(value, digestkit.Media):
        return attrs.evolve(value, url=_whole(value.url))
    return value
