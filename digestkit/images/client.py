"""One picture over HTTP: each hop of redirects is checked, and what breaks off goes on where it stopped."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple, Self
from urllib.parse import urljoin

import attrs
import httpx

from digestkit.files import packing
from digestkit.files.limits import MB, Limits
from digestkit.images import hosts, kinds, manners
from digestkit.images.deadline import Deadline
from digestkit.images.manners import Manners
from digestkit.images.rules import BrokenError, FailedError, Rules, UnreachableError

_HOPS = 5
_SHOWN = 30
"""Characters of what a server says that are shown."""

_LONGEST_REASON = 200
"""Characters of what the system says that are shown."""

_ATTEMPTS = 3
_BACK_OFF = 2.0
"""Seconds before the second attempt, where the host does not say how many; twice as many before the third."""

_LONGEST = 10
"""How many times as long as it may say nothing a server may take for one picture."""

_MOVED = (301, 302, 303, 307, 308)
_BUSY = (429, 500, 502, 503, 504)


@attrs.define
class _Part:
    """What there is of a picture, and what tells that the rest belongs to it (RFC 9110, section 13.1.5)."""

    data: bytearray = attrs.field(factory=bytearray)
    validator: str | None = None

    def begin(self, answer: httpx.Response) -> None:
        """Take in the head of an answer: it goes on, or begins anew.

        Raises `FailedError` for a part that nobody asked for: it may end before the picture does.
        """
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            self.data.clear()
        elif not self.data or not answer.headers.get("content-range", "").startswith(
            f"bytes {len(self.data)}-"
        ):
            raise FailedError("the server sends a part that it was not asked for")
        tag = answer.headers.get("etag", "")
        known = tag if tag and not tag.startswith("W/") else answer.headers.get("last-modified")
        self.validator = None if "content-encoding" in answer.headers else known

    def headers(self) -> dict[str, str]:
        """What asks for the rest only."""
        if not self.data or self.validator is None:
            return {}
        return {"Range": f"bytes={len(self.data)}-", "If-Range": self.validator}


class _Line(NamedTuple):
    """What is open to a host."""

    client: httpx.Client
    deadline: Deadline

    def asked(
        self, host: hosts.Host, target: httpx.URL, headers: dict[str, str]
    ) -> AbstractContextManager[httpx.Response]:
        """Ask at the first address that takes a connection; the certificate has to be that of the name."""
        headers = {"Host": target.netloc.decode("ascii"), **headers}
        further = {"sni_hostname": host.name, "trace": self.deadline.trace}
        *others, last = [
            self.client.build_request(
                "GET", target.copy_with(host=address), headers=headers, extensions=further
            )
            for address in host.addresses
        ]
        for request in others:
            with contextlib.suppress(httpx.ConnectError):
                return contextlib.closing(self.client.send(request, stream=True))
        return contextlib.closing(self.client.send(last, stream=True))


class Client:
    """Fetches pictures, one after the other. A context, at whose end all connections are closed."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._manners = Manners(rules.pause)
        # Each host has connections of its own: of two at one address, each shows its own certificate.
        self._lines: dict[str, _Line] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for line in self._lines.values():
            line.client.close()

    def fetch(self, url: str) -> bytes:
        """The picture behind a URL. Raises `FailedError`, which says why there is none."""
        part = _Part()
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._attempt(url, part)
            except BrokenError as error:
                if attempt == _ATTEMPTS:
                    raise FailedError(str(error)) from error
                self._rest(error.host, error.after if error.after is not None else _BACK_OFF * attempt)
            except (hosts.RefusedError, manners.BusyError) as error:
                raise FailedError(str(error)) from error
        raise AssertionError  # the last attempt returns or raises

    def _rest(self, host: str, seconds: float) -> None:
        try:
            self._manners.rest(host, seconds)
        except manners.BusyError as error:
            raise FailedError(str(error)) from error

    def _attempt(self, url: str, part: _Part) -> bytes:
        for _ in range(_HOPS + 1):
            with self._asked(url, part.headers()) as (host, answer):
                if answer.status_code not in _MOVED:
                    self._read(answer, part, host)
                    return self._checked(part.data, answer.headers.get("content-encoding", ""))
                url = urljoin(url, answer.headers.get("location", ""))
        raise FailedError(f"is behind more than {_HOPS} redirects")

    @contextlib.contextmanager
    def _asked(self, url: str, headers: dict[str, str]) -> Iterator[tuple[str, httpx.Response]]:
        """A host and its answer, of which the body is not read yet.

        What goes wrong until the context ends becomes one of our exceptions.
        """
        target, name, port = self._target(url)
        self._manners.check(name)
        with self._manners.watching(name):
            host = hosts.found(name, port, private=self._rules.private)
            self._manners.wait(name)
            line = self._line(name)
            try:
                with line.deadline.running(), line.asked(host, target, headers) as answer:
                    yield host.name, answer
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise _told(error, host.name, self._rules.timeout) from error

    def _target(self, url: str) -> tuple[httpx.URL, str, int]:
        """A URL, if it is one that may be asked for, and its host and port."""
        try:
            target = httpx.URL(url)
            # As it goes over the wire: each library has a spelling of its own for what is not ASCII.
            name = target.raw_host.decode("ascii")
        except (httpx.InvalidURL, ValueError) as error:
            raise FailedError("is not a URL") from error
        if target.scheme != "https" and not (target.scheme == "http" and self._rules.http):
            raise FailedError(f"is not fetched by {target.scheme or 'no protocol'}, only by https")
        return target, name, target.port or (443 if target.scheme == "https" else 80)

    def _line(self, name: str) -> _Line:
        if name not in self._lines:
            agent = {"User-Agent": self._rules.user_agent, "Accept": "image/*", "Accept-Encoding": "identity"}
            client = httpx.Client(trust_env=False, timeout=self._rules.timeout, headers=agent)
            self._lines[name] = _Line(client, Deadline(_LONGEST * self._rules.timeout))
        return self._lines[name]

    def _read(self, answer: httpx.Response, part: _Part, host: str) -> None:
        status = answer.status_code
        if status in _BUSY:
            after = manners.asked_for(answer.headers.get("retry-after"))
            raise BrokenError(f"the server answers {status}", host, after)
        if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            raise FailedError(f"the server answers {status}")
        part.begin(answer)
        # As it comes: unpacked, one piece of it may be larger than all memory.
        for chunk in answer.iter_raw():
            part.data += chunk
            if len(part.data) > self._rules.most:
                raise FailedError(self._too_large)

    def _checked(self, held: bytearray, coding: str) -> bytes:
        data = self._unpacked(bytes(held), coding.strip().lower())
        if kinds.kind(data) is None:
            raise FailedError("is not a complete PNG, JPEG, GIF, WebP or SVG")
        return data

    def _unpacked(self, data: bytes, coding: str) -> bytes:
        """What a server has packed although it was asked not to, as some do with drawings."""
        if coding in ("", "identity"):
            return data
        if coding not in ("gzip", "x-gzip"):
            raise FailedError(f"the server packs it as {coding[:_SHOWN]}, which it was not asked for")
        try:
            with packing.unpacked(io.BytesIO(data), packing.GZIP, Limits(None, None)) as stream:
                plain = stream.read(self._rules.most + 1)
        except OSError as error:
            raise FailedError(str(error)) from error
        if len(plain) > self._rules.most:
            raise FailedError(self._too_large)
        return plain

    @property
    def _too_large(self) -> str:
        return f"is larger than {self._rules.most / MB:g} MB"


def _told(error: Exception, host: str, timeout: float) -> BrokenError | FailedError:
    """What a fault of httpx's means."""
    if isinstance(error, httpx.TimeoutException):
        return BrokenError(f"the server said nothing for {timeout:g} s", host)
    if isinstance(error, (httpx.RemoteProtocolError, httpx.ReadError)):
        return BrokenError("the connection was cut off, or what came was not HTTP", host)
    if isinstance(error, httpx.ConnectError):
        return UnreachableError(f"{host} cannot be connected to: {str(error)[:_LONGEST_REASON]}")
    return FailedError(f"cannot be fetched: {type(error).__name__}")
