"""Sites in memory, read by lxml, which knows nothing of digestkit."""

import io
import zipfile

import lxml.html

import digestkit


class Tree:
    """The files of a site by path."""

    def __init__(self, data):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.files = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}

    def __iter__(self):
        return iter(self.files)

    def __getitem__(self, path):
        return self.files[path]

    def page(self, path):
        reader = lxml.html.HTMLParser(encoding="utf-8")
        return lxml.html.document_fromstring(self.files[path].encode(), parser=reader)


def build(*digests, **options):
    """Make a site of digests, with options of the exporter and of the host."""
    from digestkit_site import site

    return Tree(digestkit.dump_bytes(digests, site, **options))
