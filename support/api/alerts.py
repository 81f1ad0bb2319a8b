"""Alerts, one for each fingerprint of a source."""

from rest_framework import serializers

from planner.rest.fields import Key
from planner.rest.filters import ChoiceFilter, Filters, IdFilter, KeyFilter
from planner.rest.views import WorkspaceViewSet
from support.api.handling import PLATFORM
from support.models import Alert, Ticket


class AlertShown(serializers.ModelSerializer[Alert]):
    """One series that fires and resolves; `key` is its fingerprint, `ticket` where it belongs."""

    ticket = Key(read_only=True, allow_null=True)
    owner = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Alert
        fields = (
            "id", "source", "key", "ticket", "name", "state", "severity", "layer", "health",
            "owner", "classified_by", "labels", "annotations", "url", "starts_at", "ends_at",
            "last_seen_at", "stale_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_owner(self, alert: Alert) -> str:
        return alert.owner or PLATFORM

    def get_url(self, alert: Alert) -> str | None:
        return alert.url or None


class AlertFilter(Filters):
    source = IdFilter(field_name="source")
    ticket = KeyFilter("S", field_name="ticket__number")
    state = ChoiceFilter(choices=Alert.State.choices)
    severity = ChoiceFilter(choices=Ticket.Severity.choices)

    class Meta:
        model = Alert
        fields = ("source", "ticket", "state", "severity")


class Alerts(WorkspaceViewSet[Alert]):
    """Alerts of all sources, the latest known first."""

    queryset = Alert.objects.select_related("ticket")
    serializer_class = AlertShown
    filterset_class = AlertFilter
    in_workspace = "source__workspace"
