"""Text with superscripts and subscripts: as plain text, and as HTML.

A formula is a sequence of runs, each of which knows the scripts that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from digestkit.text.alphabets import LEGIBLE, SUBSCRIPTS, SUPERSCRIPTS
from digestkit.text.cleaning import escape


class Run(NamedTuple):
    """A piece of text in one position.

    `scripts` has a `^` for each superscript and a `_` for each subscript that it stands in, outermost first;
    empty on the line.
    """

    text: str
    scripts: str = ""


_UNICODE = {"^": SUPERSCRIPTS, "_": SUBSCRIPTS}
_TAGS = {"^": "sup", "_": "sub"}
_ONE = re.compile(r"[^\W_]+|[^\w\s]|\([^()]*\)")
"""What needs no parentheses after `^` and `_`: a word, a sign, or what has some."""


def plain(runs: Iterable[Run], after: str = "") -> str:
    """The runs as plain text: `x²`, `e^(x²/2)`.

    A script is in Unicode's raised or lowered characters where it has all of them; else `^` or `_` stands
    before it, and parentheses around what would not end by itself. `after` is what follows the runs.
    """
    levels = list(_levels(runs))
    followers = [*(_text(together) for _, together in levels[1:]), after]
    return "".join(
        [
            _script(script, together, follower) if script else _text(together)
            for (script, together), follower in zip(levels, followers, strict=False)
        ]
    )


def _levels(runs: Iterable[Run]) -> Iterator[tuple[str, list[Run]]]:
    """The outermost scripts, each with what stands in it; what stands on the line has none."""
    for script, together in groupby(runs, key=lambda run: run.scripts[:1]):
        yield script, [Run(run.text, run.scripts[1:]) for run in together]


def _text(runs: Iterable[Run]) -> str:
    return "".join([run.text for run in runs])


def _script(script: str, runs: list[Run], after: str) -> str:
    text = plain(runs)
    table = _UNICODE[script]
    if all(ord(char) in table for char in text):
        return text.translate(table)
    # Scripts within would be read as following: `2_x²`. So would a letter behind.
    open_ended = any(run.scripts for run in runs) or (len(text) > 1 and after[:1].isalnum())
    return f"{script}{text}" if _ONE.fullmatch(text) and not open_ended else f"{script}({text})"


def settled(runs: tuple[Run, ...], visible: str) -> tuple[Run, ...]:
    """The runs for a format that has superscripts; those that need none are `visible`, as `plain` has them.

    Digits and signs are legible in Unicode in any font, also where somebody strips the markup: `X²`. Of a
    formula that has other scripts, too, all stay scripts, so that they look alike.
    """
    return (Run(visible),) if all(map(_is_legible, runs)) else runs


def _is_legible(run: Run) -> bool:
    return not run.scripts or (len(run.scripts) == 1 and LEGIBLE.issuperset(run.text))


def html(runs: Iterable[Run]) -> str:
    """The runs as HTML: escaped text, with `sup` and `sub` around the scripts."""
    made = []
    for script, together in _levels(runs):
        tag = _TAGS.get(script)
        made.append(f"<{tag}>{html(together)}</{tag}>" if tag else escape(_text(together)))
    return "".join(made)
