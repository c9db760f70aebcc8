"""Codes that are not wanted for certain files: `--ignore-in GLOB=CODE`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from functools import lru_cache

from digestkit.checks.codes import ALWAYS, matching
from digestkit.diagnostics import AnyCode, Code
from digestkit.errors import UsageError

Ignored = Callable[[str | None], frozenset[AnyCode]]
"""Maps a file's name to the codes that are ignored in it."""


def ignored_in(given: Iterable[str], known: Iterable[AnyCode] = tuple(Code)) -> Ignored:
    """Read rules `GLOB=CODE[,CODE]...`; a pattern may match a whole path, or any end of it after a slash.

    `known` are the codes that there are. Raises `UsageError` for a rule of another form, or for a code that
    does not exist.
    """
    rules = [_rule(each, known) for each in given]

    @lru_cache(maxsize=16)  # findings come file by file
    def ignored(name: str | None) -> frozenset[AnyCode]:
        path = (name or "").replace("\\", "/")
        fitting = (
            codes
            for pattern, codes in rules
            if fnmatchcase(path, pattern) or fnmatchcase(path, f"*/{pattern}")
        )
        return frozenset().union(*fitting)

    return ignored


def _rule(given: str, known: Iterable[AnyCode]) -> tuple[str, frozenset[AnyCode]]:
    pattern, equals, codes = given.rpartition("=")  # a path may contain `=`, codes never do
    if not equals or not pattern:
        raise UsageError(f"--ignore-in wants GLOB=CODE, not {given!r}")
    ignored = frozenset().union(*(matching(code, known) for code in codes.split(",") if code.strip()))
    return pattern, ignored - ALWAYS
