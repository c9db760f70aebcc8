"""A user's own folder of templates and assets, which stand in the place of the package's, file by file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path

import jinja2

import digestkit

ASSETS = "assets"
"""The folder whose files become those of the site, in the package and among a user's templates."""

ONE_PAGE = "onepage.css"
"""What one page adds to the style sheet of the site; it lies among the templates."""

_PACKAGE = "digestkit_site"
_NO_TEXT = "it is not UTF-8"


@lru_cache(maxsize=2)
def names(folder: str) -> frozenset[str]:
    """The files that the package has in `templates` or in `assets`."""
    return frozenset(each.name for each in resources.files(_PACKAGE).joinpath(folder).iterdir())


def check(folder: Path) -> None:
    """Raise `UsageError` where a user's folder is none, or has what would be left out in silence."""
    if not folder.is_dir():
        raise digestkit.UsageError(f"templates: {folder} is not a folder")
    assets = folder / ASSETS
    if os.path.lexists(assets) and not assets.is_dir():
        raise digestkit.UsageError(f"templates: {assets} is not a folder")
    held = {each.name for each in folder.iterdir()}
    places = [folder / name for name in names("templates") & held]
    places += [assets / name for name in names(ASSETS)] if assets.is_dir() else []
    for place in sorted(places):
        if os.path.lexists(place) and not place.is_file():
            raise digestkit.UsageError(f"templates: {place} is not a file")
    for name in sorted(names(ASSETS) & held):
        raise digestkit.UsageError(f"templates: {folder / name} has no effect there, but in {assets}")
    if held and not places and not assets.is_dir():
        known = ", ".join(sorted(names("templates")))
        raise digestkit.UsageError(
            f"templates: {folder} has neither a folder {ASSETS} nor any of the templates ({known})"
        )


def assets(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files below `assets`, in folders of their own, too, by their paths from there.

    Hidden ones are not the site's: what systems and programs leave behind is hidden (`.DS_Store`).
    """
    root = folder / ASSETS
    for above, below, files in os.walk(root):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in files:
            place = Path(above, name)
            if not name.startswith(".") and place.is_file():
                yield place.relative_to(root).as_posix(), place


def text(name: str, content: bytes) -> str:
    """The text of a style sheet, without a mark of the byte order; raises `UsageError` where it is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise digestkit.UsageError(f"templates: {name}: {_NO_TEXT}") from error


class Loader(jinja2.FileSystemLoader):
    """Templates of a folder; what is no text is named, and not the page that asks for it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, encoding="utf-8-sig")

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template. UTF-16 without a mark of the byte order passes for text full of NULs."""
        try:
            source, path, is_current = super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise jinja2.TemplateSyntaxError(_NO_TEXT, 1, template) from error
        if "\0" in source:
            raise jinja2.TemplateSyntaxError(_NO_TEXT, 1, template)
        return source, path, is_current
