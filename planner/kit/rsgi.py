"""
What a web server that speaks RSGI hands over, and as what WSGI knows the same.

https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md
"""

import io
import sys
from collections.abc import AsyncIterable, Sequence
from typing import Any, Final, Protocol

type Pairs = Sequence[tuple[str, str]]

_BARE: Final = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class Headers(Protocol):
    """By their names in small letters."""

    def get(self, key: str, default: str = ..., /) -> str: ...

    def items(self) -> Pairs: ...


class Scope(Protocol):
    """What is asked, but for the body."""

    @property
    def proto(self) -> str: ...

    @property
    def http_version(self) -> str: ...

    @property
    def scheme(self) -> str: ...

    @property
    def method(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def query_string(self) -> str: ...

    @property
    def server(self) -> str: ...

    @property
    def client(self) -> str: ...

    @property
    def headers(self) -> Headers: ...


class Exchange(AsyncIterable[bytes], Protocol):
    """The body comes out of it, and the answer goes in."""

    async def __call__(self) -> bytes: ...

    def response_bytes(self, status: int, headers: Pairs, body: bytes) -> None: ...


class Application(Protocol):
    async def __call__(self, scope: Scope, exchange: Exchange, /) -> None: ...


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """The same request as PEP 3333 describes it; its body is whole, so its length is known."""
    name, port = _host_and_port(scope.server)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": name,
        "SERVER_PORT": port or "0",
        "REMOTE_ADDR": _host_and_port(scope.client)[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for header, value in scope.headers.items():
        key = _BARE.get(header) or f"HTTP_{header.replace('-', '_').upper()}"
        if key in environ:  # HTTP/2 may send each cookie on a line of its own
            value = f"{environ[key]}{'; ' if header == 'cookie' else ','}{value}"
        environ[key] = value
    if body or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _host_and_port(address: str) -> tuple[str, str]:
    """Of ``1.2.3.4:5`` or ``[::1]:5``; of the path of a socket neither."""
    host, colon, port = address.rpartition(":")
    return (host.strip("[]"), port) if colon and port.isdecimal() else ("", "")
