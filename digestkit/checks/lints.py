"""What is valid and still worth a look: observations on the model, which `digestkit check` adds.

The tables of rules are `papers.PAPER_RULES`, `items.ITEM_RULES`, `digests.DIGEST_RULES` and
`memories.MEMORIES`; duplicates are found across all digests that one `Linter` sees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from digestkit.checks.codes import DEFAULT
from digestkit.checks.contract import NODES, Lint, Of
from digestkit.checks.digests import DIGEST_RULES
from digestkit.checks.items import ITEM_RULES, may_be_odd
from digestkit.checks.memories import MEMORIES, Memory
from digestkit.checks.papers import PAPER_RULES
from digestkit.diagnostics import AnyCode, Code, Diagnostic, at
from digestkit.errors import interrupted, told
from digestkit.model import Digest, Item, Paper

__all__ = ["Linter"]


class Linter:
    """Looks at digests one after the other, with the rules of some codes, and lints of plugins.

    It holds no digest, only what the rules across digests have to remember. One linter is for one check.
    """

    def __init__(self, codes: Collection[AnyCode] = DEFAULT, own: Iterable[Lint] = ()) -> None:
        # Chosen once: the loops below run for every paper and item.
        self._digest_rules = [rule for rule in DIGEST_RULES if rule[0] in codes]
        self._paper_rules = [rule for rule in PAPER_RULES if rule[0] in codes]
        self._item_rules = [rule for rule in ITEM_RULES if rule[0] in codes]
        self._own = {of: [one for one in own if one.info.of == of and one.info.code in codes] for of in NODES}
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
        yield from self._by_own("digest", digest)
        for paper in digest.papers:
            yield from self._paper(paper)

    def end(self) -> Iterator[Diagnostic]:
        """Yield what can be known only when all digests were seen, such as a label that occurs once."""
        for memory in self._memories:
            yield from memory.end()

    def _by_own(self, of: Of, node: Digest | Paper | Item) -> Iterator[Diagnostic]:
        """What the lints of plugins find; one that fails is reported once, and looks at nothing more."""
        for lint in tuple(self._own[of]):
            code = lint.info.code
            named = f"{code.id} of {lint.owner}" if lint.owner else code.id
            try:
                found = [at(about, code, message) for about, message in lint(node)]
            except (KeyboardInterrupt, MemoryError) as error:
                interrupted(error, named)
                raise
            except BaseException as error:  # noqa: BLE001 - a plugin's function may raise anything
                self._own[of].remove(lint)
                found = [at(node, Code.LINT_FAILED, f"{named} failed: {told(error)}")]
            yield from found

    def _paper(self, paper: Paper) -> Iterator[Diagnostic]:
        for code, paper_rule in self._paper_rules:
            message = paper_rule(paper)
            if message is not None:
                yield at(paper, code, message)
        yield from self._by_own("paper", paper)
        for item in paper.summary:
            yield from self._by_own("item", item)
            # One test spares nearly every item the rules.
            for code, item_rule in self._item_rules if may_be_odd(item.text) else ():
                message = item_rule(item)
                if message is not None:
                    yield at(item, code, message)
