"""Files with marks: digestkit's text stands between them, and everything else is somebody's own."""

from __future__ import annotations

from digestkit.export.tree import Block, File, block
from digestkit.files import manifest


def sha256_inside(made: bytes, file: File) -> str:
    """The hash of what an exporter put between its marks."""
    return manifest.sha256(_lines(_own(made, file).inside))


def merged(there: bytes, made: bytes, file: File, known: str | None) -> bytes | str:
    """The file that is there with new text between its marks, or the reason why it has to stay as it is.

    What stands there is replaced if it is empty, or if its hash is `known` as that of what digestkit wrote,
    so that no word of anybody else is lost.
    """
    theirs, ours = block(there, file), _own(made, file)
    if theirs is None:
        return "its marks do not stand there once each, in their order"
    inside = _lines(theirs.inside)
    if inside.strip() and manifest.sha256(inside) != known and inside != _lines(ours.inside):
        return (
            "somebody wrote between its marks: move that below the second one, and leave nothing between them"
        )
    return theirs.before + _like(theirs, ours.inside) + theirs.after


def _own(made: bytes, file: File) -> Block:
    """The pieces of what an exporter made; its marks were counted before."""
    return block(made, file) or Block(b"", made, b"")


def _lines(data: bytes) -> bytes:
    """Text with LF at its line ends, whatever an editor made of them."""
    return data.replace(b"\r\n", b"\n")


def _like(theirs: Block, inside: bytes) -> bytes:
    """Our text with the line ends of the mark before it."""
    return _lines(inside).replace(b"\n", b"\r\n") if theirs.before.endswith(b"\r\n") else inside
