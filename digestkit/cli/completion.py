"""What a shell completes besides commands, options and paths: names, of which no plugin is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


def names(kind: str, begun: str) -> list[str]:
    """The names of a kind that begin so; the case of a code does not matter."""
    if kind == "codes":
        begun = begun.upper()
    return [name for name in _NAMES[kind]() if name.startswith(begun)]


def _codes() -> Iterable[str]:
    from digestkit.diagnostics import Code

    return [code.id for code in Code]


def _dialects() -> Iterable[str]:
    from digestkit import dialects
    from digestkit.markdown.recognition import KOREAN

    return [KOREAN, *dialects.known()]


def _formats() -> Iterable[str]:
    from digestkit import registry

    return registry.format_names()


def _readers() -> Iterable[str]:
    from digestkit.registry import readers

    return [one.name for one in readers.listed()]


def _sources() -> Iterable[str]:
    return [*_readers(), *_dialects()]


def _transforms() -> Iterable[str]:
    from digestkit.registry import transforms

    return [one.name for one in transforms.listed()]


_NAMES: Mapping[str, Callable[[], Iterable[str]]] = {
    "codes": _codes,
    "dialects": _dialects,
    "formats": _formats,
    "readers": _readers,
    "sources": _sources,
    "transforms": _transforms,
}
"""By the kind that a parameter asks for; a source is what `--from` takes."""
