"""
How long Health takes with 10 clusters of 1,000 nodes and 3,000 pods each, a week of points, and
nodes and Deployments past their thresholds: the page over six hours and a week, and its nodes.

Measured in turns with a reference page of the same run: a bare Django view that renders 300
``.values()`` rows. Each may take four times the reference, and be no larger than 150 kB; of all
nodes the table shows some at a time.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import clusters, pages

NODES, QUICK_NODES = 1000, 100
LARGEST = 150_000  # bytes of the page


def fill(nodes: int, now: datetime) -> Any:
    from planner.models import Member
    from support.actions.backends import Heard
    from support.actions.polling import digest_round
    from support.models import Cluster
    from support.rules import prometheus

    pks = clusters.fill("https://prometheus.example.org")
    raw = prometheus.read(clusters.body(nodes).decode(), {})
    for cluster in Cluster.objects.filter(pk__in=pks).order_by("pk"):
        for at in (now - timedelta(minutes=1), now):
            digest_round(cluster=cluster, heard=Heard(raw), at=at)
            cluster.breaches.update(since=now - timedelta(hours=1))
        _remember(cluster, now)
    manager = Member.objects.select_related("person", "workspace").get()
    _tickets(manager.workspace, now)
    return manager


def _remember(cluster: Any, now: datetime) -> None:
    from support.models import Point
    from support.rules.points import KEPT, begin

    latest = cluster.points.latest("at")
    points = [
        Point(cluster=cluster, step=step, at=begin(now, step) - timedelta(seconds=step * n),
              values={key: value * (1 + n % 7 / 100) for key, value in latest.values.items()},
              short={key: share + n % 7 for key, share in latest.short.items()})
        for step, kept in KEPT.items()
        for n in range(1, int(kept.total_seconds() // step) - 4)
    ]  # fmt: skip
    Point.objects.bulk_create(points, ignore_conflicts=True)  # some of a minute ago are there


def _tickets(workspace: Any, now: datetime) -> None:
    """What the reference page shows."""
    from support.models import Ticket

    Ticket.objects.bulk_create(
        Ticket(workspace=workspace, number=10_000 + n, kind="question", title=f"Question {n}",
               opened_at=now, last_event_at=now)
        for n in range(400)
    )  # fmt: skip


def main() -> int:
    options = pages.options_of(__doc__)
    with pages.planner():
        now = datetime.now(UTC)
        person = fill(QUICK_NODES if options.quick else NODES, now).person
        health = "/w/bench/health/"
        asked = {
            "reference": pages.asked_by(person, pages.REFERENCE),
            "health": pages.asked_by(person, health),
            "health 1w": pages.asked_by(person, f"{health}?span=1w"),
            "nodes": pages.asked_by(person, f"{health}1/nodes/"),
        }
        sizes = {
            name: len(asked[name]().content)  # type: ignore[attr-defined]
            for name in asked
            if name != "reference"
        }
        times = pages.measure(asked, 5 if options.quick else 40)
    print(", ".join(f"{name} is {size / 1000:.0f} kB large" for name, size in sizes.items()))
    missed = pages.report(times, check=options.check)
    return 1 if options.check and max(sizes.values()) > LARGEST else missed


if __name__ == "__main__":
    sys.exit(main())
