"""What the host demands of the lints of a plugin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digestkit.checks.contract import LINT_API_VERSION, NODES, Lint, LintInfo
from digestkit.diagnostics import Severity
from digestkit.registry.demands import record
from digestkit.registry.demands.record import Check

_PREFIX = re.compile(r"[A-Z]{2,8}")
_CODE = re.compile(r"[A-Z]{2,8}[0-9]{3}")


def violation(made: Sequence[object], prefix: str) -> str | None:
    """The first thing wrong with the lints of a plugin, whose codes must begin with a prefix."""
    if not _PREFIX.fullmatch(prefix) or prefix == "DK":
        return f"its entry point's name must be a prefix of capitals, and not DK, but is {prefix!r}"
    if not made:
        return "it registers nothing"
    codes: set[str] = set()
    for one in made:
        if not isinstance(one, Lint) or not isinstance(one.info, LintInfo):
            return f"{record.shown(one)} is no lint: decorate it with @digestkit.lint(...)"
        wrong = record.first(CHECKS, one)
        if wrong is not None:
            return wrong
        code = one.info.code.id
        if code[:-3] != prefix or code in codes:
            return f"{code} " + ("is registered twice" if code in codes else f"does not begin with {prefix}")
        codes.add(code)
    return None


def _code(lint: Lint) -> str | None:
    code = lint.info.code
    if not isinstance(code.id, str) or not _CODE.fullmatch(code.id):
        return f"a code must be like 'ACM101', not {code.id!r}"
    if code.severity not in tuple(Severity):
        return f"{code.id}: severity must be one of {', '.join(Severity)}, not {code.severity!r}"
    if lint.info.of not in NODES:
        return f"{code.id}: of must be one of {', '.join(NODES)}, not {lint.info.of!r}"
    wrong = record.one_line(code.summary, "what it is about")
    return f"{code.id}: {wrong}" if wrong else None


CHECKS: tuple[Check, ...] = (record.speaks(LINT_API_VERSION), _code, record.takes("look", "node"))
