"""What is valid and still worth a look: observations on the model, which `digestkit check` adds.

The tables of rules are `papers.PAPER_RULES`, `items.ITEM_RULES`, `digests.DIGEST_RULES` and
`memories.MEMORIES`; duplicates are found across all digests that one `Linter` sees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from digestkit.checks.codes import DEFAULT
from digestkit.checks.digests import DIGEST_RULES
from digestkit.checks.items import ITEM_RULES, may_be_odd
from digestkit.checks.memories import MEMORIES, Memory
from digestkit.checks.papers import PAPER_RULES
from digestkit.diagnostics import Code, Diagnostic, at
from digestkit.model import Digest, Paper

__all__ = ["Linter"]


class Linter:
    """Looks at digests one after the other, with the rules of some codes.

    It holds no digest, only what the rules across digests have to remember. One linter is for one check.
    """

    def __init__(self, codes: Collection[Code] = DEFAULT) -> None:
        # Chosen once: the loops below run for every paper and item.
        self._digest_rules = [rule for rule in DIGEST_RULES if rule[0] in codes]
        self._paper_rules = [rule for rule in PAPER_RULES if rule[0] in codes]
        self._item_rules = [rule for rule in ITEM_RULES if rule[0] in codes]
        self._memories: list[Memory] = [make() for code, make in MEMORIES if code in codes]

    def lint(self, digests: Iterable[Digest]) -> Iterator[Diagnostic]:
        """Yield what is noticed in digests, and after the last one what all of them together show."""
        for digest in digests:
            yield from self.see(digest)
        yield from self.end()

    def see(self, digest: Digest) -> Iterator[Diagnostic]:
        """Yield what is noticed in the next digest, duplicates of earlier ones included."""
        for memory in self._memories:
            yield from memory.see(digest)
        for code, rule in self._digest_rules:
            for node, message in rule(digest):
                yield at(node, code, message)
        for paper in digest.papers:
            yield from self._paper(paper)

    def end(self) -> Iterator[Diagnostic]:
        """Yield what can be known only when all digests were seen, such as a label that occurs once."""
        for memory in self._memories:
            yield from memory.end()

    def _paper(self, paper: Paper) -> Iterator[Diagnostic]:
        for code, paper_rule in self._paper_rules:
            message = paper_rule(paper)
            if message is not None:
                yield at(paper, code, message)
        for item in paper.summary:
            # One test spares nearly every item the rules.
            for code, item_rule in self._item_rules if may_be_odd(item.text) else ():
                message = item_rule(item)
                if message is not None:
                    yield at(item, code, message)
