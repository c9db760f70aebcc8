"""Which URLs may become links, and how they are spelled there.

An allow-list decides: `http`, `https` and `mailto`, with a host that can exist. So no spelling of
`javascript:` or `data:` (other case, white space, control characters, entities) gets through.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from digestkit.text.cleaning import clean

# Letters, digits, `_` and `-`, in ASCII and in other scripts. Written as the negation of everything else,
# which compiles in a third of the time.
_LABEL = r"[^\x00-,./:-@\[-\^`{-\xa0\u2000-\u2bff\ud800-\uf8ff\ufdd0-\uffff\U000e0000-\U0010ffff]{1,63}"
# How nearly all of them are written. Nothing in one has to be escaped, and there can be such a host; the
# patterns below agree, and take a millisecond to compile.
_USUAL = re.compile(
    r"https?://(?!.{0,250}xn--)(?=[^/]{1,253}/)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9}/[A-Za-z0-9._~/?=&+-]*"
)
# RFC 3986 section 3.2, with the letters of other scripts that RFC 3987 adds, and without user names, which
# are used to disguise hosts (`https://bank.example@evil.example`). The character classes exclude one another,
# so that the pattern never backtracks.
_TARGET = rf"""(?i:https?)://(?P<host>{_LABEL}(?:\.{_LABEL})*)\.?(?::(?P<port>[0-9]{{1,5}}))?(?=[/?\#]|\Z)
    |(?i:mailto):[A-Za-z0-9.!$'*+/=_~-]+@[A-Za-z0-9.-]+(?=\?|\Z)"""
# The last two characters of a plane are noncharacters, as U+FDD0 to U+FDEF are.
_PLANE_ENDS = "".join(chr(plane + end) for plane in range(0x1FFFE, 0x110000, 0x10000) for end in (0, 1))
# What no IRI may hold (RFC 3987 sections 2.2 and 4.1), and a `%` that starts no escape.
_FORBIDDEN = rf"""[\x00-\x20"<>\\^`{{|}}\[\]\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2066-\u2069\u3000
    \ufdd0-\ufdef\ufff0-\uffff{_PLANE_ENDS}]
    |%(?![0-9A-Fa-f]{{2}})"""


# Matches what is left of an authority without user names: nothing before the port or path.
_HOST = re.compile(r"[^/?\#:]*")
# All printable ASCII is left alone: `link_target` has already escaped what no URL may hold, and quoting a `%`
# again would change the URL.
_ASCII = "".join(map(chr, range(0x21, 0x7F)))


def link_target(url: str) -> str | None:
    """The URL as it may stand in a link, or None for one that must stay text.

    A legal IRI (RFC 3987) is returned unchanged. Characters that no IRI may hold (quotes, spaces, controls)
    are percent-encoded, which a decoder undoes. It is not escaped for HTML.
    """
    if _USUAL.fullmatch(url) is not None:
        return url
    match = re.match(_TARGET, url, re.VERBOSE | re.ASCII)
    if match is None or not _can_exist(match["host"] or "", int(match["port"] or 0)):
        return None
    target = re.sub(_FORBIDDEN, lambda match: quote(match[0], safe=""), clean(url), flags=re.VERBOSE)
    # Only the first `#` may stand in a URI; a fragment itself has none (RFC 3986, section 3.5).
    before, mark, fragment = target.partition("#")
    return f"{before}{mark}{fragment.replace('#', '%23')}"


def _can_exist(host: str, port: int) -> bool:
    """Whether there can be such a host: within RFC 1035's length and, in other scripts, legal in IDNA."""
    if len(host) > 253 or port > 65535:
        return False
    if host.isascii() and "xn--" not in host.lower():
        return True
    # No label begins with a combining mark (RFC 5891, section 4.2.3.2); Python's codec lets that pass.
    if any(unicodedata.category(label[0])[0] == "M" for label in host.split(".")):
        return False
    try:
        # Both ways: a label that is `xn--` already is only checked when it is decoded.
        return len(host.encode("idna").decode("idna")) <= 253
    except UnicodeError:
        return False


def web_uri(url: str) -> str | None:
    """The URL as an ASCII URI, for formats that take no IRI; None unless it is `http` or `https`.

    Other scripts are percent-encoded in path and query, and become `xn--` labels in the host.
    """
    target = link_target(url)
    if target is None or target[:4].lower() != "http":
        return None
    if target.isascii():
        return target
    scheme, _, rest = target.partition("://")
    host, rest = _HOST.findall(rest)[0], _HOST.sub("", rest, count=1)
    try:
        uri = f"{scheme}://{host.encode('idna').decode('ascii')}{quote(rest, safe=_ASCII)}"
    except UnicodeError:
        return None
    # Nameprep may turn one character into several (`㈱` into `(株)`), so the result has to pass again.
    return uri if link_target(uri) == uri else None


_VIDEO_TYPES = {
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mov": "video/quicktime",
    "qt": "video/quicktime",
}


def video_type(url: str) -> str | None:
    """The media type of a video that a reader may be able to play, by its URL's suffix; else None."""
    path = url.partition("#")[0].partition("?")[0]
    return _VIDEO_TYPES.get(path.rpartition(".")[2].lower())
