"""What the Health page concludes of a cluster, for programs; its raw numbers are in `values`."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from planner.rest.views import WorkspaceViewSet
from support.models import Cluster
from support.queries.health import HealthPage, health_page


class WorkMetricShown(serializers.Serializer[Any]):
    """
    A work metric. `is_over`: the number is past its threshold; `is_felt`: something of it is.
    """

    key = serializers.CharField()
    name = serializers.CharField()
    number = serializers.CharField()
    unit = serializers.CharField()
    fact = serializers.CharField()
    is_over = serializers.BooleanField()
    is_felt = serializers.BooleanField()
    tickets = serializers.ListField(child=serializers.CharField())


class ClusterHealth(serializers.Serializer[Any]):
    """
    What users feel, in words and one by one. While `is_stale`, nothing is concluded.

    A cluster that was never heard of has neither words nor work metrics.
    """

    heard_at = serializers.DateTimeField(allow_null=True)
    is_stale = serializers.BooleanField()
    headline = serializers.CharField()
    felt = serializers.CharField()
    explained = serializers.CharField()
    work_metrics = WorkMetricShown(many=True)
    nodes = serializers.IntegerField()
    nodes_silent = serializers.IntegerField()
    nodes_alerting = serializers.IntegerField()


class WithHealth(WorkspaceViewSet[Cluster]):
    """Of a cluster."""

    @extend_schema(responses={200: ClusterHealth})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def health(self, request: Request, **key: str) -> Response:
        """What users feel, counting work metrics only, and what may explain it."""
        cluster = self.get_object()
        page = health_page(member=self.member, now=timezone.now(), cluster=cluster.pk)
        return Response(_shown(cluster, page))


def _shown(cluster: Cluster, page: HealthPage | None) -> dict[str, Any]:
    shown = page.shown if page else None
    return {
        "heard_at": cluster.heard_at,
        "is_stale": shown.is_stale if shown else True,
        "headline": shown.headline if shown else "",
        "felt": shown.felt if shown else "",
        "explained": shown.explained if shown else "",
        "work_metrics": [
            {
                **{name: getattr(panel, name) for name in _FIELDS},
                "tickets": [ticket.key for ticket in panel.tickets],
            }
            for panel in (shown.panels if shown else ())
        ],
        "nodes": shown.nodes.count if shown else 0,
        "nodes_silent": shown.nodes.silent_count if shown else 0,
        "nodes_alerting": shown.nodes.hot_count if shown else 0,
    }


_FIELDS = ("key", "name", "number", "unit", "fact", "is_over", "is_felt")
