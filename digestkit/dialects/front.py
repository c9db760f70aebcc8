"""Front matter: YAML between two lines of `---` at the very beginning of a file, which is a paper then.

Only PyYAML's base loader reads it: it makes text, lists and mappings, and calls no code. Values are as they
are written: a score of `8.0` stays `8.0`.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from digestkit.dialects.draft import Draft
from digestkit.dialects.table import Entry
from digestkit.markdown.recognition import head

FENCE = "---"
_NESTING = re.compile(r"[\[{]|[-?]\s")
"""What a level of a value can begin with, beside more indentation."""
_MOST = 500
"""Of so many at most no loader runs out of stack; the one in C would not notice, and crash."""


class Front(NamedTuple):
    """Where the text starts below the front matter, and what this says; None where it is no YAML mapping."""

    end: int
    said: Mapping[object, object] | None


def find(text: str, start: int) -> Front | None:
    """The front matter that starts at an offset, if there is one.

    What goes on beyond the beginning of a text that tells its dialect is not read as such.
    """
    if not text.startswith(FENCE, start):
        return None
    reach = len(head(text))
    at = first = text.find("\n", start, reach)
    if text[start:first].rstrip() != FENCE:
        return None
    while 0 <= at < reach:
        after = text.find("\n", at + 1, reach)
        end = reach if after < 0 else after
        if text[at + 1 : end].rstrip() == FENCE:
            return Front(min(end + 1, len(text)), _read(text[first + 1 : at + 1]))
        at = after
    return None


def _read(text: str) -> Mapping[object, object] | None:
    yaml = importlib.import_module("yaml")  # one dialect needs it; it has no types
    loader = yaml.BaseLoader
    if not _nests_deeply(text):
        # The loader in C makes the same values, in a tenth of the time; some builds of PyYAML are without it.
        loader = getattr(yaml, "CBaseLoader", loader)
    try:
        said = yaml.load(text, loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def _nests_deeply(text: str) -> bool:
    """Whether there may be more levels than a loader has stack for; counting characters is cheaper."""
    return sum(map(text.count, "[{-?")) > _MOST and len(_NESTING.findall(text)) > _MOST


def take(draft: Draft, said: Mapping[object, object], entries: Mapping[str, Entry], end: int) -> bool:
    """Take what front matter says; keys that the table does not name are kept under their names.

    Returns whether that is all: values that have lists and mappings in them are left out.
    """
    whole = True
    for key, value in said.items():
        name, text = str(key).strip(), _text(value).strip()
        whole = whole and _is_flat(value)
        entry = entries.get(name)
        if not name or "\n" in name or not text:
            continue
        if entry is not None and entry.label is not None:
            draft.items.append((entry.label, text, draft.start, end))
            continue
        matches = (
            (one.names, values) for one in (entry or _NONE).lines if (values := one.match(text)) is not None
        )
        found = next(matches, None)
        if found is not None:
            draft.take(*found)
        else:
            draft.extra.append((name, text))
    return whole


_NONE = Entry(())


def _text(value: object) -> str:
    """A value as text: the entries of a list in one line."""
    if isinstance(value, str):
        return value
    return ", ".join([one for one in value if isinstance(one, str)]) if isinstance(value, list) else ""


def _is_flat(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    )
