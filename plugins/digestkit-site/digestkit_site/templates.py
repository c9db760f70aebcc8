"""The templates, compiled once: those of this package, and a user's own in their place, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from functools import lru_cache
from importlib import resources
from operator import attrgetter
from pathlib import Path
from traceback import walk_tb
from typing import TypeVar

import attrs
import jinja2
from markupsafe import Markup

import digestkit
from digestkit_site import markup, theme
from digestkit_site.context import CONTEXTS, Frame, FrameContext, Page, Site
from digestkit_site.escaping import Generator, OwnGenerator
from digestkit_site.theme import ASSETS, ONE_PAGE

_PACKAGE = "digestkit_site"
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


MadeT = TypeVar("MadeT")


class Templates:
    """The templates of a run; `folder` has those that replace the package's.

    Raises `UsageError` where the folder is none, or has what cannot take effect.
    """

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            theme.check(folder)
        self._folder = folder
        self._common: dict[str, object] = {}
        self._named: set[str] = set()
        self._frames: dict[tuple[str, str, str], Frame] = {}
        self._parts: dict[str, Callable[..., Markup]] = {}
        self._environment = _own() if folder is None else _environment(folder)

    def share(self, site: Site) -> None:
        """Give all templates these names: the site, its words, and the attribute of their language."""
        named = {
            "site": site,
            "words": site.words,
            "ui": markup.safe(markup.marked(site.words_lang, site.lang)),
        }
        self._common = {**self._environment.globals, **named}
        self._named = {link.address for link in site.menu}
        self._parts.clear()

    def page(self, name: str, context: object, page: Page) -> str:
        """A page in its frame."""
        return self._rendered(name, {**_given(name, context), "page": page, "frame": self._frame(page)})

    def render(self, name: str, context: object) -> Markup:
        """A template with the attributes of a context, and what all share."""
        return markup.safe(self._rendered(name, _given(name, context)))

    def _rendered(self, name: str, given: dict[str, object]) -> str:
        named = {**self._common, **given}
        return self._run(name, lambda: "".join(self._pieces(name, named)))

    def part(self, name: str, context: object) -> Markup:
        """What the macro of a template's name makes of the attributes of a context.

        A call costs a small part of rendering a template; there are several for each paper.
        """
        given = _given(name, context)
        return self._run(name, lambda: (self._parts.get(name) or self._macro(name))(**given))

    def _pieces(self, name: str, given: dict[str, object]) -> Iterator[str]:
        template = self._environment.get_template(name)
        # `Template.render` copies Jinja's globals into the names of each page; here these have them already.
        return template.root_render_func(template.new_context(given, shared=True))

    def _macro(self, name: str) -> Callable[..., Markup]:
        module = self._environment.get_template(name).make_module(self._common)
        macro = name.removesuffix(".html")
        made: Callable[..., Markup] | None = getattr(module, macro, None)
        if made is None:
            raise jinja2.TemplateRuntimeError(f"there is no macro {macro!r} in it")
        self._parts[name] = made
        return made

    def _run(self, name: str, make: Callable[[], MadeT]) -> MadeT:
        """Make something, and say what is wrong with a user's template; in the package's own it is a bug."""
        try:
            return make()
        except Exception as error:
            if self._folder is None:
                raise
            raise digestkit.UsageError(f"templates: {_place(error, name)}: {_told(error)}") from error

    def style(self) -> Markup:
        """The style sheet of the site and of one page, for a page that loads nothing.

        What would end its element is spelled otherwise, which means the same in CSS.
        """
        found = {address: content for address, _, content in self.assets()}
        one = resources.files(_PACKAGE).joinpath("templates", ONE_PAGE).read_bytes()
        if self._folder is not None and (self._folder / ONE_PAGE).is_file():
            one = (self._folder / ONE_PAGE).read_bytes()
        sheet = f"{ASSETS}/site.css"
        style = theme.text(sheet, found[sheet]) + theme.text(ONE_PAGE, one)
        return Markup(style.strip().replace("</", "<\\/").replace("\r\n", "\n"))  # noqa: S704 - of the user's own files

    def _frame(self, page: Page) -> Frame:
        """What the page has in common with others of its depth."""
        named = {page.address, f"{page.address.partition('/')[0]}/index.html"} & self._named
        key = (page.root, page.address if page.address in named else "", max(named, default=""))
        made = self._frames.get(key)
        if made is None:
            context = FrameContext(*key)
            parts = [self.render(f"{part}.html", context) for part in ("head", "header", "footer")]
            made = self._frames[key] = Frame(*parts)
        return made

    def assets(self) -> Iterator[tuple[str, str, bytes]]:
        """The files that pages load: address, media type and content, a user's in place of the package's."""
        found = {each.name: each for each in resources.files(_PACKAGE).joinpath(ASSETS).iterdir()}
        if self._folder is not None:
            found |= dict(theme.assets(self._folder))
        for name in sorted(found):
            media_type = _TYPES.get(Path(name).suffix, "application/octet-stream")
            yield f"{ASSETS}/{name}", media_type, found[name].read_bytes()


def _given(template: str, context: object) -> dict[str, object]:
    """The names that a template may use besides what all share."""
    return {name: value_of(context) for name, value_of in _attributes(template)}


@lru_cache(maxsize=len(CONTEXTS))
def _attributes(template: str) -> tuple[tuple[str, Callable[[object], object]], ...]:
    return tuple((field.name, attrgetter(field.name)) for field in attrs.fields(CONTEXTS[template]))


class _Environment(jinja2.Environment):
    """Templates that do not change while it is used: those that were found need not be looked for again."""

    code_generator_class = Generator

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._found: dict[object, jinja2.Template] = {}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, object] | None = None,  # noqa: A002 - Jinja's name
    ) -> jinja2.Template:
        """The template of a name. A page that extends another asks for that one each time."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent, globals)
        return found


class _OwnEnvironment(_Environment):
    """For the package's own templates: what they ask for is there, and nothing is asked for by a key."""

    code_generator_class = OwnGenerator


@lru_cache(maxsize=1)
def _own() -> jinja2.Environment:
    return _environment(None)


def _environment(folder: Path | None) -> jinja2.Environment:
    package = jinja2.PackageLoader(_PACKAGE)
    if folder is None:
        return _OwnEnvironment(package)
    return _Environment(jinja2.ChoiceLoader([theme.Loader(folder), package]))


def _place(error: Exception, name: str) -> str:
    """The file, and the line if it is known, where a user's templates went wrong."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.name or name}:{error.lineno}"
    place = name
    for frame, line in walk_tb(error.__traceback__):  # the innermost template is the last
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, jinja2.Template):
            place = f"{template.name}:{template.get_corresponding_lineno(line)}"
    return place


def _told(error: Exception) -> str:
    """What is wrong with a user's template."""
    match error:
        case jinja2.TemplateNotFound():
            return f"there is no template {error.name!r}"
        case RecursionError():
            return "templates or macros call each other without end"
        case jinja2.TemplateError():
            return error.message or type(error).__name__
    return f"{type(error).__name__}: {error}"
