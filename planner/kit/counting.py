"""Counts of requests, kept in the memory of the web process."""

import time
from functools import cache
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram

registry = CollectorRegistry()

requests = Counter(
    "sixweek_requests",
    "Requests answered, by the view's name",
    ["view", "method", "status"],
    registry=registry,
)
seconds = Histogram(
    "sixweek_request_seconds",
    "Time to answer",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=registry,
)

_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


def count(view: str, method: str, status: int, began: float) -> None:
    """Count one answer; ``began`` is when its request came, by ``time.perf_counter``."""
    # Anybody may send any word as a method; each would be kept for ever.
    known = method if method in _METHODS else "other"
    answers, times = _rows(view, known, status)
    answers.inc()
    times.observe(time.perf_counter() - began)


@cache  # to look them up takes longer than to count
def _rows(view: str, method: str, status: int) -> tuple[Counter, Histogram]:
    return requests.labels(view, method, status), seconds.labels(view)
