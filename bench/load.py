"""
A load client that leaves the processor to the server: wrk where it is installed, else a loop of
our own, which at some thousand requests a second takes a good part of a core for itself.
"""

import itertools
import selectors
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Final

_WRK: Final = shutil.which("wrk")
NAME: Final = "wrk" if _WRK else "a loop in Python (install wrk to see more)"

# A thread of wrk reads the requests once and sends them over and over, as repeats come.
_SCRIPT: Final = """
local requests, next = {}, 0
function init(arguments)
  for number = 1, tonumber(arguments[2]) do
    local file = io.open(arguments[1] .. "/" .. number, "rb")
    requests[number] = file:read("*a")
    file:close()
  end
end
function request()
  next = next % #requests + 1
  return requests[next]
end
function done(summary, latency)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("said %d %d %d %d\\n",
    summary.requests, summary.duration, failed, latency:percentile(95)))
end
"""


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


def run(port: int, requests: Sequence[bytes], *, seconds: int, clients: int = 16) -> Load:
    """
    Keep so many connections busy for so long.

    :raises LoadFailed: an answer was not 202, or there was none at all.
    """
    return (_with_wrk if _WRK else _with_a_loop)(port, requests, seconds, clients)


def _with_wrk(port: int, requests: Sequence[bytes], seconds: int, clients: int) -> Load:
    with tempfile.TemporaryDirectory(prefix="sixweek-load-") as name:
        folder = Path(name)
        for number, one in enumerate(requests, 1):
            (folder / str(number)).write_bytes(one)
        script = folder / "script.lua"
        script.write_text(_SCRIPT)
        options = ["-t", "1", "-c", str(clients), "-d", f"{seconds}s", "-s", str(script)]
        address = f"http://127.0.0.1:{port}/"
        command = [str(_WRK), *options, address, "--", str(folder), str(len(requests))]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    said = next((line.split()[1:] for line in told.splitlines() if line.startswith("said ")), None)
    if said is None:
        raise LoadFailed(told[-400:])
    answered, microseconds, failed, p95 = map(int, said)
    if failed or answered < 20:
        raise LoadFailed(told[-400:])
    return Load(answered / (microseconds / 1e6), p95 / 1000)


def _with_a_loop(port: int, given: Sequence[bytes], seconds: int, clients: int) -> Load:
    requests = itertools.cycle(given)
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
