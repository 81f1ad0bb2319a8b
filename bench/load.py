"""
A load client that leaves the processor to the server: wrk where it is installed, else a loop of
our own, which at some thousand requests a second takes a good part of a core for itself.
"""

import itertools
import math
import re
import selectors
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Final

_WRK: Final = shutil.which("wrk")
NAME: Final = "wrk" if _WRK else "a loop in Python (install wrk to see more)"

# A thread of wrk reads the requests once: each that differs, and in which order they are sent.
_READ: Final = """
local requests, order, next = {}, {}, -1  -- wrk tries one before it begins
function init(arguments)
  for line in io.lines(arguments[1] .. "/order") do
    if not requests[line] then
      local file = io.open(arguments[1] .. "/" .. line, "rb")
      requests[line] = file:read("*a")
      file:close()
    end
    order[#order + 1] = requests[line]
  end
  status = tonumber(arguments[2])
end
"""

# Over and over.
_SCRIPT: Final = (
    _READ
    + """
function request()
  next = next + 1
  return order[next % #order + 1]
end
function done(summary, latency)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("said %d %d %d %d\\n",
    summary.requests, summary.duration, failed, latency:percentile(95)))
end
"""
)

# Each once: what else wrk asks for until the last is answered harms nobody.
_SCRIPT_ONCE: Final = (
    _READ
    + """
local answered = 0
function request()
  next = next + 1
  return order[math.max(next, 1)] or "GET /healthz HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\n\\r\\n"
end
function response(said)
  answered = answered + (said == status and 1 or 0)
  if answered == #order then
    answered = -1
    io.write("answered\\n")
    io.flush()
  end
end
"""
)


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


def run(
    port: int, requests: Sequence[bytes], *, seconds: int, clients: int = 8, status: int = 202
) -> Load:
    """
    Keep so many connections busy for so long.

    :raises LoadFailed: an answer was not of this status, or there was none at all.
    """
    if _WRK:
        return _with_wrk(port, requests, seconds, clients, status)
    return _with_a_loop(port, itertools.cycle(requests), seconds, clients, status)


def paced(port: int, requests: Iterator[bytes], *, per_second: float, seconds: float) -> Load:
    """
    Send so many requests a second, each of its own time, over eight connections.

    :raises LoadFailed: as ``run`` does; what cannot be sent in time shows in ``per_second``.
    """
    return _with_a_loop(port, requests, seconds, 8, 202, per_second)


def send(port: int, requests: Sequence[bytes], *, status: int = 202, clients: int = 8) -> float:
    """
    All of them once, as fast as they are answered; how many seconds that takes.

    :raises LoadFailed: one was answered with another status.
    """
    if not _WRK:
        said = _with_a_loop(port, iter(requests), 600, clients, status)
        return len(requests) / said.per_second
    with _wrk(port, _SCRIPT_ONCE, requests, 120, clients, status) as process:
        begun = time.perf_counter()
        assert process.stdout
        is_done = any(line == "answered\n" for line in process.stdout)
        taken = time.perf_counter() - begun
        process.kill()  # it would go on until its time is over
    if not is_done:
        raise LoadFailed(f"Not all of {len(requests)} requests were answered {status}.")
    return taken


def once(port: int, request: bytes, *, status: int = 202) -> None:
    """:raises LoadFailed: the answer has another status."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        _read_answer(connection, status)


def _with_wrk(
    port: int, requests: Sequence[bytes], seconds: int, clients: int, status: int
) -> Load:
    with _wrk(port, _SCRIPT, requests, seconds, clients, status) as process:
        told, _ = process.communicate()
    said = next((line.split()[1:] for line in told.splitlines() if line.startswith("said ")), None)
    if said is None:
        raise LoadFailed(told[-400:])
    answered, microseconds, failed, p95 = map(int, said)
    if failed or answered < 20:
        raise LoadFailed(told[-400:])
    return Load(answered / (microseconds / 1e6), p95 / 1000)


@contextmanager
def _wrk(
    port: int, script: str, requests: Sequence[bytes], seconds: int, clients: int, status: int
) -> Iterator[subprocess.Popen[str]]:
    with tempfile.TemporaryDirectory(prefix="sixweek-load-") as path:
        folder = Path(path)
        names = {one: str(number) for number, one in enumerate(dict.fromkeys(requests))}
        for one, name in names.items():
            (folder / name).write_bytes(one)
        (folder / "order").write_text("\n".join(names[one] for one in requests))
        file = folder / "script.lua"
        file.write_text(script)
        options = ["-t", "1", "-c", str(clients), "-d", f"{seconds}s", "-s", str(file)]
        address = f"http://127.0.0.1:{port}/"
        command = [str(_WRK), *options, address, "--", str(folder), str(status)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            yield process


def _with_a_loop(
    port: int,
    requests: Iterator[bytes],
    seconds: float,
    clients: int,
    status: int,
    per_second: float = math.inf,
) -> Load:
    """Until the time is over, or there is nothing left to send; what was sent is waited for."""
    selector = selectors.DefaultSelector()

    def connected() -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ)
        return connection

    idle = [connected() for _ in range(clients)]
    sent: dict[socket.socket, float] = {}
    times: list[float] = []
    begun = now = time.perf_counter()
    while True:
        while (
            idle and now < begun + seconds and len(times) + len(sent) <= (now - begun) * per_second
        ):
            request = next(requests, None)
            if request is None:
                seconds = 0
                break
            connection = idle.pop()
            sent[connection] = time.perf_counter()
            connection.sendall(request)
        if not sent and now >= begun + seconds:
            break
        for key, _ in selector.select(0.001 if idle else 1):
            connection = key.fileobj  # type: ignore[assignment]
            goes_on = _read_answer(connection, status)
            times.append(time.perf_counter() - sent.pop(connection))
            if not goes_on:
                selector.unregister(connection)
                connection.close()
                connection = connected()
            idle.append(connection)
        now = time.perf_counter()
    for connection in idle:
        connection.close()
    if not times:
        raise LoadFailed("Nothing was answered.")
    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return Load(len(times) / (now - begun), p95 * 1000)


def _read_answer(connection: socket.socket, status: int) -> bool:
    """
    Whether the connection may be used again.

    :raises LoadFailed: it is another one.
    """
    answer = b""
    while (ends := _end_of(answer)) is None or len(answer) < ends:
        more = connection.recv(65536)
        if not more:
            raise LoadFailed("It hung up.")
        answer += more
    if not answer.startswith(f"HTTP/1.1 {status}".encode()):
        raise LoadFailed(answer[:400].decode(errors="replace"))
    return b"connection: close" not in answer.lower()


def _end_of(answer: bytes) -> int | None:
    """How many bytes it will have, once its head says so."""
    head, ends, _body = answer.partition(b"\r\n\r\n")
    said = re.search(rb"(?i)content-length: *(\d+)", head)
    return len(head) + len(ends) + int(said[1]) if ends and said else None
