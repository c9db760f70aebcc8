"""What a lint of a plugin is: a function that looks at a node of the model, and a light record about it."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterable
from typing import Any, Literal, cast, get_args

import attrs

from digestkit.diagnostics import OwnCode, Severity
from digestkit.model import Digest, Item, Media, Paper

LINT_API_VERSION = 1
"""The newest contract of lints that this digestkit speaks."""

Of = Literal["digest", "paper", "item"]
NODES: tuple[Of, ...] = get_args(Of)
"""The kinds of nodes that lints look at."""


@attrs.frozen
class LintInfo:
    """What the host knows about a lint without running it.

    `code` is what its findings are reported under, `of` the kind of node that it looks at, and `explanation`
    what `digestkit explain` shows, as Markdown.
    """

    code: OwnCode
    of: Of = "paper"
    explanation: str = ""
    api_version: int = 1


MOST = 1000
"""How many findings of a lint about one node are looked at: one that never ends would hold up the check."""

About = Digest | Paper | Item | Media

Finding = str | tuple[About, str]
"""A message about the node that was looked at, or a message with the node below it that it is about."""

Look = Callable[[Any], Finding | Iterable[Finding] | None]


@attrs.frozen
class Lint:
    """A lint with its record; `owner` is the name and version of the distribution that it came from."""

    info: LintInfo
    look: Look
    owner: str | None = attrs.field(default=None, eq=False, kw_only=True)

    def __call__(self, node: Digest | Paper | Item) -> list[tuple[About, str]]:
        """The findings in a node: pairs of the node that each is about, and a message.

        Raises TypeError where the function gives anything but what `Finding` says, and whatever it raises.
        """
        found = self.look(node)
        if found is None:
            return []
        several = cast("Iterable[Any]", [found] if isinstance(found, str) or _is_pair(found) else found)
        made = [one if _is_pair(one) else (node, one) for one in itertools.islice(several, MOST)]
        for about, message in made:
            if not isinstance(message, str) or not message.strip():
                raise TypeError(f"a finding must be a message, not {message!r}")
            if not isinstance(about, (Digest, Paper, Item, Media)):
                raise TypeError(f"a finding must be about a node of the model, not {type(about).__name__}")
        return made


def lint(
    code: str,
    *,
    of: Of = "paper",
    severity: Severity | str = Severity.WARNING,
    summary: str | None = None,
    api_version: int = 1,
) -> Callable[[Look], Lint]:
    """Decorate a function that looks at a paper, an item or a digest, to make it a lint.

    `code` is a prefix of capitals that no one else uses, and three digits: `ACM101`. The function returns
    None where nothing is wrong, else a message, or several, each alone or in a pair with the node that it is
    about. Without a `summary`, the first line of the docstring is used; the rest of it is the explanation.
    The record is checked when the lint is registered, not here.
    """

    def wrap(look: Look) -> Lint:
        first, _, rest = (inspect.getdoc(look) or "").partition("\n")
        # What is no severity is refused with everything else, when the lint is registered.
        known = Severity(severity) if severity in tuple(Severity) else cast("Severity", severity)
        own = OwnCode(code, known, summary if summary is not None else first)
        return Lint(LintInfo(own, of, rest.strip(), api_version), look)

    return wrap


def _is_pair(found: object) -> bool:
    return isinstance(found, tuple) and len(found) == 2 and not isinstance(found[0], (str, tuple))
