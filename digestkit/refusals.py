"""What constructors of the model refuse in any dialect: each check takes a value.

Those that several fields share take the field's name as well. They raise `ModelError`.
"""

from __future__ import annotations

import datetime

from digestkit.node import refuse

# More digits are no votes. A bound is needed, since `int` raises for strings of thousands of digits.
MAX_VOTE_DIGITS = 18
MAX_VOTES = 10**MAX_VOTE_DIGITS - 1


def check_line(field: str, value: object) -> None:
    """One line that says something."""
    if not isinstance(value, str) or not value or value.isspace() or "\n" in value:
        refuse(field, value, "one line that is not blank")


def check_text(field: str, value: object) -> None:
    """Text that may have line breaks."""
    if not isinstance(value, str) or not value or value.isspace():
        refuse(field, value, "text that is not blank")


def check_day(field: str, value: object) -> None:
    """A day, without a time."""
    if type(value) is not datetime.date:
        refuse(field, value, "a datetime.date or None")


def check_terms(field: str, value: object) -> None:
    """A tuple of lines."""
    if not isinstance(value, tuple):
        refuse(field, value, "terms")
    for term in value:
        check_line(field, term)


def check_pairs(field: str, value: object) -> None:
    """A tuple of pairs. Both parts of a link are one line; a text with a name may be several, or empty."""
    if not isinstance(value, tuple):
        refuse(field, value, "pairs of text")
    for pair in value:
        if pair.__class__ is not tuple or len(pair) != 2 or not isinstance(pair[1], str):
            refuse(field, pair, "pairs of text")
        check_line(field, pair[0])
        if field == "Paper.links":
            check_line(field, pair[1])


def check_votes(votes: object) -> None:
    """A number that votes can be."""
    if type(votes) is not int or not 0 <= votes <= MAX_VOTES:
        refuse("Paper.votes", votes, f"a number from 0 of at most {MAX_VOTE_DIGITS} digits, or None")


def check_authors(authors: tuple[str, ...]) -> None:
    """A tuple of names."""
    if authors.__class__ is not tuple:
        refuse("Paper.authors", authors, "names")
    try:
        "".join(authors)  # raises unless all are text, in half the time that a test of each would take
    except TypeError:
        refuse("Paper.authors", authors, "names")
    if "+" in authors:
        refuse("Paper.authors", authors, "names without `+`; authors_truncated says that there are more")
