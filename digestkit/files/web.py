"""How servers of HTTP are asked: for the whole of a file, as it is, and not for ever.

It is what fsspec passes on to aiohttp. What comes is not unpacked on the way: a server may pack a
file a thousandfold, or twice; and a `.gz` file that a server calls packed would arrive unpacked.
"""

from __future__ import annotations

import asyncio
import functools
from types import SimpleNamespace
from typing import Any

from digestkit._version import __version__

_LONGEST = 10
"""How many times as long as it may say nothing a server may take to begin its answer, redirects included."""

_SHOWN = 30
"""Characters of what a server says that are shown."""

_WHOLE = (200, 203)
_PART = 206
_REFUSED = 400

_AS_IT_IS = ("", "identity", "gzip", "x-gzip")
"""The content codings (RFC 9110, section 8.4.1) that are read; only the first two were asked for."""


@functools.cache  # a file system of fsspec's is shared by those who want the same of it
def client(timeout: float) -> dict[str, object]:
    """What a session of aiohttp has to know to ask like that; `timeout` is in seconds."""
    from aiohttp import ClientTimeout  # noqa: PLC0415 - few inputs lie elsewhere

    return {
        "timeout": ClientTimeout(total=None, connect=timeout, sock_connect=timeout, sock_read=timeout),
        "trust_env": True,  # proxies
        "headers": {"User-Agent": f"paper-digestkit/{__version__}", "Accept-Encoding": "identity"},
        "auto_decompress": False,
        "raise_for_status": _check_whole,
        "trace_configs": [_limit(_LONGEST * timeout)],
    }


async def _check_whole(answer: Any) -> None:  # noqa: ANN401 - aiohttp is imported where it is used
    """Raise OSError for an answer that is neither the whole of a file, as it is, nor an error.

    Taken for the file, it would be one that is cut off. Errors have their own exceptions.
    """
    if answer.status >= _REFUSED:
        return
    coding = answer.headers.get("Content-Encoding", "").strip().lower()
    if coding not in _AS_IT_IS:
        raise OSError(f"the server packs it as {coding[:_SHOWN]}, which it was not asked for")
    asked_for_part = "Range" in answer.request_info.headers
    if answer.status not in _WHOLE and not (asked_for_part and answer.status == _PART):
        raise OSError(f"the server answers {answer.status}, which is not the whole file")


def _limit(seconds: float) -> Any:  # noqa: ANN401 - as above
    """Bounds the time until an answer begins: a timeout for each read is not met by one byte at a time."""
    from aiohttp import TraceConfig  # noqa: PLC0415 - as above

    async def begin(_session: object, context: SimpleNamespace, _asked: object) -> None:
        context.limit = asyncio.timeout(seconds)
        await context.limit.__aenter__()

    async def end(_session: object, context: SimpleNamespace, _answer: object) -> None:
        await context.limit.__aexit__(None, None, None)

    async def fail(_session: object, context: SimpleNamespace, failed: Any) -> None:  # noqa: ANN401 - as above
        error = failed.exception
        try:
            await context.limit.__aexit__(type(error), error, error.__traceback__)
        except TimeoutError:
            raise OSError(f"the server has not begun to answer after {seconds:g} s") from None

    async def move(_session: object, _context: SimpleNamespace, moved: Any) -> None:  # noqa: ANN401 - as above
        # What was asked for by TLS would come from anybody on the way.
        target = moved.response.headers.get("Location", "").strip().lower()
        if moved.url.scheme == "https" and target.startswith("http:"):
            raise OSError("the server redirects from https to http")

    trace = TraceConfig()
    trace.on_request_redirect.append(move)
    trace.on_request_start.append(begin)
    trace.on_request_end.append(end)
    trace.on_request_exception.append(fail)
    return trace
