"""
Counts of requests, kept in the memory of the web process.

They are told to Prometheus by its own library, which keeps none of them itself: a counter and a
histogram of it cost a sender's request a tenth of its time.
"""

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from threading import Lock
from typing import Final

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

_lock: Final = Lock()
_answers: defaultdict[tuple[str, str, int], int] = defaultdict(int)
_times: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(_BOUNDS) + 1))
_seconds: defaultdict[str, float] = defaultdict(float)


def count(view: str, method: str, status: int, began: float) -> None:
    """Count one answer; ``began`` is when its request came, by ``time.perf_counter``."""
    took = time.perf_counter() - began
    # Anybody may send any word as a method; each would be kept for ever.
    known = method if method in _METHODS else "other"
    with _lock:
        _answers[view, known, status] += 1
        _times[view][bisect_left(_BOUNDS, took)] += 1
        _seconds[view] += took


class _Requests(Collector):
    def collect(self) -> Iterator[Metric]:
        """What was counted until now."""
        with _lock:
            answers, seconds = dict(_answers), dict(_seconds)
            times = {view: list(counted) for view, counted in _times.items()}
        told = CounterMetricFamily(
            "sixweek_requests",
            "Requests answered, by the view's name",
            labels=["view", "method", "status"],
        )
        for (view, method, status), times_answered in answers.items():
            told.add_metric([view, method, str(status)], times_answered)
        yield told
        took = HistogramMetricFamily("sixweek_request_seconds", "Time to answer", labels=["view"])
        bounds = [*map(str, _BOUNDS), "+Inf"]
        for view, counted in times.items():
            buckets = list(zip(bounds, map(float, accumulate(counted)), strict=True))
            took.add_metric([view], buckets, seconds[view])
        yield took


registry = CollectorRegistry()
registry.register(_Requests())
