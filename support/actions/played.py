"""The past of a cluster that is played: as if it had been asked for a week."""

from datetime import datetime, timedelta

from django.db import transaction

from support.actions.backends import hear
from support.actions.polling import digest_round
from support.models import Cluster, Point
from support.rules.measures import LINES, derive
from support.rules.played import PLAYED, cluster_as_a_whole
from support.rules.points import KEPT, begin, worst_short


@transaction.atomic
def play_past(*, cluster: Cluster, at: datetime, minutes: int = 0) -> None:
    """Digest the rounds of the last so many minutes, one every two minutes, and draw its past."""
    for ago in range(minutes, -1, -2):
        moment = at - timedelta(minutes=ago)
        digest_round(cluster=cluster, heard=hear(cluster, skip=(), at=moment), at=moment)
    points = [
        _drawn(cluster, step, begin(at, step) - timedelta(seconds=step * ago))
        for step, kept in KEPT.items()
        for ago in range(1, int(kept.total_seconds() / step))
    ]
    Point.objects.bulk_create(points, ignore_conflicts=True)  # what was digested stays


def _drawn(cluster: Cluster, step: int, at: datetime) -> Point:
    found = derive(cluster_as_a_whole(PLAYED[cluster.name], at, cluster.created_at))
    values = {key: round(found[key][()], 4) for key in LINES if key in found}
    short = worst_short(found.get("deployment_unready", {}))
    return Point(cluster=cluster, step=step, at=at, values=values, short=short)
