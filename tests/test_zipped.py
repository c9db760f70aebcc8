"""A tree as a zip: its files in their order, the same bytes each time, and nothing left behind."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator

import pytest

from digestkit import File
from digestkit.diagnostics import Diagnostic
from digestkit.export.tree import Part
from digestkit.files.zipped import zipped

FILES = {f"{name}.txt": f"{name} 한글\n" * number for number, name in enumerate("abcdef")}


def parts() -> Iterator[Part]:
    for name, text in FILES.items():
        yield File(name, "text/plain")
        yield text[:5]
        yield text[5:].encode()


def ignore(_diagnostic: Diagnostic) -> None:
    """Nobody listens."""


@pytest.mark.parametrize("packed", [True, False])
def test_files_are_read_back_in_their_order(packed: bool) -> None:
    data = b"".join(zipped(parts(), ignore, packed=packed))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name).decode() for name in archive.namelist()} == FILES
        assert archive.namelist() == list(FILES)
    assert b"".join(zipped(parts(), ignore, packed=packed)) == data


def test_what_fails_or_is_left_early_leaves_no_thread() -> None:
    def failing() -> Iterator[Part]:
        yield from parts()
        raise ValueError("enough")

    before = threading.enumerate()
    with pytest.raises(ValueError, match="enough"):
        list(zipped(failing(), ignore))
    left = zipped(parts(), ignore)
    next(left)
    left.close()  # type: ignore[attr-defined] # it is a generator
    assert threading.enumerate() == before
