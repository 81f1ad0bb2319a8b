"""A cache that does not answer is asked once, and then left alone for a while."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from planner.kit import cache
from planner.kit.cache import ForgivingRedisCache
from tests.services.valkey import Valkey

SECONDS = 0.3


def cache_at(port: int) -> ForgivingRedisCache:
    options = {"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS}
    return ForgivingRedisCache(f"redis://127.0.0.1:{port}/0", {"OPTIONS": options})


@pytest.fixture
def mute() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_server_that_never_answers_costs_one_wait(mute: int) -> None:
    begun = time.monotonic()
    for _ in range(20):
        found: Any = cache_at(mute)
        assert found.get("a", "none") == "none"
        assert found.add("a", 1) is True
        assert found.incr("a") == 0
        found.set("a", 1)
    assert time.monotonic() - begun < 3 * SECONDS


def test_server_that_comes_back_is_asked_again(folder, monkeypatch) -> None:
    monkeypatch.setattr(cache, "REST_AFTER_FAILURE", 0.1)
    valkey = Valkey(folder)
    found = cache_at(valkey.port)
    assert found.get("a", "none") == "none"

    valkey.start()
    try:
        time.sleep(0.2)
        found.set("a", 1)
        assert found.get("a") == 1
    finally:
        valkey.stop()
