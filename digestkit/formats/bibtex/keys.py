"""Citation keys: a template of fields, each a pure function of the paper.

A key is ASCII (`A-Z a-z 0-9 . _ : -`) and always ends in the paper's id, so that no two papers share a key
and a key never depends on the other papers in the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import attrs

from digestkit.formats.bibtex.escaping import tidy
from digestkit.model import Paper
from digestkit.reference import Reference
from digestkit.text.names import PersonName, parse_name

PRESETS = {"id": "{id}", "author-title": "{surname}{year}{word}-{id}"}
"""Templates that have a name."""

# A misspelled template, such as one with a stray brace, must not become the same key for every paper.
_TEMPLATE = re.compile(r"(?:\{[A-Za-z]+\}|[A-Za-z0-9._:-])*")
_FIELD = re.compile(r"\{([A-Za-z]+)\}")
_WORD = re.compile(r"[A-Za-z0-9]+")
# Letters that Unicode does not decompose, and apostrophes, which are dropped: `O'Brien` is one word.
_UNCOMPOSED = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"}
    | {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "’": "", "'": ""}
)
# Words of a title that say nothing in a key.
_SMALL_WORDS = re.compile(
    "an?|and|are|as|at|by|can|do|does|for|from|how|in|into|is|its?|of|on|or|the|to|towards?|via|wh(?:at|en|ere|ich|o|y)"
    "|with",
    re.IGNORECASE,
)


def ascii_words(text: str) -> list[str]:
    """The words of a text in ASCII, without accents; what has no Latin spelling is lost, Korean included."""
    if text.isascii():
        return _WORD.findall(text.replace("'", ""))
    plain = unicodedata.normalize("NFKD", tidy(text).translate(_UNCOMPOSED))
    return _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))


def _title_words(paper: Paper) -> list[str]:
    return [word for word in ascii_words(paper.title) if not _SMALL_WORDS.fullmatch(word)]


def _surname(reference: Reference) -> str:
    if not reference.authors:
        return "anon"
    name = parse_name(tidy(reference.authors[0]))
    words = ascii_words(name.family if isinstance(name, PersonName) else str(name))
    return "".join(words) or "anon"


def _year(reference: Reference) -> str:
    return str(reference.published.year) if reference.published else ""


def _month(reference: Reference) -> str:
    return f"{reference.published.month:02d}" if reference.published else ""


FIELDS: dict[str, Callable[[Reference], str]] = {
    "id": lambda reference: id_key(reference.id),
    "surname": _surname,
    "year": _year,
    "month": _month,
    "word": lambda reference: "".join(_title_words(reference.paper)[:1]),
    "words": lambda reference: "-".join(_title_words(reference.paper)[:3]),
}
"""What may stand in braces. In a template, `{surname}` gives lower case, `{Surname}` the case as written."""


def id_key(paper_id: str) -> str:
    """The key that is the id alone; the slash of old arXiv ids (`hep-th/9901001`) becomes a hyphen."""
    return paper_id.replace("/", "-")


@attrs.frozen
class KeyTemplate:
    """A template with its preset resolved, ending in the id; made by `read`."""

    template: str

    @classmethod
    def read(cls, text: str) -> KeyTemplate:
        """Read a preset's name or a template; `-{id}` is added where it does not end in the id.

        Raises ValueError, listing the fields, for a text that is neither.
        """
        template = PRESETS.get(text, text)
        unknown = [name for name in _FIELD.findall(template) if name.lower() not in FIELDS]
        if unknown or not _TEMPLATE.fullmatch(template) or "{" not in template:
            fields = ", ".join(f"{{{name}}}" for name in FIELDS)
            raise ValueError(
                f"key {text!r} is neither {' nor '.join(PRESETS)} nor a template of {fields} and "
                "letters, digits, . _ : -"
            )
        # The id makes keys unique, but only at the end, where it cannot run into what follows.
        ends = template.lower().endswith("{id}")
        return cls(template if ends else f"{template}-{{id}}")

    @property
    def is_id(self) -> bool:
        """Whether the key is the id and nothing else."""
        return self.template == PRESETS["id"]

    @property
    def names_author(self) -> bool:
        """Whether the key depends on who the first author is."""
        return "{surname}" in self.template.lower()

    def key(self, reference: Reference) -> str:
        """The paper's citation key."""

        # Ids keep their case in either spelling.
        def fill(match: re.Match[str]) -> str:
            name = match[1]
            value = FIELDS[name.lower()](reference)
            return value.lower() if name.islower() and name != "id" else value

        return _FIELD.sub(fill, self.template)
