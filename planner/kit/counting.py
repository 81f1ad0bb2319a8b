"""Counts of requests, kept in the memory of the web process."""

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
