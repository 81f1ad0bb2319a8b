"""The clusters that the demo watches: one that users feel, one that is well, one to try things."""

from datetime import datetime
from functools import partial

from planner.management.demo.cast import Cast
from planner.management.demo.clock import Clock
from planner.management.demo.desk import Happening
from support.actions.clusters import add_cluster
from support.actions.played import play_past
from support.models import Cluster
from support.rules.played import PLAYED

# Longer than the longest time that a threshold waits: what is wrong fires.
MINUTES = 32


def watch_clusters(cast: Cast, clock: Clock) -> list[Happening]:
    """They have been watched for a week; the desk knows already what is wrong."""
    return [(clock.now, partial(_watch, cast, name, clock.now)) for name in PLAYED]


def _watch(cast: Cast, name: str, at: datetime) -> None:
    cluster = add_cluster(
        workspace=cast.workspace, name=name, backend=Cluster.Backend.PLAYED,
        url="https://prometheus.example.org", by=cast.haruka, at=at,
    )  # fmt: skip
    play_past(cluster=cluster, at=at, minutes=MINUTES if PLAYED[name].is_hurt else 0)
