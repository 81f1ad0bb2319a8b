"""Cycles, by their number."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.calendar import shift_cycles
from cycles.actions.closing import close_cycle
from cycles.actions.cycle import start_cycle
from cycles.actions.reopening import reopen_cycle
from cycles.api.plans import BeginAsked, Plans, TeamsGoOn
from cycles.models import Bet, Cycle, Epic
from planner.access import may_plan
from planner.rest.fields import ByKey, MemberName
from planner.rest.filters import ChoiceFilter, Filters
from planner.rest.views import verb

FURTHEST = 260  # weeks


class CycleShown(serializers.ModelSerializer[Cycle]):
    """From its first day to its last, both inclusive."""

    started_by = MemberName(read_only=True, allow_null=True)
    closed_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Cycle
        fields = (
            "number", "state", "starts_on", "ends_on", "started_at", "started_by", "closed_at",
            "closed_by", "version",
        )  # fmt: skip
        read_only_fields = fields


class CycleFilter(Filters):
    state = ChoiceFilter(choices=Cycle.State.choices)

    class Meta:
        model = Cycle
        fields = ("state",)


class StartAsked(serializers.Serializer[Any]):
    """Without a day it starts today."""

    on = serializers.DateField(required=False)


class ShiftAsked(serializers.Serializer[Any]):
    """How far: later by positive weeks, earlier by negative ones."""

    weeks = serializers.IntegerField(min_value=-FURTHEST, max_value=FURTHEST)


class DecisionAsked(serializers.Serializer[Any]):
    """What becomes of an epic at the end of its cycle, and why."""

    epic = ByKey(letter="E", queryset=Epic.objects.all())
    outcome = serializers.ChoiceField(choices=Bet.Outcome.choices)
    reason = serializers.CharField(max_length=300)


class ClosingAsked(serializers.Serializer[Any]):
    """One decision for every epic of the cycle that has not ended; there is no default."""

    decisions = DecisionAsked(many=True)

    def validate_decisions(self, given: list[dict[str, Any]]) -> dict[Epic, tuple[str, str]]:
        decided = {one["epic"]: (one["outcome"], one["reason"]) for one in given}
        if len(decided) < len(given):
            raise serializers.ValidationError(_("Decide once for each epic."))
        return decided


class Cycles(Plans):
    """Cycles, by their number, the earliest first."""

    queryset = Cycle.objects.select_related("started_by__person", "closed_by__person")
    serializer_class = CycleShown
    filterset_class = CycleFilter
    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,9}"
    order = "number"
    may = dict.fromkeys(
        ("start", "shift", "close", "reopen", "last_teams", "begin_in_the_middle"),
        staticmethod(may_plan),
    )
    asks = {
        "start": StartAsked,
        "shift": ShiftAsked,
        "close": ClosingAsked,
        "last_teams": TeamsGoOn,
        "begin_in_the_middle": BeginAsked,
    }

    @verb
    def start(self, request: Request, **key: str) -> Response:
        """Start it and lock its plan: today, or on a day that has been."""
        cycle = self.get_object()
        self.version_seen(cycle)
        return self.show_now(start_cycle(cycle=cycle, **self.given(), **self.by))

    @verb
    def close(self, request: Request, **key: str) -> Response:
        """Close it: its report is frozen, then the decisions are done."""
        cycle = self.get_object()
        self.version_seen(cycle)
        close_cycle(cycle=cycle, **self.given(), **self.by)
        return self.show_now(cycle)

    @verb
    def reopen(self, request: Request, **key: str) -> Response:
        """Let it run again, as it was before it was closed, until the next one starts."""
        cycle = self.get_object()
        self.version_seen(cycle)
        return self.show_now(reopen_cycle(cycle=cycle, **self.by))

    @verb
    def shift(self, request: Request, **key: str) -> Response:
        """Move it and all later ones by whole weeks, with their seats."""
        cycle = self.get_object()
        self.version_seen(cycle)
        shift_cycles(cycle=cycle, **self.given(), **self.by)
        return self.show_now(cycle)
