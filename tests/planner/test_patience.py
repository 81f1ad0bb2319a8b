"""A body that never comes holds nobody for long."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from planner.kit.patience import Patience
from tests.services.process import wait_until

SECONDS = 0.5


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Server:
    def __init__(self) -> None:
        self.read: list[object] = []
        application = Patience(self.answer, seconds=SECONDS)
        self.server = make_server("127.0.0.1", 0, application, Threads, Quiet)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, environ, start_response):
        try:
            self.read.append(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        except ConnectionError as fault:
            self.read.append(fault)
        start_response("200 OK", [("Content-Length", "0")])
        return []

    def refusals(self, count: int) -> list[type]:
        wait_until(lambda: len(self.read) == count, what="the end of the bodies")
        return [type(one) for one in self.read]

    def begin(self) -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\na")
        return client


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.server.shutdown()
    found.server.server_close()


def test_silent_connection_is_closed(server):
    begun = time.monotonic()
    with server.begin() as client:
        assert client.recv(10) == b""
    assert SECONDS <= time.monotonic() - begun < 5 * SECONDS
    assert server.refusals(1) == [ConnectionResetError]


def test_all_silent_connections_of_an_address_are_closed(server):
    clients = [server.begin() for _ in range(3)]
    assert [client.recv(10) for client in clients] == [b""] * 3
    for client in clients:
        client.close()
    assert server.refusals(3) == [ConnectionResetError] * 3


def test_body_that_ends_early_is_none(server):
    server.begin().close()
    assert server.refusals(1) == [ConnectionResetError]


def test_slow_body_is_waited_for_while_it_comes(server):
    with server.begin() as client:
        for letter in (b"b", b"c", b"d"):
            time.sleep(SECONDS * 0.7)
            client.sendall(letter)
        assert client.recv(100).startswith(b"HTTP/1.0 200")
    assert server.read == [b"abcd"]


def test_who_is_silent_elsewhere_keeps_their_connection(server):
    with socket.create_server(("127.0.0.1", 0)) as other:
        out = socket.create_connection(other.getsockname())
        there, _ = other.accept()
        with out, there, server.begin() as client:
            assert client.recv(10) == b""
            there.sendall(b"still here")
            assert out.recv(10) == b"still here"


def test_body_that_comes_at_once_is_read(server):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    client.request("POST", "/", b"body")
    assert client.getresponse().status == 200
    client.close()
    assert server.read == [b"body"]
