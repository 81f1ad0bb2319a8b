"""What Prometheus reads."""

from collections.abc import Iterator
from datetime import timedelta

import redis
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from planner.kit import counting
from planner.pages.health import ask_broker, beat_seen_at
from support.models import Delivery

__all__ = ["CONTENT_TYPE", "metrics"]


def metrics() -> bytes:
    """
    The text of ``/metrics``.

    Requests are counted by this web process since its start; the rest is read as it is now.
    """
    registry = CollectorRegistry()
    registry.register(_Now())
    return generate_latest(counting.registry) + generate_latest(registry)


class _Now(Collector):
    def collect(self) -> Iterator[Metric]:
        yield _deliveries_of_a_day()
        yield from _waiting_deliveries()
        yield from _queue()


def _deliveries_of_a_day() -> Metric:
    # Of a day and not of all time: that is an index, and not a walk over years of deliveries.
    family = GaugeMetricFamily(
        "sixweek_deliveries", "Deliveries received in the last 24 hours", labels=["state"]
    )
    since = timezone.now() - timedelta(days=1)
    rows = (
        Delivery.objects.filter(received_at__gte=since)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    counted = dict.fromkeys(Delivery.State.values, 0) | dict(rows)
    for state, count in counted.items():
        family.add_metric([state], count)
    return family


def _waiting_deliveries() -> Iterator[Metric]:
    waiting = Delivery.objects.filter(state=Delivery.State.STORED).aggregate(
        count=Count("pk"), oldest=Min("received_at")
    )
    age = (timezone.now() - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0
    yield GaugeMetricFamily(
        "sixweek_deliveries_waiting", "Deliveries not digested yet", waiting["count"]
    )
    yield GaugeMetricFamily(
        "sixweek_deliveries_oldest_waiting_seconds", "Age of the oldest of them", age
    )


def _queue() -> Iterator[Metric]:
    try:
        length = ask_broker()
    except redis.RedisError:
        yield GaugeMetricFamily("sixweek_broker_up", "Whether the broker answers", 0)
        return
    yield GaugeMetricFamily("sixweek_broker_up", "Whether the broker answers", 1)
    yield GaugeMetricFamily("sixweek_queue_length", "Tasks that wait in the queue", length)
    if seen := beat_seen_at():
        yield GaugeMetricFamily(
            "sixweek_beat_seen_timestamp_seconds",
            "When beat last looked at its schedule",
            seen.timestamp(),
        )
