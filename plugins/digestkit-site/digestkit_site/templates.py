"""The templates, compiled once: those of this package, and a user's own in their place, file by file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path

import attrs
import jinja2
from markupsafe import Markup

import digestkit
from digestkit_site import markup
from digestkit_site.context import CONTEXTS, Frame, FrameContext, Page, Site

ASSETS = "assets"
"""The folder whose files become those of the site, in the package and among a user's templates."""

_PACKAGE = "digestkit_site"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}


class Templates:
    """The templates of a run; `folder` has those that replace the package's.

    Raises `UsageError` where the folder is none.
    """

    def __init__(self, folder: Path | None) -> None:
        if folder is not None and not folder.is_dir():
            raise digestkit.UsageError(f"templates: {folder} is not a folder")
        self._folder = folder
        self._common: dict[str, object] = {}
        self._named: set[str] = set()
        self._frames: dict[FrameContext, Frame] = {}
        self._environment = _own() if folder is None else _environment(folder)

    def share(self, site: Site) -> None:
        """Give all templates these names: the site, its words, and the attribute of their language."""
        self._common = {"site": site, "words": site.words, "ui": markup.safe(markup.marked(site.words_lang))}
        self._named = {link.address for link in site.menu}

    def page(self, name: str, context: object, page: Page) -> Markup:
        """A page in its frame."""
        return self.render(name, context, page=page, frame=self._frame(page))

    def render(self, name: str, context: object, **further: object) -> Markup:
        """A template with the attributes of a context, further names, and what all share."""
        given = {key: getattr(context, key) for key in _names(name)}
        try:
            template = self._environment.get_template(name)
            return markup.safe(template.render(self._common, **given, **further))
        except jinja2.TemplateError as error:
            if self._folder is None:
                raise
            raise digestkit.UsageError(f"templates: {_told(error, name)}") from error

    def style(self) -> str:
        """The style sheet, for a page that loads nothing; without what would end its element."""
        found = {address: content for address, _, content in self.assets()}
        return found[f"{ASSETS}/site.css"].decode("utf-8").replace("</", "<\\/")

    def _frame(self, page: Page) -> Frame:
        """What the page has in common with others of its depth."""
        key = FrameContext(page.root, page.address if page.address in self._named else "")
        made = self._frames.get(key)
        if made is None:
            parts = [self.render(f"{part}.html", key) for part in ("head", "header", "footer")]
            made = self._frames[key] = Frame(*parts)
        return made

    def assets(self) -> Iterator[tuple[str, str, bytes]]:
        """The files that pages load: address, media type and content, a user's in place of the package's."""
        found = {each.name: each for each in resources.files(_PACKAGE).joinpath(ASSETS).iterdir()}
        own = None if self._folder is None else self._folder / ASSETS
        if own is not None and own.is_dir():
            found |= {each.name: each for each in own.iterdir() if each.is_file()}
        for name in sorted(found):
            media_type = _TYPES.get(Path(name).suffix, "application/octet-stream")
            yield f"{ASSETS}/{name}", media_type, found[name].read_bytes()


@lru_cache(maxsize=len(CONTEXTS))
def _names(template: str) -> tuple[str, ...]:
    """The names that a template may use besides what all share."""
    return tuple(field.name for field in attrs.fields(CONTEXTS[template]))


@lru_cache(maxsize=1)
def _own() -> jinja2.Environment:
    return _environment(None)


def _environment(folder: Path | None) -> jinja2.Environment:
    package = jinja2.PackageLoader(_PACKAGE)
    return jinja2.Environment(
        loader=package if folder is None else jinja2.ChoiceLoader([jinja2.FileSystemLoader(folder), package]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _told(error: jinja2.TemplateError, name: str) -> str:
    """What is wrong with a user's template, and where, as far as Jinja says."""
    place = name
    if isinstance(error, jinja2.TemplateSyntaxError):
        place = f"{error.name or name}:{error.lineno}"
    return f"{place}: {error.message or type(error).__name__}"
