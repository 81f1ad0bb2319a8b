"""Somebody who receives what the planner sends: a real server on loopback."""

from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any

from tests.support.serving import serving


class Receiver(ThreadingHTTPServer):
    """Keeps what it gets; ``answers`` with that status and text, once it ``may_answer``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: tuple[int, dict[str, str], bytes] = (200, {}, b"ok")
        self.may_answer = Event()
        self.may_answer.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/services/T0/B0/x"

    @property
    def bodies(self) -> list[str]:
        return [body.decode() for _headers, body in self.got]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.server.may_answer.wait(10)
        status, headers, answer = self.server.answers
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


def receiving() -> AbstractContextManager[Receiver]:
    return serving(Receiver())
