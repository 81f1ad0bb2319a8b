"""
Bodies that never come.

A thread that reads a request's body waits as long as the connection stands, and a phone that lost
its network, or somebody who means harm, lets it stand for ever: eight of them, and no thread is
left. The web server has a time limit for headers only, so the limit for bodies is here.
"""

import ipaddress
import os
import socket
import stat
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

import structlog

log = structlog.get_logger()

SECONDS: Final = 15.0  # without a single byte
_OPEN_FILES: Final = "/proc/self/fd"
# Where ``struct tcp_info`` of Linux says how many milliseconds ago data came in.
_LAST_DATA_CAME: Final = struct.Struct("=52xI")

type Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Patience:
    """
    A WSGI application around another one: connections whose body is awaited, and that have been
    silent for so long, are closed. Reading then fails as it does when the browser goes away.
    """

    def __init__(self, application: Wsgi, *, seconds: float = SECONDS) -> None:
        self._application = application
        self._seconds = seconds
        self._waiting: dict[int, _Body] = {}
        self._news = threading.Event()
        self._watch: threading.Thread | None = None
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH", "0") not in ("", "0") or (
            "HTTP_TRANSFER_ENCODING" in environ
        ):
            environ["wsgi.input"] = _Body(environ, self)
        return self._application(environ, start_response)

    def begin(self, body: "_Body") -> None:
        self._waiting[id(body)] = body
        if self._watch is None:
            with self._lock:
                if self._watch is None:
                    self._watch = threading.Thread(target=self._run, name="patience", daemon=True)
                    self._watch.start()
        if not self._news.is_set():
            self._news.set()

    def end(self, body: "_Body") -> None:
        self._waiting.pop(id(body), None)

    def _run(self) -> None:
        # It sleeps first: most bodies are there by then, and nobody woke it for each of them.
        while self._news.wait():
            time.sleep(self._seconds / 10)
            self._news.clear()
            if self._waiting:
                self._end_the_silent()
                self._news.set()

    def _end_the_silent(self) -> None:
        since = time.monotonic() - self._seconds
        for body in list(self._waiting.values()):
            if body.since < since and not body.is_given_up:
                for connection in _connections(body.address, body.port):
                    body.is_given_up = _close_if_silent(connection, self._seconds) or (
                        body.is_given_up
                    )


class _Body:
    """``wsgi.input``, watched while somebody reads it; one that ends early is none."""

    def __init__(self, environ: dict[str, Any], patience: Patience) -> None:
        self._stream = environ["wsgi.input"]
        self._patience = patience
        length = environ.get("CONTENT_LENGTH") or ""
        self._left = int(length) if length.isdecimal() else None  # None: it says itself when
        self._environ = environ
        self.since = 0.0
        self.is_given_up = False

    @property
    def address(self) -> Any:
        return _address(self._environ.get("REMOTE_ADDR", ""))

    @property
    def port(self) -> int:
        return int(self._environ.get("SERVER_PORT") or 0)

    def read(self, size: int = -1) -> bytes:
        """:raises ConnectionError: it did not come, or not as much of it as was announced."""
        self.since = time.monotonic()
        self._patience.begin(self)
        try:
            found = self._read(size)
        finally:
            self._patience.end(self)
        if self.is_given_up:
            raise _cut_off()
        return found

    def _read(self, size: int) -> bytes:
        if self._left is None:
            return bytes(self._stream.read(size) if size >= 0 else self._stream.read())
        parts, wanted = [], min(size, self._left) if size >= 0 else self._left
        while wanted:
            part = self._stream.read(wanted)
            if not part:
                raise _cut_off()
            parts.append(part)
            wanted -= len(part)
            self._left -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _cut_off() -> ConnectionError:
    return ConnectionResetError("The body ended before it was whole.")


def _connections(address: Any, port: int) -> Iterator[socket.socket]:
    """Those that the address has made to our port: never ours to others, such as the database."""
    for number in os.listdir(_OPEN_FILES) if os.path.isdir(_OPEN_FILES) else ():
        with suppress(OSError), _socket(int(number)) as connection:
            if _is_theirs(connection, address, port):
                yield connection


def _is_theirs(connection: socket.socket, address: Any, port: int) -> bool:
    if connection.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    theirs, ours = connection.getpeername(), connection.getsockname()
    return bool(ours[1] == port and _address(theirs[0]) == address)


def _socket(number: int) -> socket.socket:
    """:raises OSError: the file is no socket, or closed by now."""
    if not stat.S_ISSOCK(os.fstat(number).st_mode):
        raise OSError
    copy = os.dup(number)
    try:
        return socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        raise


def _close_if_silent(connection: socket.socket, seconds: float) -> bool:
    try:
        facts = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_DATA_CAME.size)
        silent = float(_LAST_DATA_CAME.unpack(facts)[0]) / 1000
        if silent < seconds:
            return False
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:  # it ended by itself meanwhile
        return False
    log.warning("body_never_came", silent=silent)
    return True


def _address(text: str) -> Any:
    with suppress(ValueError):
        found = ipaddress.ip_address(text.partition("%")[0])
        return getattr(found, "ipv4_mapped", None) or found
    return text
