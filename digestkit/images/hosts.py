"""Where a host may lie: a URL in a digest from anywhere must not reach into the network of its reader."""

from __future__ import annotations

import ipaddress
import socket
from typing import NamedTuple

from digestkit.images.rules import UnreachableError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that stand for those of IPv4 (RFC 6052)."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedError(Exception):
    """A host that must not be asked."""


class Host(NamedTuple):
    """A host and a port, with the addresses that it may be asked at."""

    name: str
    port: int
    addresses: tuple[str, ...]


def found(name: str, port: int, *, private: bool) -> Host:
    """Look a host up. What is asked afterwards are these addresses, so that no second answer can differ.

    Raises `UnreachableError` where it has none, and `RefusedError` where none is on the public network,
    unless `private` ones may be asked.
    """
    try:
        answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(f"there is no host {name}") from error
    addresses = dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers)
    allowed = tuple(one for one in addresses if private or is_public(ipaddress.ip_address(one)))
    if not allowed:
        raise RefusedError(f"{name} is a private address, and nothing is fetched from those")
    return Host(name, port, allowed)


def is_public(address: Address) -> bool:
    """Whether an address is one of the public network, also where it stands for one of IPv4."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(inner)
        # What is public lies in 2000::/3 (RFC 4291, section 2.4); some of the rest stands for IPv4, too.
        if address.teredo is not None or address.is_reserved or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast
