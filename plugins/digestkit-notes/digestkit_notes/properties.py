"""Properties of a note: YAML between two lines `---`, as Obsidian, Jekyll and pandoc read it.

Every text stands in quotes: YAML 1.1 and 1.2 disagree on what a bare word means (`yes`, `1e3`, `2407.01906`),
and a title may hold a colon.
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml  # type: ignore[import-untyped] # its stubs are a package of their own

from digestkit.text import clean


class _Dumper(yaml.SafeDumper):  # type: ignore[misc] # as above
    """The safe dumper, with quotes around all texts but keys, and lists moved in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - yaml's
        """Move lists in below their key."""
        super().increase_indent(flow, indentless=False)


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # Single quotes need no escapes, so what stands in them is legible; but only double ones can hold a
    # control character or a line end.
    style = "'" if text.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _quoted)


class _Key(str):
    """A key, which is a word of ours and needs no quotes."""

    __slots__ = ()


_Dumper.add_representer(_Key, lambda dumper, key: dumper.represent_scalar("tag:yaml.org,2002:str", str(key)))


def front_matter(properties: Mapping[str, object]) -> str:
    """The properties that say something, in their order, between two lines `---`.

    Characters that XML forbids are replaced, as in the note.
    """
    kept = {_Key(key): _clean(value) for key, value in properties.items() if value not in (None, "", [])}
    text = yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    return f"---\n{text if kept else ''}---\n"


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return value
