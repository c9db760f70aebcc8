"""URLs as messages and digests have them: without passwords, tokens and signatures."""

from __future__ import annotations

import re
from urllib.parse import unquote

_CHAIN = "::"
"""Separates the parts of a URL in which one place lies in another, as `zip://july.md::https://…` has it."""

_ANY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s'\"<>]+")
_LOGIN = re.compile(r"(?<![^\s'\"(])[^\s/@:'\"(]+:[^\s/@]+@(?=[\w\[])")
"""A user and a password before a host without a protocol, as a variable for a proxy may have it."""

_REFERS = "github://"
"""Before the `@` of such a URL stands a repository, not a password."""

_SEPARATORS = re.compile(r"[/\\\0]|^[A-Za-z]:")
"""What separates the parts of a path on some system, or is not allowed in one."""

_LEAST = 4
"""Characters of something secret that is searched for in messages; less would be found everywhere."""


def shown(url: str) -> str:
    """A URL without what may be secret: user and password, the query, the fragment."""
    return _CHAIN.join(map(_public, url.split(_CHAIN)))


def base_name(url: str) -> str:
    """The last part of the path of a URL, percent-decoded; its host where it has none.

    It names a file in whatever folder it is put: what is escaped may hold separators, which lead out of one.
    """
    parts = (part.partition("://") for part in shown(url).split(_CHAIN))
    path = next((path.rstrip("/") for _protocol, mark, path in parts if mark), "")
    last = unquote(path.rpartition("/")[2] or shown(url).rstrip("/").rpartition("/")[2])
    name = _SEPARATORS.split(last)[-1]
    return name if name.strip(".") else "input"


def cleaned(message: str, url: str) -> str:
    """What a message says about a URL, on one line, without the secret parts of it or of any other URL."""
    told = _LOGIN.sub("…@", _ANY.sub(lambda found: shown(found[0]), message))
    for secret in sorted(_secrets(url), key=len, reverse=True):
        told = told.replace(secret, "…")
    return " ".join(told.split())


def _public(part: str) -> str:
    scheme, mark, rest = part.partition("://")
    if not mark or scheme.lower() == "memory":
        return part
    rest = re.split("[?#]", rest, maxsplit=1)[0]
    return scheme + mark + (rest if part.lower().startswith(_REFERS) else rest[len(_user(rest)) :])


def _user(rest: str) -> str:
    """The user and password before the host, with the `@` behind them; empty where there are none."""
    host = rest.partition("/")[0]
    if "@" in host:
        return host[: host.rindex("@") + 1]
    # A password may have a slash in it, which ought to be escaped: then what seems to be a port is none.
    port = host.rpartition(":")[2] if ":" in host and not host.endswith("]") else ""
    return rest[: rest.rindex("@") + 1] if port and not port.isdecimal() and "@" in rest else ""


def _secrets(url: str) -> set[str]:
    found: set[str] = set()
    for part in url.split(_CHAIN):
        rest = part.partition("://")[2]
        query = rest.partition("?")[2]
        user = "" if part.lower().startswith(_REFERS) else _user(rest).rstrip("@")
        pieces = [user, *user.split(":"), query, *(one.partition("=")[2] for one in re.split("[&;#]", query))]
        found |= {spelled for one in pieces for spelled in (one, unquote(one)) if len(spelled) >= _LEAST}
    return found
