"""Bodies as the web server hands them over, and what is answered where none comes."""

import http.client
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.process import Process, answers, free_port

SECONDS = 0.5
LIMIT = 200_000
SMALL_LIMIT = 1000
APPLICATION = """
from planner.kit.bridge import Bridge
from planner.kit.incoming import Bodies


def echo(environ, start_response):
    told = dict((name, str(value)) for name, value in environ.items() if "wsgi" not in name)
    if environ["PATH_INFO"] == "/environ":
        body = repr(told).encode()
    else:
        body = environ["wsgi.input"].read()
    cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    start_response("200 OK", [("Content-Type", "text/plain"), *cookies])
    return iter([body[:10], body[10:]])


bodies = Bodies(seconds={seconds})
usual = Bridge(echo, bodies=bodies, limit={limit}, threads=2)
strict = Bridge(echo, bodies=bodies, limit={small_limit}, threads=1)


async def application(scope, exchange):
    await (strict if scope.path == "/strict" else usual)(scope, exchange)
"""


class Server:
    def __init__(self, folder: Path) -> None:
        (folder / "echo.py").write_text(
            APPLICATION.format(seconds=SECONDS, limit=LIMIT, small_limit=SMALL_LIMIT)
        )
        self.port = free_port()
        self._process = Process(
            "echo",
            [
                *(sys.executable, "-m", "granian", "--interface", "rsgi", "--no-ws"),
                *("--port", str(self.port), "--working-dir", str(folder), "echo:application"),
            ],
            log=folder / "echo.log",
            ready=lambda: answers(self.port),
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
        )
        self.start, self.stop = self._process.start, self._process.stop

    def ask(self, path: str = "/", body: Any = None, **headers: str) -> tuple[Any, bytes]:
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        client.request("POST", path, body, headers)
        answer = client.getresponse()
        found = answer, answer.read()
        client.close()
        return found

    def begin(self, length: int = 4) -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\na" % length)
        return client


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("echo"))
    found.start()
    yield found
    found.stop()


def everything(client: socket.socket) -> bytes:
    """Until the other side hangs up."""
    parts = []
    while part := client.recv(65536):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("body", [b"", b"body", b"x" * 100_000, b"x" * LIMIT])
def test_body_that_comes_is_read(server, body):
    answer, found = server.ask(body=body)

    assert (answer.status, found) == (200, body)
    assert answer.headers.get_all("Set-Cookie") == ["a=1", "b=2"]


def test_body_of_unknown_length_is_read(server):
    assert server.ask(body=iter([b"one ", b"body"]))[1] == b"one body"


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize(("path", "limit"), [("/", LIMIT), ("/strict", SMALL_LIMIT)])
def test_body_that_is_too_large_is_refused(server, path, limit, is_known):
    body = b"x" * (limit + 1)

    answer, found = server.ask(path, body if is_known else iter([body]))

    assert (answer.status, answer.headers["Content-Type"]) == (413, "application/problem+json")
    assert str(limit).encode() in found


@pytest.mark.parametrize("length", [4, 100_000], ids=["small", "large"])
def test_silent_connection_is_closed(server, length):
    begun = time.monotonic()
    with server.begin(length) as client:
        assert everything(client).startswith(b"HTTP/1.1 408 ")
    assert SECONDS <= time.monotonic() - begun < 10 * SECONDS


def test_silent_connections_keep_nobody_waiting(server):
    silent = [server.begin() for _ in range(20)]  # ten times as many as there are threads

    begun = time.monotonic()
    assert server.ask(body=b"body")[1] == b"body"
    assert time.monotonic() - begun < SECONDS

    for client in silent:
        assert everything(client).startswith(b"HTTP/1.1 408 ")
        client.close()


def test_large_body_is_waited_for_while_it_comes(server):
    with server.begin(100_000) as client:
        for _ in range(3):
            time.sleep(SECONDS * 0.7)
            client.sendall(b"x" * 30_000)
        client.sendall(b"x" * 9_999)
        assert client.recv(100).startswith(b"HTTP/1.1 200 ")


def test_body_that_ends_early_is_none(server):
    with server.begin() as client:
        client.shutdown(socket.SHUT_WR)
        assert b" 200 " not in everything(client)
    assert server.ask(body=b"body")[1] == b"body"


def test_request_is_described_as_wsgi_wants_it(server):
    headers = {"Content-Type": "text/plain", "X-Some": "thing", "Cookie": "a=1"}
    _answer, told = server.ask("/environ", b"body", **headers)

    found = eval(told)  # noqa: S307 - it is our own
    assert found["REQUEST_METHOD"] == "POST"
    assert (found["CONTENT_TYPE"], found["CONTENT_LENGTH"]) == ("text/plain", "4")
    assert (found["HTTP_X_SOME"], found["HTTP_COOKIE"]) == ("thing", "a=1")
    assert (found["REMOTE_ADDR"], found["SERVER_PORT"]) == ("127.0.0.1", str(server.port))
    assert found["SERVER_PROTOCOL"] == "HTTP/1.1"


def test_path_and_query_arrive_as_wsgi_wants_them(server):
    _answer, told = server.ask("/environ?q=%E9%9A%9C")

    assert eval(told)["QUERY_STRING"] == "q=%E9%9A%9C"  # noqa: S307


def test_cookies_on_lines_of_their_own_are_one(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        head = b"GET /environ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        client.sendall(head + b"Cookie: a=1\r\nCookie: b=2\r\nX-A: 1\r\nX-A: 2\r\n\r\n")
        found = eval(everything(client).partition(b"\r\n\r\n")[2])  # noqa: S307
    assert (found["HTTP_COOKIE"], found["HTTP_X_A"]) == ("a=1; b=2", "1,2")
