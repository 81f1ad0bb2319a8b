"""Clusters that are watched: how they are, how they were, where they break, from where on."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_change_settings
from planner.rest.fields import Key, MemberName
from planner.rest.filters import Filters, IdFilter
from planner.rest.views import WorkspaceViewSet, verb
from support.actions import clusters as acts
from support.api.health import WithHealth
from support.models import Breach, Cluster, Threshold, Ticket
from support.models.clusters import REAL_BACKENDS
from support.queries.cluster_values import (
    History,
    history,
    is_stale,
    last_values,
    most_short,
    shares_of,
    thresholds_of,
)
from support.queries.fault_words import fault_said
from support.queries.owners import owners_of
from support.rules.measures import JUDGED, LINES, MEASURE
from support.rules.metrics import NAMES
from support.rules.points import SPANS

_MEASURES: Final = [measure.key for measure in JUDGED]


class ClusterShown(serializers.ModelSerializer[Cluster]):
    """A cluster; of its backend everybody sees the host, who may change it the address."""

    url = serializers.SerializerMethodField()
    names = serializers.DictField(child=serializers.CharField(), read_only=True)
    has_secret = serializers.SerializerMethodField()
    is_stale = serializers.SerializerMethodField()
    fault = serializers.SerializerMethodField()
    created_by = MemberName(read_only=True)

    class Meta:
        model = Cluster
        fields = (
            "id", "name", "backend", "url", "names", "managed_master", "has_secret", "heard_at",
            "is_stale", "fault", "created_at", "created_by", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_url(self, cluster: Cluster) -> str:
        return cluster.url if may_change_settings(self.context["view"].member) else cluster.host

    def get_has_secret(self, cluster: Cluster) -> bool:
        return bool(cluster.sealed)

    def get_fault(self, cluster: Cluster) -> str:
        return fault_said(cluster.fault)

    def get_is_stale(self, cluster: Cluster) -> bool:
        return is_stale(cluster.heard_at, timezone.now())


class ClusterChanged(serializers.Serializer[Any]):
    """What may be changed. A secret that is given replaces the former one; none is ever shown."""

    name = serializers.CharField(max_length=60)
    url = serializers.CharField(max_length=500)
    token = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    application_key = serializers.CharField(max_length=400, required=False, allow_blank=True)
    names = serializers.DictField(
        child=serializers.CharField(max_length=200, allow_blank=True),
        required=False,
        help_text=f"What metrics are called: {', '.join(NAMES)}.",
    )
    managed_master = serializers.BooleanField(required=False)


class ClusterAsked(ClusterChanged):
    """A cluster, and the metrics backend that knows it."""

    backend = serializers.ChoiceField(REAL_BACKENDS)


class LackingShown(serializers.Serializer[Any]):
    """By query what the backend lacks for it: metrics, and labels in braces."""

    missing = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class SampleShown(serializers.Serializer[Any]):
    labels = serializers.DictField(child=serializers.CharField())
    value = serializers.FloatField()


class ValueShown(serializers.Serializer[Any]):
    """A measure as it was last known."""

    measure = serializers.CharField()
    unit = serializers.CharField()
    at = serializers.DateTimeField()
    is_stale = serializers.BooleanField()
    samples = SampleShown(many=True)


class PointShown(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    value = serializers.FloatField()


class LineShown(serializers.Serializer[Any]):
    """A measure of the cluster as a whole over time."""

    measure = serializers.CharField()
    unit = serializers.CharField()
    points = PointShown(many=True)


class SpanAsked(serializers.Serializer[Any]):
    span = serializers.ChoiceField(list(SPANS), default="1h")


class DeploymentShown(serializers.Serializer[Any]):
    """
    A Deployment that lacked pods within the time; `unready` is the share of them now, in percent.
    """

    namespace = serializers.CharField()
    deployment = serializers.CharField()
    owner = serializers.CharField(help_text="Empty where it is the platform team.")
    unready = serializers.FloatField()
    most = serializers.FloatField()
    points = PointShown(many=True)


class ThresholdShown(serializers.Serializer[Any]):
    """From where on a measure is bad; `version` is 0 while it is the usual one."""

    measure = serializers.CharField()
    limit = serializers.FloatField()
    clear = serializers.FloatField()
    for_seconds = serializers.IntegerField()
    severity = serializers.ChoiceField(Ticket.Severity.choices)
    mode = serializers.ChoiceField(Threshold.Mode.choices)
    version = serializers.IntegerField()


class ThresholdAsked(serializers.Serializer[Any]):
    """What is to be otherwise. `version` is the one that was seen, 0 for the usual threshold."""

    measure = serializers.ChoiceField(_MEASURES)
    limit = serializers.FloatField(required=False)
    clear = serializers.FloatField(required=False)
    for_seconds = serializers.IntegerField(required=False, min_value=0, max_value=acts.LONGEST_FOR)
    severity = serializers.ChoiceField(Ticket.Severity.choices, required=False)
    mode = serializers.ChoiceField(Threshold.Mode.choices, required=False)
    version = serializers.IntegerField(default=0, min_value=0, max_value=2**31 - 1)


class MeasureAsked(serializers.Serializer[Any]):
    """The measure whose usual threshold is to hold again."""

    measure = serializers.ChoiceField(_MEASURES)


class Clusters(WithHealth):
    """Clusters whose metrics are read every 30 seconds."""

    queryset = Cluster.objects.kept().select_related("workspace", "created_by__person")
    serializer_class = ClusterShown
    order = "pk"
    may = dict.fromkeys(
        ("create", "partial_update", "destroy", "try_out", "set_threshold", "reset_threshold"),
        staticmethod(may_change_settings),
    )
    asks = {
        "create": ClusterAsked,
        "partial_update": ClusterChanged,
        "set_threshold": ThresholdAsked,
        "reset_threshold": MeasureAsked,
        "lines": SpanAsked,
        "deployments": SpanAsked,
    }
    without_version = (
        "try_out", "values", "lines", "deployments", "thresholds", "set_threshold",
        "reset_threshold", "health",
    )  # fmt: skip

    def create(self, request: Request, **key: str) -> Response:
        """Watch a cluster from now on."""
        made = acts.add_cluster(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(made, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change where it is asked, by what secret, and what its metrics are called."""
        found = self.get_object()
        self.version_seen(found)
        edited = acts.edit_cluster(
            cluster=found, version=found.version, wanted=self.given(), **self.by
        )
        return self.show_now(edited)

    def destroy(self, request: Request, **key: str) -> Response:
        """Watch it no more, and forget its secrets."""
        acts.remove_cluster(cluster=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(request=None, responses={200: LackingShown})
    @action(detail=True, methods=["post"], url_path="try")
    def try_out(self, request: Request, **key: str) -> Response:
        """Ask its backend now what is missing."""
        missing = acts.try_cluster(cluster=self.get_object(), at=timezone.now())
        return Response({"missing": missing})

    @extend_schema(responses={200: ValueShown(many=True)})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def values(self, request: Request, **key: str) -> Response:
        """The last good values, each with its time."""
        found = last_values(self.get_object(), now=timezone.now()).values()
        return Response(
            [
                {
                    "measure": value.measure.key,
                    "unit": value.measure.unit,
                    "at": value.at,
                    "is_stale": value.is_stale,
                    "samples": [
                        {"labels": dict(zip(value.measure.by, labels, strict=False)), "value": n}
                        for labels, n in value.samples.items()
                    ],
                }
                for value in found
            ]
        )

    @extend_schema(parameters=[SpanAsked], responses={200: LineShown(many=True)})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def lines(self, request: Request, **key: str) -> Response:
        """What the cluster as a whole did: of what can be bad the worst, of the rest the mean."""
        found = self._history(request, LINES).lines
        return Response(
            [
                {
                    "measure": name,
                    "unit": line.measure.unit,
                    "points": [{"at": at, "value": value} for at, value in line.points],
                }
                for name, line in found.items()
                if line.points
            ]
        )

    @extend_schema(parameters=[SpanAsked], responses={200: DeploymentShown(many=True)})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def deployments(self, request: Request, **key: str) -> Response:
        """Deployments that lacked pods, those that lack most now first; a point has the worst."""
        now = last_values(self.get_object(), now=timezone.now(), keys=["deployment_unready"])
        samples = now["deployment_unready"].samples if now else {}
        found, owners = self._history(request, ()), owners_of(self.workspace)
        most = most_short(found)
        shown = [
            {
                "namespace": name[0],
                "deployment": name[1],
                "owner": owners.of_namespace(name[0]),
                "unready": samples.get(name, 0.0),
                "most": max(samples.get(name, 0.0), most.get(name, 0.0)),
                "points": [
                    {"at": at, "value": share}
                    for at, share in zip(found.times, shares_of(found, name), strict=True)
                ],
            }
            for name in {(one[0], one[1]) for one in samples} | most.keys()
        ]
        return Response(sorted(shown, key=lambda one: (-one["unready"], -one["most"])))

    def _history(self, request: Request, keys: Iterable[str]) -> History:
        asked = SpanAsked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        span = asked.validated_data["span"]
        return history(self.get_object(), span=span, now=timezone.now(), keys=keys)

    @extend_schema(responses={200: ThresholdShown(many=True)})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def thresholds(self, request: Request, **key: str) -> Response:
        """From where on each measure is bad in this cluster."""
        return Response([_threshold(now) for now in thresholds_of(self.get_object()).values()])

    @extend_schema(responses={200: ThresholdShown})
    @verb
    def set_threshold(self, request: Request, **key: str) -> Response:
        """Change one of them."""
        found, given = self.get_object(), self.given()
        measure, version = given.pop("measure"), given.pop("version")
        acts.set_threshold(cluster=found, measure=measure, wanted=given, version=version, **self.by)
        return Response(_threshold(thresholds_of(found)[measure]))

    @extend_schema(responses={200: ThresholdShown})
    @verb
    def reset_threshold(self, request: Request, **key: str) -> Response:
        """Let the usual one hold again; where it does, nothing changes."""
        found, measure = self.get_object(), self.given()["measure"]
        if own := Threshold.objects.filter(cluster=found, measure=measure).first():
            acts.reset_threshold(threshold=own, **self.by)
        return Response(_threshold(thresholds_of(found)[measure]))


def _threshold(now: Any) -> dict[str, Any]:
    names = ("limit", "clear", "for_seconds", "severity", "mode", "version")
    return {"measure": now.measure.key, **{name: getattr(now, name) for name in names}}


class BreachShown(serializers.ModelSerializer[Breach]):
    """A series past its threshold; it waits until `fired_at`. `ticket` deals with it."""

    labels = serializers.SerializerMethodField()
    unit = serializers.SerializerMethodField()
    ticket = Key(read_only=True, allow_null=True)

    class Meta:
        model = Breach
        fields = (
            "id", "cluster", "measure", "labels", "value", "unit", "since", "fired_at", "ticket",
        )  # fmt: skip
        read_only_fields = fields

    def get_labels(self, breach: Breach) -> dict[str, str]:
        return dict(zip(MEASURE[breach.measure].by, breach.labels, strict=False))

    def get_unit(self, breach: Breach) -> str:
        return MEASURE[breach.measure].unit


class BreachFilter(Filters):
    cluster = IdFilter(field_name="cluster")

    class Meta:
        model = Breach
        fields = ("cluster",)


class Breaches(WorkspaceViewSet[Breach]):
    """Where clusters are past their thresholds now, the latest first."""

    queryset = Breach.objects.select_related("cluster", "ticket")
    serializer_class = BreachShown
    filterset_class = BreachFilter
    in_workspace = "cluster__workspace"
