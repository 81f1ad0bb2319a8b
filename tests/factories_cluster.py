"""Clusters for tests."""

import factory
from factory.django import DjangoModelFactory

from planner.models import Member
from support.models import Breach, Cluster, LastValue, Point, Source, Threshold
from tests.factories import NOON, SourceFactory, WorkspaceFactory


class ClusterFactory(DjangoModelFactory[Cluster]):
    class Meta:
        model = Cluster

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"prod-{n}")
    backend = Cluster.Backend.PROMETHEUS
    url = "http://127.0.0.1:1"
    source = factory.SubFactory(
        SourceFactory,
        workspace=factory.SelfAttribute("..workspace"),
        name=factory.SelfAttribute("..name"),
        kind=Source.Kind.CLUSTER,
    )
    created_at = NOON


def furnish_clusters(member: Member) -> None:
    """A cluster with one of everything that is known of one."""
    cluster = ClusterFactory(workspace=member.workspace, created_by=member, heard_at=NOON)
    LastValue.objects.create(cluster=cluster, measure="pods_unready", samples=[[[], 13]], at=NOON)
    Point.objects.create(cluster=cluster, step=30, at=NOON, values={"pods_unready": 13})
    Threshold.objects.create(
        cluster=cluster, measure="pods_unready", limit=9, clear=8, severity="critical"
    )
    Breach.objects.create(
        cluster=cluster, measure="pods_unready", key="", value=13, since=NOON, seen_at=NOON,
        fired_at=NOON,
    )  # fmt: skip
