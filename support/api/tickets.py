"""Tickets, by their key."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from planner.rest.fields import MemberName
from planner.rest.filters import CharFilter, ChoiceFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet
from support.models import Ticket

PLATFORM = "platform"  # how an empty owner, the platform team itself, is spelled


class TicketShown(serializers.ModelSerializer[Ticket]):
    """What reached the desk; `owner` is `platform` or a team of the developers."""

    key = serializers.CharField(read_only=True)
    owner = serializers.SerializerMethodField()
    assignee = MemberName(read_only=True, allow_null=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Ticket
        fields = (
            "key", "kind", "state", "title", "source", "group_key", "layer", "health", "severity",
            "owner", "assignee", "opened_at", "first_answer_at", "resolved_at", "alerts_firing",
            "alerts_total", "events", "reopened", "url", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_owner(self, ticket: Ticket) -> str:
        return ticket.owner or PLATFORM

    def get_url(self, ticket: Ticket) -> str:
        return str(self.context["request"].build_absolute_uri(ticket.get_absolute_url()))


class TicketFilter(Filters):
    kind = ChoiceFilter(choices=Ticket.Kind.choices)
    state = ChoiceFilter(choices=Ticket.State.choices)
    source = IdFilter(field_name="source")
    layer = ChoiceFilter(choices=Ticket.Layer.choices)
    health = ChoiceFilter(choices=Ticket.Health.choices)
    severity = ChoiceFilter(choices=Ticket.Severity.choices)
    owner = CharFilter(method="owned_by", max_length=80)
    assignee = IdFilter(field_name="assignee")

    class Meta:
        model = Ticket
        fields = ("kind", "state", "source", "layer", "health", "severity", "owner", "assignee")

    def owned_by(self, rows: QuerySet[Ticket], name: str, owner: str) -> QuerySet[Ticket]:
        return rows.filter(owner="" if owner == PLATFORM else owner)


class Tickets(WorkspaceViewSet[Ticket]):
    """What reached the desk, the latest first."""

    queryset: Any = Ticket.objects.select_related("workspace", "assignee__person")
    serializer_class = TicketShown
    filterset_class = TicketFilter
    lookup_field = "number"
    lookup_url_kwarg = "key"
    lookup_value_regex = "S-[0-9]{1,9}"
    order = "-number"
