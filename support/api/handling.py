"""What the verbs of a ticket ask for, and the filters of the list."""

import re
from datetime import timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters import NumberFilter
from rest_framework import serializers

from planner.models import Member, Workspace
from planner.rest.fields import ByKey, Id
from planner.rest.filters import BooleanFilter, CharFilter, ChoiceFilter, Filters, IdFilter
from support.actions.bulk import CHANGES, MOST
from support.models import Ticket
from support.queries.filters import found

PLATFORM = "platform"  # how an empty owner, the platform team itself, is spelled
_OLDEST = 24 * 3660  # hours; ten years
_KEY: Final = re.compile(r"S-[0-9]{1,9}", re.ASCII)


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


class BulkAsked(serializers.Serializer[Any]):
    """What is to be done with which tickets, and the `assignee`, `until` or `owner` for that."""

    tickets = serializers.ListField(
        child=serializers.RegexField(r"^S-[0-9]{1,9}$"), allow_empty=False, max_length=MOST
    )
    do = serializers.ChoiceField(list(CHANGES))
    assignee = Id(queryset=Member.objects.select_related("person", "workspace"), required=False)
    until = serializers.DateTimeField(required=False)
    owner = serializers.CharField(max_length=80, required=False)

    def validate_tickets(self, keys: list[str]) -> list[Ticket]:
        return found_tickets(self.context["view"].workspace, keys)

    def validate_owner(self, owner: str) -> str:
        return "" if owner == PLATFORM else owner

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        wanted = {"assign": "assignee", "snooze": "until", "hand_over": "owner"}.get(given["do"])
        if wanted and wanted not in given:
            raise serializers.ValidationError({wanted: _("This is needed.")})
        for name in given.keys() - {"tickets", "do", wanted}:
            raise serializers.ValidationError({name: _("Leave this out.")})
        return given


class RefusedShown(serializers.Serializer[Any]):
    """A ticket that stayed as it was, and why."""

    key = serializers.CharField()
    reason = serializers.CharField()


class BulkShown(serializers.Serializer[Any]):
    """
    `was` says of each ticket that was changed what it had before: send this answer to `undo-many`
    to take it back. Those that were so already stand nowhere.
    """

    do = serializers.CharField()
    was = serializers.DictField(child=serializers.JSONField(allow_null=True))
    refused = RefusedShown(many=True)


class BulkUndone(serializers.Serializer[Any]):
    """The answer to what is to be taken back."""

    do = serializers.ChoiceField(list(CHANGES))
    was = serializers.DictField(child=serializers.JSONField(allow_null=True), allow_empty=False)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        keys = list(given["was"])
        if len(keys) > MOST or not all(_KEY.fullmatch(key) for key in keys):
            raise serializers.ValidationError({"was": _("These are no keys of tickets.")})
        return {**given, "tickets": found_tickets(self.context["view"].workspace, keys)}


def found_tickets(workspace: Workspace, keys: list[str]) -> list[Ticket]:
    """:raises ValidationError: naming those that are not there."""
    rows = Ticket.objects.filter(workspace=workspace, number__in=[int(key[2:]) for key in keys])
    found = {one.key: one for one in rows.select_related("workspace").order_by("number")}
    # S-07 is S-7.
    missing = [key for key in keys if f"S-{int(key[2:])}" not in found]
    if missing:
        raise serializers.ValidationError(
            _("There is no {name}.").format(name=", ".join(missing[:10]))
        )
    return list(found.values())
