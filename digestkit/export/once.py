"""Digests that go into a plugin and come out of one, under the host's supervision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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


def only_digests(
    made: object, refused: Callable[[str], Exception], most: int | None = None
) -> Iterator[Digest]:
    """Yield what a plugin made, as long as it is digests; else raise what `refused` makes of the reason.

    More than `most` are refused, too: gathered in a list, digests without end would fill the memory.
    """
    # A text is an iterable too: it would be refused by its first letter.
    if isinstance(made, (str, bytes)) or not isinstance(made, Iterable):
        raise refused(f"must yield digests, but returned {type(made).__name__}")
    for count, digest in enumerate(made, 1):
        if most is not None and count > most:
            raise refused(f"yields more digests than {most}, which its input cannot hold")
        if not isinstance(digest, Digest):
            raise refused(f"must yield digests, but yields {type(digest).__name__}")
        yield digest
