"""Clusters for tests."""

import factory
from factory.django import DjangoModelFactory

from support.models import Cluster, Source
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
