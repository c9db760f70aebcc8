"""Whether an output is well-formed, where its media type says what that means."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath

from digestkit.testing import samples
from digestkit.testing.findings import Finding, python, setting
from digestkit.testing.reading import healthy
from digestkit.testing.study import Study


def broken(study: Study) -> Iterator[Finding]:
    """JSON, XML, TOML, YAML, CSV and zip files (with those in them) can be read; pages run no scripts."""
    info = study.exporter.info
    for _, given, name, output in healthy(study):
        data = output.data
        if not info.binary:
            data = data.decode("utf-8", "surrogatepass").encode("utf-8", "replace")
        wrong = fault(data, info.media_type, f"x{info.suffix}")
        if wrong is not None:
            shown = python(samples.sample(name)) if name in samples.NAMES else name
            yield Finding(
                f"the output for the sample {name!r} is not well-formed{setting(given)}: {wrong}\n"
                f"input: {shown}",
                since=2,
            )
            return


def fault(data: bytes, media_type: str, name: str) -> str | None:
    """What is wrong with a file, given its media type and its name; None where nothing is found."""
    kind = media_type.partition(";")[0].strip().lower()
    suffix = PurePath(name).suffix.lower()
    for matches, look in _KINDS:
        if matches(kind, suffix):
            return look(data)
    return None


def _json(data: bytes) -> str | None:
    try:
        json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return f"no JSON: {error}"
    return None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON (RFC 8259)")


def _json_lines(data: bytes) -> str | None:
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            wrong = _json(line)
            if wrong is not None:
                return f"line {number}: {wrong}"
    return None


def _xml(data: bytes) -> str | None:
    from xml.parsers import expat  # noqa: PLC0415 - only XML needs it

    if not data:
        return None  # nothing was asked for, as with an empty input
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as error:
        line = data.split(b"\n")[error.lineno - 1][max(error.offset - 40, 0) : error.offset + 40]
        return f"no XML: {error}: {line.decode('utf-8', 'backslashreplace')!r}"
    return _page(data)


def _toml(data: bytes) -> str | None:
    try:
        tomllib.loads(data.decode("utf-8"))
    except ValueError as error:
        return f"no TOML: {error}"
    return None


def _yaml(data: bytes) -> str | None:
    import yaml  # type: ignore[import-untyped]  # noqa: PLC0415 - only YAML needs it

    try:
        for _ in yaml.safe_load_all(data.decode("utf-8")):
            pass
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return f"no YAML: {' '.join(str(error).split())}"
    return None


def _csv(delimiter: str, data: bytes) -> str | None:
    """Rows of one length (RFC 4180, section 2.4); that a field is too long for Python is no fault of it."""
    lines = io.StringIO(data.decode("utf-8"), newline="")
    length: int | None = None
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
            if row and length not in (None, len(row)):
                return f"row {number} has {len(row)} fields, and the first has {length}"
            length = length or len(row) or None
    except csv.Error as error:
        return None if "field larger" in str(error) else f"no CSV: {error}"
    return None


_ACTIVE = re.compile(rb"<script>alert\('x'\)|href=[\"']?javascript:|src=[\"']?javascript:", re.IGNORECASE)


def _page(data: bytes) -> str | None:
    found = _ACTIVE.search(data)
    if found is None:
        return None
    return (
        f"markup of the digests becomes part of the page: {found[0].decode()!r}; "
        "use digestkit.text.escape and link_target"
    )


def _zip(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            damaged = archive.testzip()
            if damaged is not None:
                return f"the entry {damaged} is damaged"
            names = archive.namelist()
            if len(set(names)) != len(names):
                return "two entries have one name"
            for name in names:
                wrong = fault(archive.read(name), "", name)
                if wrong is not None:
                    return f"{name}: {wrong}"
    except (zipfile.BadZipFile, OSError) as error:
        return f"no zip file: {error}"
    return None


_LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/jsonlines")
_KINDS: tuple[tuple[Callable[[str, str], bool], Callable[[bytes], str | None]], ...] = (
    (lambda kind, suffix: kind in _LINES or suffix in (".jsonl", ".ndjson"), _json_lines),
    (lambda kind, suffix: kind == "application/json" or kind.endswith("+json") or suffix == ".json", _json),
    (lambda kind, _: kind.endswith(("/zip", "+zip")), _zip),
    (lambda _, suffix: suffix in (".zip", ".epub", ".xlsx", ".docx", ".odt", ".ods"), _zip),
    (
        lambda kind, suffix: (
            kind.endswith(("/xml", "+xml")) or suffix in (".xml", ".xhtml", ".opf", ".ncx", ".svg")
        ),
        _xml,
    ),
    (lambda kind, suffix: kind.endswith("/yaml") or suffix in (".yaml", ".yml"), _yaml),
    (lambda kind, suffix: kind == "text/csv" or suffix == ".csv", partial(_csv, ",")),
    (lambda kind, suffix: kind == "text/tab-separated-values" or suffix == ".tsv", partial(_csv, "\t")),
    (lambda kind, suffix: kind == "application/toml" or suffix == ".toml", _toml),
    (lambda kind, suffix: kind == "text/html" or suffix in (".html", ".htm"), _page),
)
"""By media type and suffix: how a file is looked at. The first that fits counts."""
