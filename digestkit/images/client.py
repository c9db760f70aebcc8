"""One picture over HTTP: each hop of redirects is checked, and what breaks off goes on where it stopped."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Self
from urllib.parse import urljoin, urlsplit

import attrs
import httpx

from digestkit.images import hosts, kinds, manners
from digestkit.images.manners import Manners
from digestkit.images.rules import FailedError, Rules

_HOPS = 5
_ATTEMPTS = 3
_BACK_OFF = 2.0
"""Seconds before the second attempt, where the host does not say how many; twice as many before the third."""

_LONGEST = 10
"""How many times as long as it may say nothing a server may take for one picture."""

_MOVED = (301, 302, 303, 307, 308)
_BUSY = (429, 500, 502, 503, 504)


class BrokenError(Exception):
    """An attempt that another may make good; the host may have said after how many seconds."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


@attrs.define
class _Part:
    """What there is of a picture, and what tells that the rest belongs to it (RFC 9110, section 13.1.5)."""

    data: bytearray = attrs.field(factory=bytearray)
    validator: str | None = None

    def begin(self, answer: httpx.Response) -> None:
        """Take in the head of an answer: it goes on, or begins anew."""
        goes_on = answer.headers.get("content-range", "").startswith(f"bytes {len(self.data)}-")
        if answer.status_code != httpx.codes.PARTIAL_CONTENT or not goes_on:
            self.data.clear()
        tag = answer.headers.get("etag", "")
        known = tag if tag and not tag.startswith("W/") else answer.headers.get("last-modified")
        self.validator = None if "content-encoding" in answer.headers else known

    def headers(self) -> dict[str, str]:
        """What asks for the rest only."""
        if not self.data or self.validator is None:
            return {}
        return {"Range": f"bytes={len(self.data)}-", "If-Range": self.validator}


class Client:
    """Fetches pictures, one after the other. A context, at whose end all connections are closed."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._manners = Manners(rules.pause)
        # Each host has connections of its own: of two at one address, each shows its own certificate.
        self._clients: dict[str, httpx.Client] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for client in self._clients.values():
            client.close()

    def fetch(self, url: str) -> bytes:
        """The picture behind a URL. Raises `FailedError`, which says why there is none."""
        part = _Part()
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._attempt(url, part)
            except BrokenError as error:
                if attempt == _ATTEMPTS:
                    raise FailedError(str(error)) from error
                self._rest(url, error.after if error.after is not None else _BACK_OFF * attempt)
            except (hosts.RefusedError, manners.BusyError) as error:
                raise FailedError(str(error)) from error
        raise AssertionError  # the last attempt returns or raises

    def _rest(self, url: str, seconds: float) -> None:
        try:
            self._manners.rest(_host_of(url), seconds)
        except manners.BusyError as error:
            raise FailedError(str(error)) from error

    def _attempt(self, url: str, part: _Part) -> bytes:
        for _ in range(_HOPS + 1):
            with self._asked(url, part.headers()) as answer:
                if answer.status_code not in _MOVED:
                    self._read(answer, part)
                    return self._checked(bytes(part.data))
                url = urljoin(url, answer.headers.get("location", ""))
        raise FailedError(f"is behind more than {_HOPS} redirects")

    @contextlib.contextmanager
    def _asked(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """An answer, of which the body is not read yet; what goes wrong becomes one of our exceptions."""
        host, target = self._target(url)
        self._manners.wait(host.name)
        headers = {"Host": urlsplit(url).netloc.rpartition("@")[2], **headers}
        try:
            with contextlib.ExitStack() as stack:
                yield stack.enter_context(self._connected(host, target, headers))
        except httpx.TimeoutException as error:
            raise BrokenError(f"the server said nothing for {self._rules.timeout:g} s") from error
        except (httpx.RemoteProtocolError, httpx.ReadError) as error:
            raise BrokenError("the connection was cut off") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise FailedError(f"cannot be fetched: {type(error).__name__}") from error

    def _target(self, url: str) -> tuple[hosts.Host, httpx.URL]:
        """The host of a URL, looked up and checked, and the URL."""
        try:
            target = httpx.URL(url)
        except (httpx.InvalidURL, ValueError) as error:
            raise FailedError("is not a URL") from error
        if target.scheme != "https" and not (target.scheme == "http" and self._rules.http):
            raise FailedError(f"is not fetched by {target.scheme or 'no protocol'}, only by https")
        port = target.port or (443 if target.scheme == "https" else 80)
        return hosts.found(target.host, port, private=self._rules.private), target

    def _connected(
        self, host: hosts.Host, target: httpx.URL, headers: dict[str, str]
    ) -> AbstractContextManager[httpx.Response]:
        """Ask at the first address that takes a connection; the certificate has to be that of the name."""
        client = self._clients.get(host.name)
        if client is None:
            agent = {"User-Agent": self._rules.user_agent, "Accept": "image/*", "Accept-Encoding": "identity"}
            client = httpx.Client(trust_env=False, timeout=self._rules.timeout, headers=agent)
            self._clients[host.name] = client
        *others, last = [
            client.build_request(
                "GET", target.copy_with(host=address), headers=headers, extensions={"sni_hostname": host.name}
            )
            for address in host.addresses
        ]
        for request in others:
            with contextlib.suppress(httpx.ConnectError):
                return contextlib.closing(client.send(request, stream=True))
        return contextlib.closing(client.send(last, stream=True))

    def _read(self, answer: httpx.Response, part: _Part) -> None:
        status = answer.status_code
        if status in _BUSY:
            after = manners.asked_for(answer.headers.get("retry-after"))
            raise BrokenError(f"the server answers {status}", after)
        if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            raise FailedError(f"the server answers {status}")
        part.begin(answer)
        until = time.monotonic() + _LONGEST * self._rules.timeout
        for chunk in answer.iter_bytes():
            part.data += chunk
            if len(part.data) > self._rules.most:
                raise FailedError(f"is larger than {self._rules.most / 1_000_000:g} MB")
            if time.monotonic() > until:
                raise FailedError(f"takes longer than {_LONGEST * self._rules.timeout:g} s")

    def _checked(self, data: bytes) -> bytes:
        if kinds.kind(data) is None:
            raise FailedError("is not a complete PNG, JPEG, GIF, WebP or SVG")
        return data


def _host_of(url: str) -> str:
    return urlsplit(url).hostname or ""
