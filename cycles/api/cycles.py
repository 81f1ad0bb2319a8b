"""Cycles, by their number."""

from rest_framework import serializers

from cycles.models import Cycle
from planner.rest.fields import MemberName
from planner.rest.filters import ChoiceFilter, Filters
from planner.rest.views import WorkspaceViewSet


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


class Cycles(WorkspaceViewSet[Cycle]):
    """Cycles, by their number, the earliest first."""

    queryset = Cycle.objects.select_related("started_by__person")
    serializer_class = CycleShown
    filterset_class = CycleFilter
    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,9}"
    order = "number"
