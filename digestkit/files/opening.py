"""Inputs that are packed: how each is opened."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from digestkit.files import packing
from digestkit.files.given import Input, Opens
from digestkit.files.limits import Limits


def unpacked(given: Input, limits: Limits) -> Input:
    """A packed input as what it holds; in messages it keeps the name of the packed file."""
    suffix = PurePosixPath(given.file_name).suffix
    place = given.whole_path
    return given._replace(
        source=given.source and given.source.removesuffix(suffix),
        opens=opener(given.open, suffix.lower(), limits),
        place=place and place.removesuffix(suffix),
    )


def opener(opens: Opens, suffix: str, limits: Limits) -> Opens:
    """Opens what is packed in a stream, as the suffix says."""

    @contextlib.contextmanager
    def opened() -> Iterator[BinaryIO]:
        with opens() as stream, packing.unpacked(stream, suffix, limits) as held:
            yield held

    return opened
