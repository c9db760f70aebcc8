"""A plugin under the host's supervision: the digests that go in and come out, and where it works.

Plugins may change the working directory; what the host opens by a relative path must not follow. They may
fork: only one process writes the output. To ask where we are takes a call of the system, so it is asked for
each digest, which may be read from a relative path, and not for each of the thousands of chunks of a site:
whoever writes these knows the whole path of the output before the first one is made.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Self, TypeVar

from digestkit.model import Digest

T = TypeVar("T")


class Workplace:
    """Where and in which process a plugin runs, to go back to before the host reads on.

    Each `enter` has its `back`; one more of these does nothing, since the caller may have moved meanwhile.
    """

    __slots__ = ("_path", "_process")

    def __init__(self) -> None:
        self._path: str | None = None
        self._process = os.getpid()

    def enter(self) -> None:
        """Remember where we are; a directory that was removed is nowhere to go back to."""
        self._process = os.getpid()
        try:
            self._path = os.getcwd()  # noqa: PTH109 - called for each digest
        except OSError:
            self._path = None

    def end_forked(self) -> None:
        """End here if this is a process that the plugin forked."""
        if os.getpid() != self._process:
            os._exit(0)

    def back(self) -> None:
        """Go back if the plugin went elsewhere; a process that it forked ends here."""
        self.end_forked()
        path, self._path = self._path, None
        if path is not None and not _is_here(path):
            with contextlib.suppress(OSError):
                os.chdir(path)


class Anywhere(Workplace):
    """For code that is known to stay where it is."""

    def enter(self) -> None:
        """Remember nothing."""

    def end_forked(self) -> None:
        """End nothing."""

    def back(self) -> None:
        """Go nowhere."""


def is_foreign(function: object) -> bool:
    """Whether a function is not digestkit's own, and so may do anything."""
    return not str(getattr(function, "__module__", "")).startswith("digestkit.")


def plain(chunk: str | bytes) -> str | bytes:
    """A chunk of the very type: a subclass of a stranger's, as templates make them, may do anything."""
    if type(chunk) in (str, bytes) or not is_foreign(type(chunk)):
        return chunk
    return str.__str__(chunk) if isinstance(chunk, str) else bytes.__getitem__(chunk, slice(None))


@contextmanager
def staying() -> Iterator[None]:
    """Undo what the block does to the working directory."""
    place = Workplace()
    place.enter()
    try:
        yield
    finally:
        place.back()


def stays(made: Iterator[T]) -> Iterator[T]:
    """Yield what is made, undoing each time what making it does to the working directory."""
    end = object()
    while True:
        with staying():
            one = next(made, end)
        if one is end:
            return
        yield one  # type: ignore[misc] # the end has returned


def _is_here(path: str) -> bool:
    try:
        return os.getcwd() == path  # noqa: PTH109 - as above
    except OSError:
        return False


class Once(Iterator[Digest]):
    """Digests as a plugin sees them, which remembers what reading them raised.

    They are read at the workplace that the plugin began at.
    """

    def __init__(self, digests: Iterable[Digest], place: Workplace) -> None:
        self._digests = iter(digests)
        self._place = place
        self._exhausted = False
        self.error: BaseException | None = None

    def __iter__(self) -> Self:
        """Begin to read; TypeError once the digests are used up, since the output would lack everything."""
        if self._exhausted:
            raise TypeError("it reads the digests twice: they come once, so keep them in a list")
        return self

    def __next__(self) -> Digest:
        self._place.back()
        try:
            return next(self._digests)
        except StopIteration:
            self._exhausted = True
            raise
        except BaseException as error:
            self.error = error
            raise
        finally:
            self._place.enter()


def only_digests(
    make: Callable[[], object], refused: Callable[[str], Exception], place: Workplace, most: int | None = None
) -> Iterator[Digest]:
    """Yield what a plugin makes, as long as it is digests; else raise what `refused` makes of the reason.

    `place` is where the plugin works, and was entered; whoever asks for a digest is not there. More than
    `most` are refused, too: gathered in a list, digests without end would fill the memory.
    """
    try:
        made = make()
    except GeneratorExit as error:
        raise refused("failed: GeneratorExit") from error
    # A text is an iterable too: it would be refused by its first letter.
    if isinstance(made, (str, bytes)) or not isinstance(made, Iterable):
        raise refused(f"must yield digests, but returned {type(made).__name__}")
    for count, digest in enumerate(_ended(made, refused), 1):
        if most is not None and count > most:
            raise refused(f"yields more digests than {most}, which its input cannot hold")
        if not isinstance(digest, Digest):
            raise refused(f"must yield digests, but yields {type(digest).__name__}")
        place.back()
        yield digest
        place.enter()


def _ended(made: Iterable[object], refused: Callable[[str], Exception]) -> Iterator[object]:
    """Pass on what a plugin makes. Its own GeneratorExit must not look like that of who leaves us."""
    iterator = iter(made)
    while True:
        try:
            one = next(iterator)
        except StopIteration:
            return
        except GeneratorExit as error:
            raise refused("failed: GeneratorExit") from error
        yield one
