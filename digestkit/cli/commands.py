"""What all commands share: click's, without what it does at every start for translations and mistakes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.types import StringParamType

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Place(StringParamType):
    """The path of a file or folder, or a URL: as `click.Path`, whose name is looked up in translations."""

    name = "path"

    def shell_complete(
        self, _ctx: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Leave it to the shell, which knows the files."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


PLACE = Place()


def completing(kind: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """What a shell completes for a parameter: names of a kind, looked up only when a shell asks."""

    def complete(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
        from digestkit.cli import completion

        return completion.names(kind, incomplete)

    return complete


_HELD = "\u2011"
"""A hyphen at which no line is broken."""


class Formatter(click.HelpFormatter):
    """Click's own, which breaks no line within `--fail-on-loss`."""

    def write_text(self, text: str) -> None:
        """Write a paragraph, wrapped."""
        super().write_text(text.replace("-", _HELD))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and what they mean, wrapped."""
        held = [(term, text.replace("-", _HELD)) for term, text in rows]
        super().write_dl(held, col_max, col_spacing)

    def getvalue(self) -> str:
        """What has been written."""
        return super().getvalue().replace(_HELD, "-")


class Context(click.Context):
    """Click's own, with a formatter of ours."""

    formatter_class = Formatter


class Quick(click.Command):
    """A command that imports nothing for translations and mistakes before there are any: 3 ms of each run."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's own, but for its text, which is looked up in no catalogues."""
        names = self.get_help_option_names(ctx)
        return _help(tuple(names)) if names and self.add_help_option else None

    def make_parser(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's parser has no public name
        """Click's own, with its short options among the long ones, where `-o` is looked for first.

        What is not there makes an error with the names that are similar, by `difflib`, even where it is then
        found among the short ones.
        """
        parser = super().make_parser(ctx)
        parser._long_opt.update(parser._short_opt)  # noqa: SLF001 - there is no public way
        return parser


command = functools.partial(click.command, cls=Quick)
"""`click.command`, for all commands of ours."""


def showing(names: Sequence[str], text: Callable[[click.Context], str], help: str) -> click.Option:  # noqa: A002 - click's name
    """An option that prints a text and leaves, before any other option is looked at."""

    def show(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(text(ctx), color=ctx.color)
            ctx.exit()

    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=show, help=help)


@functools.cache
def _help(names: tuple[str, ...]) -> click.Option:
    return showing(names, click.Context.get_help, "Show this message and exit.")
