"""How fast JSON Lines are written, against `json` on the same records, ready made.

python benchmarks/jsonl.py [write] [--quick] [--json FILE]
"""

from __future__ import annotations

import json
import time
from typing import Any

import measure
import synthetic

import digestkit


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line]


def ready(quick: bool) -> tuple[digestkit.Document, str]:
    document = digestkit.parse(synthetic.generate(100_000 if quick else 3_000_000))
    return document, digestkit.dumps(document, "jsonl")


def write(quick: bool) -> list[measure.Row]:
    """The exporter, against `json.dumps` of what it wrote."""
    document, text = ready(quick)
    plain = records(text)
    runners = {
        "digestkit": lambda: digestkit.dumps(document, "jsonl"),
        "json.dumps": lambda: "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in plain),
    }
    return measure.compare(
        measure.race(runners, 2 if quick else 9, time.process_time), len(text.encode()) / 1e6
    )


if __name__ == "__main__":
    measure.main("JSON Lines", {"write": write})
