"""W3C's HTML checker (vnu) on all kinds of pages, where its jar is: `VNU_JAR`, or an npm package."""

import functools
import http.server
import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from digestkit_site import html, site

import digestkit
from digestkit.testing import samples

JAR = Path(os.environ.get("VNU_JAR", "node_modules/vnu-jar/build/dist/vnu.jar"))

SAMPLES = (
    "no date", "no title before the date", "a day twice", "a paper twice in a digest", "a video",
    "many authors", "a picture with an odd address", "a picture that is no address", "only a plus",
    "all kinds of addresses", "math and money", "markup", "control characters", "lone surrogates", "labels",
    "empty items", "several lines", "literals", "addresses in the text", "what only some dialects say",
    "odd things that only some dialects say",
)  # fmt: skip

pytestmark = [
    pytest.mark.search(only=True),
    pytest.mark.skipif(
        not JAR.is_file() or shutil.which("java") is None,
        reason="vnu is not there: npm install vnu-jar, and Java",
    ),
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


@pytest.fixture
def served(tmp_path):
    """A folder and its address: of a page from a file, the checker cannot tell what it may load."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("language", ["ko", "en", "fr", "ar"])
def test_the_checker_finds_nothing(served, language):
    folder, address = served
    digests = [digest for name in SAMPLES for digest in samples.sample(name)]
    out = folder / "site"
    _write(digests, out, language)
    (folder / "page.html").write_bytes(digestkit.dump_bytes(digests, html, lang=language))
    (folder / "mail.html").write_bytes(digestkit.dump_bytes(digests, html, lang=language, mail=True))
    pages = [f"{address}/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*.html")]
    done = subprocess.run(
        ["java", "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", JAR, "--stdout", *pages],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.stdout == ""


def _write(digests, out, language):
    import io
    import zipfile

    data = digestkit.dump_bytes(digests, site, lang=language, min_papers=1)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(out)
