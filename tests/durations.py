"""Long texts take the time of a linear pass: a limit that only quadratic work on such texts exceeds.

How fast a thing is, benchmarks measure; this tells moments from minutes, whatever else the machine does.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

LIMIT = 5
"""Seconds of the processor: ten times what such texts take and more, a part of what a quadratic rule does."""


@contextmanager
def linear() -> Iterator[None]:
    """Fail where what is done within takes the processor longer than any linear pass."""
    begin = time.process_time()
    yield
    spent = time.process_time() - begin
    assert spent < LIMIT, f"{spent:.1f} s of the processor: not linear"
