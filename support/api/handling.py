"""What the verbs of a ticket ask for, and the filters of the list."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import NumberFilter
from rest_framework import serializers

from planner.rest.fields import ByKey
from planner.rest.filters import BooleanFilter, CharFilter, ChoiceFilter, Filters, IdFilter
from support.models import Ticket
from support.queries.filters import found

PLATFORM = "platform"  # how an empty owner, the platform team itself, is spelled
_OLDEST = 24 * 3660  # hours; ten years


class TicketFilter(Filters):
    """``q`` are words, all of which must be in its title, text, notes or alerts."""

    kind = ChoiceFilter(choices=Ticket.Kind.choices)
    state = ChoiceFilter(choices=Ticket.State.choices)
    source = IdFilter(field_name="source")
    layer = ChoiceFilter(choices=Ticket.Layer.choices)
    health = ChoiceFilter(choices=Ticket.Health.choices)
    severity = ChoiceFilter(choices=Ticket.Severity.choices)
    owner = CharFilter(method="owned_by", max_length=80)
    assignee = IdFilter(field_name="assignee")
    cause = IdFilter(field_name="cause")
    untaken = BooleanFilter(field_name="assignee", lookup_expr="isnull")
    older_than = NumberFilter(
        method="opened_before", min_value=0, max_value=_OLDEST, label="Hours since it was opened."
    )
    q = CharFilter(method="saying", max_length=200)

    class Meta:
        model = Ticket
        fields = (
            "kind", "state", "source", "layer", "health", "severity", "owner", "assignee",
            "cause", "untaken", "older_than", "q",
        )  # fmt: skip

    def owned_by(self, rows: QuerySet[Ticket], name: str, owner: str) -> QuerySet[Ticket]:
        return rows.filter(owner="" if owner == PLATFORM else owner)

    def opened_before(self, rows: QuerySet[Ticket], name: str, hours: Any) -> QuerySet[Ticket]:
        return rows.filter(opened_at__lte=timezone.now() - timedelta(hours=float(hours)))

    def saying(self, rows: Any, name: str, words: str) -> QuerySet[Ticket]:
        return found(rows, words)


class SnoozeAsked(serializers.Serializer[Any]):
    """Until when it waits; ninety days at most."""

    until = serializers.DateTimeField()


class OwnerAsked(serializers.Serializer[Any]):
    """The developers' team that owns it; `platform` takes it back."""

    owner = serializers.CharField(max_length=80)

    def validate_owner(self, owner: str) -> str:
        return "" if owner == PLATFORM else owner


class MergeAsked(serializers.Serializer[Any]):
    """The key of the ticket that it goes on in."""

    into = ByKey(letter="S", queryset=Ticket.objects.select_related("workspace"))
