"""Making text fit for XML and HTML: which characters are legal, and how markup characters are escaped.

Stored text is never changed; this is for what leaves in an XML format. https://www.w3.org/TR/xml/#charsets
"""

from __future__ import annotations

import re

EATEN = "\b\f"
"""What a JSON escape makes of the first two characters of LaTeX's `\\benchmark` and `\\frac`."""

# What is forbidden, rather than all that is not allowed: the same set, compiled in a tenth of the time.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EATEN = re.compile("[\b\f](?=[A-Za-z])")
_RESTORED = {"\b": "\\b", "\f": "\\f"}


def is_clean(text: str) -> bool:
    """Whether `clean` would leave the text as it is."""
    return text.isprintable() or _ILLEGAL.search(text) is None


def clean(text: str) -> str:
    r"""The text with XML's characters only.

    U+0008 and U+000C before a letter are LaTeX that a JSON escape has eaten, and become `\b` and `\f`
    again; every other illegal character becomes U+FFFD.
    """
    if is_clean(text):
        return text
    return _ILLEGAL.sub("\ufffd", _EATEN.sub(lambda match: _RESTORED[match[0]], text))


def escape(text: str) -> str:
    """Clean and escape text for element content; a carriage return survives as a character reference."""
    if not text.isprintable():
        text = clean(text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def escape_attribute(text: str) -> str:
    """As `escape`, for a value between double quotes; white space would be normalised and is referenced."""
    text = escape(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")
