"""Servers on loopback, for what reads from the web: each says how it answers, and may misbehave."""

from __future__ import annotations

import contextlib
import http.server
import shutil
import ssl
import subprocess
import threading

import pytest

needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="there is no openssl to make a certificate with"
)


def certified(folder, name):
    """Contexts of TLS for a server whose certificate has a name, `DNS:…` or `IP:…`, and for who trusts it."""
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x -keyout key.pem -out cert.pem"
    command = [*make.split(), "-addext", f"subjectAltName={name}"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return served, ssl.create_default_context(cafile=str(folder / "cert.pem"))


class Handler(http.server.BaseHTTPRequestHandler):
    """What all handlers have in common; clients may leave in the middle of an answer."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Answer a request; a handler has a method `get` for that."""
        self.get()

    def answer(self, status, data, headers=(), *, declared=None):
        """Send an answer; `declared` is the number of bytes that it says it has."""
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data) if declared is None else declared))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(data)

    def log_message(self, *_given):
        """Say nothing."""


@contextlib.contextmanager
def serving(handler, context: ssl.SSLContext | None = None):
    """A server that runs within the block, by TLS if it has a context for that."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_given: None  # clients leave it in the middle
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
