r"""LaTeX commands for characters beyond ASCII, each in braces of its own: `{\'e}`, `{\L}`.

A letter that Unicode composes of an ASCII letter and accents is composed of TeX's accents. All other commands
are pylatexenc's (MIT), which is imported only here.
"""

from __future__ import annotations

import unicodedata

from digestkit.errors import UsageError

# TeX's ligatures spell these with ASCII alone; commands would hinder hyphenation and searching.
_PUNCTUATION = {"‘": "`", "’": "'", "“": "``", "”": "''", "–": "--", "—": "---"}

_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0326": "textcommabelow",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}


# For these pylatexenc has another letter's command, one that LaTeX lacks, or a math command outside math.
_MISTAKEN = frozenset("ĦħŦŧŉĸĿŀƕƞΐϒ")


class AsciiEncoder:
    """Spells TeX text in ASCII, as far as commands exist; `kept` tells whether anything was left.

    Making one raises `UsageError` where pylatexenc is not installed.
    """

    def __init__(self) -> None:
        self._spellings = _Spellings(_load_table())

    @property
    def kept(self) -> str | None:
        """The first character, in the order of the text so far, that has no command and was left as it is."""
        return self._spellings.kept

    def __call__(self, text: str) -> str:
        """The text with a command for every character that has one.

        It is composed (NFC) first: alone, a combining accent has no command.
        """
        if text.isascii():
            return text
        return unicodedata.normalize("NFC", text).translate(self._spellings)


class _Spellings(dict[int, str]):
    """For `str.translate`: each character is looked up once."""

    def __init__(self, commands: dict[int, str]) -> None:
        # ASCII is TeX text already: its escapes and groups must get through.
        super().__init__({code: chr(code) for code in range(128)})
        self._commands = commands
        self.kept: str | None = None

    def __missing__(self, code: int) -> str:
        char = chr(code)
        command = _PUNCTUATION.get(char) or _compose(char) or self._commands.get(code)
        if command is None:
            self.kept = self.kept or char
            command = char
        # In braces, so that the command does not swallow the blank or letter after it.
        self[code] = spelled = f"{{{command}}}" if command.startswith("\\") else command
        return spelled


def _load_table() -> dict[int, str]:
    try:
        from pylatexenc import latexencode  # type: ignore[import-untyped] # noqa: PLC0415 - the extra's only use
    except ImportError as error:
        raise UsageError(
            "-O ascii needs pylatexenc, which the extra brings: pip install 'paper-digestkit[ascii]'"
        ) from error
    table: dict[int, str] = latexencode.get_builtin_uni2latex_dict()
    return {code: command for code, command in table.items() if chr(code) not in _MISTAKEN}


def _compose(char: str) -> str | None:
    """An ASCII letter's accents as commands around it; None for another mark, or no ASCII letter."""
    parts = unicodedata.normalize("NFD", char)
    letter, marks = parts[0], parts[1:]
    if not marks or not letter.isascii() or not letter.isalpha():
        return None
    made = letter
    for mark in marks:
        accent = _ACCENTS.get(mark)
        if accent is None:
            return None
        # `\'e` needs no braces; `\c{c}` would otherwise be read as the command `\cc`.
        made = f"\\{accent}{{{made}}}" if accent.isalpha() or made != letter else f"\\{accent}{made}"
    return made
