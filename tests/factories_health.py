"""A cluster of which a lot is known: the one that the demo shows."""

from datetime import datetime, timedelta

from planner.models import Member
from support.actions.backends import Heard
from support.actions.polling import digest_round
from support.models import Cluster
from support.rules.played import PLAYED, heard
from tests.factories import NOON
from tests.factories_cluster import ClusterFactory


def played_cluster(member: Member, name: str = "prod-tokyo-1", *, now: datetime = NOON) -> Cluster:
    """Asked a minute ago and now; what is past a threshold has been for an hour, and fires."""
    cluster = ClusterFactory(workspace=member.workspace, created_by=member, name=name)
    for at in (now - timedelta(minutes=1), now):
        raw = heard(PLAYED[name], at, now)
        digest_round(cluster=cluster, heard=Heard(raw), at=at)
        cluster.breaches.update(since=now - timedelta(hours=1))
    return cluster
