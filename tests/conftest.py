"""What tests share: goldens, which `pytest --renew-goldens` renews, and a fresh Python environment."""

from __future__ import annotations

import importlib.util
import os
import signal
import site
import subprocess
import sys
import textwrap
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests share `failing_calls.py`


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-goldens", action="store_true", help="write the goldens anew instead of comparing"
    )


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Ctrl-C raises, here and in the processes of a test, also where it is ignored (in the background)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


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


@attrs.frozen
class Environment:
    """A Python environment with commands `python` and `pip`, to be put first on PATH."""

    binaries: Path

    def run(self, *command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a command; its output is in one stream."""
        return subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables; pip installs what lies here, with what is here, from no index."""
        return {
            "PATH": os.pathsep.join([str(self.binaries), os.environ["PATH"]]),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_BUILD_ISOLATION": "0",  # pip reads this as: do not isolate
            "PIP_NO_DEPS": "1",
            "PIP_NO_INDEX": "1",
            "PYTHONUTF8": "1",
        }


@pytest.fixture(scope="session")
def fresh_environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment where packages can be installed: it sees what is installed here, and has its own."""
    folder = tmp_path_factory.mktemp("fresh")
    has_pip = importlib.util.find_spec("pip") is not None
    venv.create(folder, with_pip=not has_pip, symlinks=True)
    made = Environment(folder / "bin")
    for name, module in {"pip": "pip", "pytest": "pytest", "mypy": "mypy", "digestkit": "digestkit"}.items():
        python = f'"{sys.executable}" -m pip --python "{made.binaries}/python"'
        call = python if name == "pip" and has_pip else f'"{made.binaries}/python" -m {module}'
        (made.binaries / name).write_text(f'#!/bin/sh\nexec {call} "$@"\n')
        (made.binaries / name).chmod(0o755)
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = made.run("python", "-c", asked, folder=folder).stdout.strip()
    here = dict.fromkeys(path for path in [*site.getsitepackages(), *sys.path] if path.endswith("-packages"))
    adds = "; ".join(["import site", *(f"site.addsitedir({path!r})" for path in here)])
    Path(own, "here.pth").write_text(f"{adds}\n", encoding="utf-8")
    return made


@pytest.fixture
def lay_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Lay out distributions as an installer would: `lay_out(name, points, source)`.

    `points` is what stands in `entry_points.txt`, and `source` the module of the distribution's name with `_`
    for `-`. The folder is `tmp_path / "site"`.
    """
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    monkeypatch.setenv("NO_COLOR", "1")
    before = set(sys.modules)

    def lay(name: str, points: str, source: str) -> None:
        module = name.replace("-", "_")
        (site / f"{module}.py").write_text(textwrap.dedent(source), encoding="utf-8")
        info = site / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\nSummary: Made for a test.\n", "utf-8")
        (info / "entry_points.txt").write_text(textwrap.dedent(points), encoding="utf-8")

    yield lay
    for name in set(sys.modules) - before:
        if str(site) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
