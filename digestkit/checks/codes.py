"""Which codes a check reports: those selected, less those ignored."""

from __future__ import annotations

from collections.abc import Iterable

from digestkit.diagnostics import AnyCode, Code
from digestkit.errors import UsageError

DIGITS = 3
"""What a code ends in, after the letters that say whose it is."""

OFF = frozenset({Code.UNMENTIONED_NAME, Code.READ_AS})
"""What tells too much that is as it should be: it is reported where its code is named whole."""

DEFAULT: frozenset[AnyCode] = frozenset(Code) - OFF

ALWAYS = frozenset({Code.INPUT_FAILED, Code.NO_DIALECT})
"""What nobody can switch off: that something was not looked at."""


def chosen(
    select: Iterable[str] = (), ignore: Iterable[str] = (), own: Iterable[AnyCode] = ()
) -> frozenset[AnyCode]:
    """The codes to report: those of `select` (by default, all that are on) without those of `ignore`.

    Each is a code, `DK201`, or a prefix of several, `DK2`; case does not matter. `own` are the codes of
    plugins. Raises `UsageError` for a prefix that no code has, in `ignore` as well.
    """
    known = (*Code, *own)
    none: frozenset[AnyCode] = frozenset()
    wanted = none.union(*(matching(text, known) for text in select)) or DEFAULT.union(own)
    return wanted.difference(*(matching(text, known) for text in ignore)) | ALWAYS


def matching(text: str, known: Iterable[AnyCode] = tuple(Code)) -> frozenset[AnyCode]:
    """The code given in full, or the codes with a prefix, without those that are off.

    Raises `UsageError` where there is none.
    """
    spelled = text.strip().upper()
    # `AC` is the prefix of `AC101`, not of another plugin's `ACM101`.
    letters = spelled.isalpha()
    found = frozenset(
        code
        for code in known
        if spelled and (code.id[:-DIGITS] == spelled if letters else code.id.startswith(spelled))
    )
    if not found:
        raise UsageError(f"unknown code {text!r}{_meant(spelled, known)}")
    return found if spelled == next(iter(found)).id else found - OFF


def find(text: str, own: Iterable[AnyCode] = ()) -> AnyCode:
    """The code with an id or a name, `DK201` or `DUPLICATE_PAPER`, in any case; `own` are those of plugins.

    Raises `UsageError`, with the nearest code, where there is none.
    """
    spelled = text.strip().upper()
    known: tuple[AnyCode, ...] = (*Code, *own)
    for code in known:
        if spelled in (code.id, code.name):
            return code
    raise UsageError(f"unknown code {text!r}{_meant(spelled, known)}")


def _meant(spelled: str, known: Iterable[AnyCode]) -> str:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    names = [name for code in known for name in (code.id, code.name)]
    near = difflib.get_close_matches(spelled, names, n=5)
    # Of several that are near, one of the same kind is meant: those begin alike.
    near.sort(key=lambda name: name[:3] != spelled[:3].upper())
    return f"; did you mean {near[0]}?" if near else "; docs/reference/diagnostics.md lists them"
