"""What was done."""

from typing import Any

from rest_framework import serializers

from planner.models import Activity
from planner.rest.fields import MemberName
from planner.rest.filters import CharFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet


class ActivityShown(serializers.ModelSerializer[Activity]):
    """Somebody did something to a thing; empty `by` for what the planner did by itself."""

    by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Activity
        fields = (
            "id", "at", "by", "verb", "thing_kind", "thing_id", "within_kind", "within_id", "data",
        )  # fmt: skip
        read_only_fields = fields


class ActivityFilter(Filters):
    by = IdFilter(field_name="by")
    verb = CharFilter()
    thing_kind = CharFilter()
    thing_id = IdFilter(field_name="thing_id")

    class Meta:
        model = Activity
        fields = ("by", "verb", "thing_kind", "thing_id")


class Activities(WorkspaceViewSet[Activity]):
    """The log, the latest first. It only grows."""

    queryset: Any = Activity.objects.select_related("by__person")
    serializer_class = ActivityShown
    filterset_class = ActivityFilter
