"""A load client that leaves the processor to the server: one loop, keep-alive, raw bytes."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import quantiles


class LoadFailed(Exception):
    """What the server answered instead."""


@dataclass(frozen=True)
class Load:
    """Requests per second, and the 95th percentile of their times in milliseconds."""

    per_second: float
    p95_ms: float


def request(path: str, token: str, body: bytes, port: int) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def run(port: int, requests: Iterator[bytes], *, seconds: float, clients: int = 16) -> Load:
    """
    Keep so many connections busy for so long.

    :raises LoadFailed: an answer was not 202, or there was none at all.
    """
    selector = selectors.DefaultSelector()
    sent: dict[socket.socket, float] = {}
    times: list[float] = []
    for _ in range(clients):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ)
        sent[connection] = time.perf_counter()
        connection.sendall(next(requests))
    begun = time.perf_counter()
    ends = begun + seconds
    while (now := time.perf_counter()) < ends:
        for key, _ in selector.select(1):
            connection = key.fileobj  # type: ignore[assignment]
            answer = connection.recv(4096)
            while not answer.endswith(b"}"):
                if not (more := connection.recv(4096)):
                    break
                answer += more
            if not answer.startswith(b"HTTP/1.1 202"):
                raise LoadFailed(answer[:400].decode(errors="replace"))
            times.append(time.perf_counter() - sent[connection])
            sent[connection] = time.perf_counter()
            connection.sendall(next(requests))
    for connection in sent:
        connection.close()
    if len(times) < 20:
        raise LoadFailed(f"Only {len(times)} requests were answered.")
    return Load(len(times) / (now - begun), quantiles(times, n=20)[-1] * 1000)
