"""Papers that are met several times become one, which has what each of them says.

The paper stands where it is met first, in the order of the input: the day, the digest and the rank are those
of that place. `sameness` says which papers are one, `values` what becomes of their fields. All digests are
held, since the last may add to the first; the time is linear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from digestkit.diagnostics import Code, Diagnostic, Report, at
from digestkit.merging import sameness, values
from digestkit.model import Digest, Paper
from digestkit.node import brief

_MOST = 5
"""How many places one message names."""


Tell = Callable[[Sequence[Paper]], object]
"""Called with the papers that are one, in the order of the input."""


def merge(
    digests: Iterable[Digest], report: Report | None = None, tell: Tell | None = None
) -> Iterator[Digest]:
    """Yield the digests with each paper once; see `digestkit.select.merge`."""
    return (digest for _, digest in placed(list(digests), report, tell))


def placed(
    digests: Sequence[Digest], report: Report | None = None, tell: Tell | None = None
) -> Iterator[tuple[int, Digest]]:
    """Yield what is left of each digest with its place among them; one that loses its last paper is left out.

    What loses and gains nothing is the same object as before.
    """
    papers = [paper for digest in digests for paper in digest.papers]
    firsts = sameness.firsts(papers)
    joined = _joined(papers, firsts, _Teller(report, tell))
    start = 0
    for place, digest in enumerate(digests):
        end = start + len(digest.papers)
        kept = tuple([joined.get(n, papers[n]) for n in range(start, end) if firsts[n] == n])
        start = end
        if len(kept) == len(digest.papers) and all(map(_is, kept, digest.papers)):
            yield place, digest
        elif kept:
            yield place, attrs.evolve(digest, papers=kept)


def _is(one: Paper, other: Paper) -> bool:
    return one is other


def _joined(papers: Sequence[Paper], firsts: Sequence[int], teller: _Teller) -> dict[int, Paper]:
    """The papers that are met several times, joined, each by the place where it is met first."""
    groups: dict[int, list[Paper]] = {}
    for place, first in enumerate(firsts):
        if first != place:
            groups.setdefault(first, [papers[first]]).append(papers[place])
    # In the order of the input, whichever paper was met again first.
    joined = {first: teller.join(groups[first]) for first in sorted(groups)}
    teller.end()
    return joined


class _Teller:
    """Joins papers, and reports what came of it: on each, and at the end one line on all."""

    def __init__(self, report: Report | None, tell: Tell | None) -> None:
        self._report: Report = report if report is not None else _ignore
        self._tell: Tell = tell if tell is not None else _ignore
        self._met = 0
        self._kept = 0
        self._gave_way: Counter[str] = Counter()

    def join(self, group: Sequence[Paper]) -> Paper:
        """The paper that several are, which are given in the order of the input."""
        differing: list[tuple[Paper, str, object]] = []
        paper = values.joined(group, lambda *difference: differing.append(difference))
        self._met += len(group)
        self._kept += 1
        self._tell(group)
        self._report(at(group[0], Code.JOINED, _story(paper, group)))
        for where, field, value in differing:
            if field != "url":  # of another version: it is the same paper
                self._gave_way[field] += 1
            shown = brief(value if isinstance(value, (str, tuple)) else str(value))
            self._report(at(where, Code.CONTRADICTION, f"{paper.id}: {field} {shown} gives way"))
        return paper

    def end(self) -> None:
        """Report how many papers became how many, if any did."""
        if not self._kept:
            return
        message = f"{self._met} papers were joined into {self._kept}: those that are the same"
        if self._gave_way:
            counts = ", ".join(f"{field} {count}" for field, count in sorted(self._gave_way.items()))
            message += f"; where they contradict each other, one counts ({counts})"
        self._report(Diagnostic(Code.MERGED, f"{message}; -v shows each"))


def _story(paper: Paper, group: Sequence[Paper]) -> str:
    """Where else a paper is met, and what that adds to it."""
    places = [at(each, Code.JOINED, "").place or "a place unknown" for each in group[1:]]
    shown = ", ".join(places[:_MOST])
    more = f" and {len(places) - _MOST} more" if len(places) > _MOST else ""
    gained = values.changed(group[0], paper)
    adds = f", with {', '.join(gained)} from there" if gained else ""
    return f"{paper.id} is met again at {shown}{more}; it is one paper{adds}"


def _ignore(_told: object) -> None:
    """Report to nobody."""
