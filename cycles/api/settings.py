"""How a workspace cuts its time and builds its teams."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.calendar import change_cycle_settings
from cycles.models import CycleSettings
from planner.access import may_plan
from planner.rest.views import WorkspaceViewSet

ASKED = (
    "weeks", "start_weekday", "gap_days", "ahead", "team_min", "team_max", "on_support_seats",
    "doing_limit", "review_limit", "reactive_target", "vision_target", "day_hours",
    "review_weeks",
)  # fmt: skip


class CycleSettingsShown(serializers.ModelSerializer[CycleSettings]):
    """Weekdays count from Monday, which is 1; targets are in percent; a null limit is none."""

    class Meta:
        model = CycleSettings
        fields = ("id", *ASKED, "version")
        read_only_fields = fields


class CycleSettingsAsked(serializers.ModelSerializer[CycleSettings]):
    """What is to change; the rest stays."""

    class Meta:
        model = CycleSettings
        fields = ASKED


class CyclesSettings(WorkspaceViewSet[CycleSettings]):
    """How cycles are cut and teams are built: one row."""

    queryset = CycleSettings.objects.select_related("workspace")
    serializer_class = CycleSettingsShown
    may = {"partial_update": may_plan}
    asks = {"partial_update": CycleSettingsAsked}

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change it: drafts are cut anew, what is planned, running or closed keeps its dates."""
        found = self.get_object()
        version = self.version_seen(found) or found.version
        return self.show_now(
            change_cycle_settings(
                workspace=self.workspace, version=version, wanted=self.given(), **self.by
            )
        )
