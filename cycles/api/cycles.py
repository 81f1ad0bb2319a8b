"""Cycles, by their number."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.calendar import shift_cycles
from cycles.actions.cycle import start_cycle
from cycles.models import Cycle
from planner.access import may_plan
from planner.rest.fields import MemberName
from planner.rest.filters import ChoiceFilter, Filters
from planner.rest.views import WorkspaceViewSet, verb

FURTHEST = 260  # weeks


class CycleShown(serializers.ModelSerializer[Cycle]):
    """From its first day to its last, both inclusive."""

    started_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Cycle
        fields = ("number", "state", "starts_on", "ends_on", "started_at", "started_by", "version")
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


class Cycles(WorkspaceViewSet[Cycle]):
    """Cycles, by their number, the earliest first."""

    queryset = Cycle.objects.select_related("started_by__person")
    serializer_class = CycleShown
    filterset_class = CycleFilter
    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,9}"
    order = "number"
    may = dict.fromkeys(("start", "shift"), staticmethod(may_plan))
    asks = {"start": StartAsked, "shift": ShiftAsked}

    @verb
    def start(self, request: Request, **key: str) -> Response:
        """Start it and lock its plan: today, or on a day that has been."""
        cycle = self.get_object()
        self.version_seen(cycle)
        return self.show_now(start_cycle(cycle=cycle, **self.given(), **self.by))

    @verb
    def shift(self, request: Request, **key: str) -> Response:
        """Move it and all later ones by whole weeks, with their seats."""
        cycle = self.get_object()
        self.version_seen(cycle)
        shift_cycles(cycle=cycle, **self.given(), **self.by)
        return self.show_now(cycle)
