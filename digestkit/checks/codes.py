"""Which codes a check reports: those selected, less those ignored."""

from __future__ import annotations

from collections.abc import Iterable

from digestkit.diagnostics import Code
from digestkit.errors import UsageError

OFF = frozenset({Code.UNMENTIONED_NAME, Code.READ_AS})
"""What tells too much that is as it should be: it is told where its code is named whole."""

DEFAULT = frozenset(Code) - OFF

ALWAYS = frozenset({Code.INPUT_FAILED, Code.NO_DIALECT})
"""What nobody can switch off: that something was not looked at."""


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[Code]:
    """The codes to report: those of `select` (by default, all that are on) without those of `ignore`.

    Each is a code, `DK201`, or a prefix of several, `DK2`; case does not matter. Raises `UsageError` for a
    prefix that no code has, in `ignore` as well.
    """
    wanted = frozenset().union(*map(matching, select)) or DEFAULT
    return (wanted - frozenset().union(*map(matching, ignore))) | ALWAYS


def matching(text: str) -> frozenset[Code]:
    """The code given in full, or the codes with a prefix, without those that are off.

    Raises `UsageError` where there is none.
    """
    spelled = text.strip().upper()
    found = frozenset(code for code in Code if spelled and code.id.startswith(spelled))
    # "D" is a prefix of every code, and more likely a slip than a wish for all.
    if not found or len(spelled) < len("DK"):
        raise UsageError(f"unknown code {text!r}{_meant(spelled)}")
    return found if spelled == next(iter(found)).id else found - OFF


def find(text: str) -> Code:
    """The code with an id or a name, `DK201` or `DUPLICATE_PAPER`, in any case.

    Raises `UsageError`, with the nearest code, where there is none.
    """
    spelled = text.strip().upper()
    for code in Code:
        if spelled in (code.id, code.name):
            return code
    raise UsageError(f"unknown code {text!r}{_meant(spelled)}")


def _meant(spelled: str) -> str:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    near = difflib.get_close_matches(spelled, [code.id for code in Code] + [code.name for code in Code], n=1)
    return f"; did you mean {near[0]}?" if near else "; docs/reference/diagnostics.md lists them"
