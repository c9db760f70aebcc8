"""Goldens: files that hold what an output must be, renewed by `pytest --renew-goldens`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-goldens", action="store_true", help="write the goldens anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str | bytes], None]:
    """Compare an output with the golden at a path, byte for byte, or write it anew when asked to."""

    def check(path: Path, output: str | bytes) -> None:
        data = output.encode("utf-8") if isinstance(output, str) else output
        if request.config.getoption("--renew-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert path.exists(), f"no golden {path.name}; make it with pytest --renew-goldens and read it"
        assert data == path.read_bytes()

    return check
