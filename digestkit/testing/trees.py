"""The conformance kit for formats of several files. It needs pytest, and markdown-it-py to read Markdown.

    from digestkit.testing import TreeConformance
    from digestkit_site import site

    class TestSite(TreeConformance):
        exporter = site

What `ExporterConformance` asks of one file is asked of the zip of all files, and a few things more.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest

from digestkit import registry
from digestkit.errors import DigestkitError
from digestkit.export.contract import Exporter
from digestkit.export.run import Export
from digestkit.export.tree import File, Part
from digestkit.files.sinks import Files, encode
from digestkit.files.trees import TreeWriter
from digestkit.model import Digest
from digestkit.testing import samples
from digestkit.testing.conformance import ExporterConformance
from digestkit.testing.findings import setting
from digestkit.testing.plugged import asked
from digestkit.testing.references import Page, dead
from digestkit.testing.study import as_one, choices

_TYPES: Mapping[str, tuple[str, ...]] = {
    ".html": ("text/html", "application/xhtml+xml"),
    ".xhtml": ("application/xhtml+xml",),
    ".css": ("text/css",),
    ".svg": ("image/svg+xml",),
    ".md": ("text/markdown",),
}
"""What links are looked for in, by the suffix of its name."""

_SHOWN = 5
"""Links that a message shows."""


class TreeTests:
    """What is asked of several files beside what is asked of one."""

    several: ClassVar[Exporter]
    settings: ClassVar[Sequence[Mapping[str, object]]] = ()

    def _pages(self, digests: Iterable[Digest], given: Mapping[str, object]) -> list[Page]:
        export = Export(self.several, options=given, report=_ignore)
        try:
            return list(_pages(export.parts(digests)))
        except DigestkitError:
            pytest.skip("asked once test_it_takes_every_sample passes")

    def test_it_declares_several_files(self) -> None:
        """`several` and `api_version`, and the suffix and media type of a zip."""
        if not registry.exporter(self.several).info.several:
            _fail("it does not declare several=True: use ExporterConformance")

    @asked(once=True)
    def test_links_between_files_lead_somewhere(self) -> None:
        """Relative links of HTML, Markdown and CSS, and wiki links; with each set of options."""
        for given in ({}, *choices(self.several), *self.settings):
            self._check_links("all samples", samples.all_digests(), given)

    @asked("test_links_between_files_lead_somewhere")
    def test_links_lead_somewhere_in_every_sample(self) -> None:
        """Also where a day has no papers, or there is no day."""
        for name in samples.NAMES:
            self._check_links(f"the sample {name!r}", samples.sample(name), {})

    def _check_links(self, what: str, digests: Iterable[Digest], given: Mapping[str, object]) -> None:
        found = list(dead(self._pages(digests, given)))
        if found:
            shown = "\n".join(found[:_SHOWN])
            more = f"\n(and {len(found) - _SHOWN} more)" if len(found) > _SHOWN else ""
            _fail(f"links that lead nowhere in the tree of {what}{setting(given)}:\n{shown}{more}")

    def test_media_types_are_those_of_the_names(self) -> None:
        """`index.html` is HTML: servers go by the name, links are looked for by the type."""
        for path, media_type, _ in self._pages(samples.all_digests(), {}):
            wanted = _TYPES.get(posixpath.splitext(path)[1].lower())
            if wanted is not None and media_type.partition(";")[0].strip().lower() not in wanted:
                _fail(f"{path} has the media type {media_type}, but such a name means {wanted[0]}")

    def test_a_second_run_over_a_folder_changes_nothing(self, tmp_path: Path) -> None:
        """What is there already is what would be written; so no file is written again."""
        self._pages(samples.all_digests(), {})
        self._save(tmp_path)
        before = _state(tmp_path)
        self._save(tmp_path)
        if _state(tmp_path) != before:
            _fail("a second run over the same folder, with the same digests, changes files")

    def _save(self, folder: Path) -> None:
        export = Export(self.several, options={}, report=_ignore)
        with Files(folder) as files:
            tree = TreeWriter(folder, self.several.info.name, files, clobber=True, report=_ignore)
            tree.write(export.parts(samples.all_digests()), lambda: True)
            files.commit()


class TreeConformance(TreeTests, ExporterConformance):
    """Tests that every exporter of several files must pass; used as `ExporterConformance` is.

    `exporter` becomes an exporter of one file, the zip of all of them, which the tests of one file look at;
    `several` is the exporter itself.
    """

    def __init_subclass__(cls, **settings: Any) -> None:  # noqa: ANN401 - as of any class
        super().__init_subclass__(**settings)
        if "exporter" in vars(cls):
            cls.several = registry.exporter(cls.exporter)
            cls.exporter = as_one(cls.several)


class _Held(NamedTuple):
    """A file and what came of it so far."""

    file: File
    data: list[bytes]


def _pages(parts: Iterable[Part]) -> Iterator[Page]:
    held: _Held | None = None
    for part in parts:
        if isinstance(part, File):
            if held is not None:
                yield _page(held)
            held = _Held(part, [])
        elif held is not None:
            held.data.append(_data(part))
    if held is not None:
        yield _page(held)


def _page(held: _Held) -> Page:
    return Page(held.file.path, held.file.media_type, b"".join(held.data).decode("utf-8", "replace"))


def _data(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else encode(part, _ignore)


def _state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def _ignore(_diagnostic: object) -> None:
    """Report to nobody."""


def _fail(message: str) -> None:
    pytest.fail(message, pytrace=False)
