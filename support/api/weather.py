"""Silences, and the groups that came in a storm."""

from http import HTTPStatus
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_work_the_desk
from planner.rest.fields import Id, Key, MemberName
from planner.rest.filters import Filters, KeyFilter
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.silences import MATCHERS, end_silence, silence_alerts
from support.actions.storms import take_group_out
from support.api.tickets import TicketShown
from support.models import Silence, Source, StormGroup


class SilenceShown(serializers.ModelSerializer[Silence]):
    """Alerts that have all of `labels` interrupt nobody; `*` in a value stands for anything."""

    labels = serializers.SerializerMethodField()
    created_by = MemberName(read_only=True)

    class Meta:
        model = Silence
        fields = ("id", "source", "labels", "reason", "starts_at", "ends_at", "created_by")
        read_only_fields = fields

    def get_labels(self, silence: Silence) -> dict[str, str]:
        return dict(silence.matchers)


class SilenceAsked(serializers.ModelSerializer[Silence]):
    """Without `starts_at` it starts now; without `source` it is about all of them."""

    source = Id(  # type: ignore[assignment]  # every field has a source of its own
        queryset=Source.objects.select_related("workspace"), required=False
    )
    labels = serializers.DictField(child=serializers.CharField(max_length=300))
    starts_at = serializers.DateTimeField(required=False)

    class Meta:
        model = Silence
        fields = ("source", "labels", "reason", "starts_at", "ends_at")

    def validate_labels(self, labels: dict[str, str]) -> dict[str, str]:
        if not 0 < len(labels) <= MATCHERS:
            raise serializers.ValidationError(f"Name 1 to {MATCHERS} labels.")
        return labels


class Silences(WorkspaceViewSet[Silence]):
    """What is kept quiet, and until when."""

    queryset = Silence.objects.select_related("created_by__person")
    serializer_class = SilenceShown
    may = {"create": may_work_the_desk, "end": may_work_the_desk}
    asks = {"create": SilenceAsked}
    without_version = ("end",)

    @extend_schema(responses={201: SilenceShown})
    def create(self, request: Request, **key: str) -> Response:
        """Let alerts with these labels interrupt nobody for a while."""
        given = {"starts_at": timezone.now()} | self.given()
        matchers = list(given.pop("labels").items())
        silence = silence_alerts(workspace=self.workspace, matchers=matchers, **given, **self.by)
        return self.show_now(silence, HTTPStatus.CREATED)

    @verb
    def end(self, request: Request, **key: str) -> Response:
        """Bring its end forward to now."""
        return self.show_now(end_silence(silence=self.get_object(), **self.by))


class StormGroupShown(serializers.ModelSerializer[StormGroup]):
    """A group whose alerts stand in the ticket of a storm."""

    storm = Key(read_only=True)

    class Meta:
        model = StormGroup
        fields = ("id", "storm", "title", "group_key", "came_at", "taken_out_at")
        read_only_fields = fields


class StormGroupFilter(Filters):
    storm = KeyFilter("S", field_name="storm__number")

    class Meta:
        model = StormGroup
        fields = ("storm",)


class StormGroups(WorkspaceViewSet[StormGroup]):
    """Groups that came in a storm, the latest first."""

    queryset: Any = StormGroup.objects.select_related("storm")
    serializer_class = StormGroupShown
    filterset_class = StormGroupFilter
    in_workspace = "storm__workspace"
    may = {"take_out": may_work_the_desk}
    without_version = ("take_out",)

    @extend_schema(responses={200: TicketShown})
    @verb
    def take_out(self, request: Request, **key: str) -> Response:
        """Give it a ticket of its own."""
        ticket = take_group_out(group=self.get_object(), **self.by)
        return Response(TicketShown(ticket, context=self.get_serializer_context()).data)
