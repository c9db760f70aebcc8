"""The options of the BibTeX exporter."""

from __future__ import annotations

import enum

import attrs

from digestkit.export.contract import InputFile
from digestkit.formats.bibtex.keys import PRESETS, KeyTemplate
from digestkit.formats.bibtex.titles import TitleCase


class Dialect(enum.Enum):
    """Which program's fields the entries have: classic BibTeX's, or BibLaTeX's."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"


def _is_key(_options: object, _field: object, value: str) -> None:
    KeyTemplate.read(value)


@attrs.frozen
class BibtexOptions:
    """What entries look like, and which file they are added to."""

    dialect: Dialect = attrs.field(
        default=Dialect.BIBTEX, metadata={"help": "@misc, for every style, or BibLaTeX's @online"}
    )
    key: str = attrs.field(
        default="id",
        validator=_is_key,
        metadata={
            "help": f"citation keys: {', '.join(PRESETS)}, or a template such as {{surname}}{{year}}-{{id}}"
        },
    )
    title_case: TitleCase = attrs.field(
        default=TitleCase.SMART,
        metadata={"help": "which capitals to protect in titles: those of names (smart), all, or none"},
    )
    unicode: bool = attrs.field(
        default=False,
        metadata={"help": "all letters and signs as they are, for lualatex, xelatex and reference managers"},
    )
    ascii: bool = attrs.field(
        default=False,
        metadata={"help": "LaTeX commands for characters beyond ASCII; needs paper-digestkit[ascii]"},
    )
    abstract: bool = attrs.field(
        default=False, metadata={"help": "the abstract, or where there is none the summary"}
    )
    note: bool = attrs.field(
        default=True,
        metadata={"help": "arXiv:ID and its page in print, for BibTeX styles, which know no eprint"},
    )
    page: bool = attrs.field(
        default=True,
        metadata={"help": "the page in the note, for styles that print no url; not for plainnat, IEEEtran"},
    )
    votes: bool = attrs.field(default=False, metadata={"help": "the votes as annote"})
    keywords: tuple[str, ...] = attrs.field(
        default=(), metadata={"help": "a keyword of every entry, after categories and tags"}
    )
    append: InputFile = attrs.field(
        default=None, metadata={"help": "a .bib file to extend; papers that it already has are left out"}
    )

    def __attrs_post_init__(self) -> None:
        """Refuse what contradicts itself."""
        if self.ascii and self.unicode:
            raise ValueError("ascii and unicode exclude each other")
