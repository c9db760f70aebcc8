"""Digests that are read once: what a plugin is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self

from digestkit.model import Digest


class Once(Iterator[Digest]):
    """Digests as a plugin sees them, which remembers what reading them raised."""

    def __init__(self, digests: Iterable[Digest]) -> None:
        self._digests = iter(digests)
        self._exhausted = False
        self.error: BaseException | None = None

    def __iter__(self) -> Self:
        """Begin to read; TypeError once the digests are used up, since the output would lack everything."""
        if self._exhausted:
            raise TypeError("it reads the digests twice: they come once, so keep them in a list")
        return self

    def __next__(self) -> Digest:
        try:
            return next(self._digests)
        except StopIteration:
            self._exhausted = True
            raise
        except BaseException as error:
            self.error = error
            raise
