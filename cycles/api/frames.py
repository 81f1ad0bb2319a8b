"""What frames the roadmap: readings of measures, markers, targets."""

from http import HTTPStatus

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.markers import (
    add_marker,
    drop_vision_target,
    edit_marker,
    remove_marker,
    set_vision_target,
)
from cycles.actions.measures import note_reading, strike_reading
from cycles.models import Marker, Reading, Theme, VisionTarget
from planner.access import may_plan, may_shape
from planner.rest.fields import Id, MemberName
from planner.rest.filters import Filters, IdFilter
from planner.rest.views import WorkspaceViewSet


class ReadingShown(serializers.ModelSerializer[Reading]):
    """What the measure of a theme was on a day."""

    theme = Id(read_only=True)
    noted_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Reading
        fields = ("id", "theme", "on", "value", "noted_at", "noted_by")
        read_only_fields = fields


class ReadingAsked(serializers.Serializer[Reading]):
    """A second reading of a day replaces the first."""

    theme = Id(queryset=Theme.objects.select_related("workspace"))
    on = serializers.DateField()
    value = serializers.DecimalField(max_digits=12, decimal_places=2)


class ReadingFilter(Filters):
    theme = IdFilter(field_name="theme")

    class Meta:
        model = Reading
        fields = ("theme",)


class Readings(WorkspaceViewSet[Reading]):
    """Where the measures of themes are, day by day, the latest written first."""

    queryset = Reading.objects.select_related("theme__workspace", "noted_by__person")
    serializer_class = ReadingShown
    filterset_class = ReadingFilter
    in_workspace = "theme__workspace"
    may = dict.fromkeys(("create", "destroy"), staticmethod(may_shape))
    asks = {"create": ReadingAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Write down what the measure was on a day."""
        return self.show_now(note_reading(**self.given(), **self.by), HTTPStatus.CREATED)

    def destroy(self, request: Request, **key: str) -> Response:
        """Strike it; the activity keeps it."""
        strike_reading(reading=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)


class MarkerShown(serializers.ModelSerializer[Marker]):
    """A day that the whole roadmap has to do with."""

    class Meta:
        model = Marker
        fields = ("id", "on", "title", "version")
        read_only_fields = fields


class MarkerAsked(serializers.ModelSerializer[Marker]):
    """A day, and what it is."""

    class Meta:
        model = Marker
        fields = ("on", "title")


class Markers(WorkspaceViewSet[Marker]):
    """Days that the whole roadmap has to do with."""

    queryset = Marker.objects.all()
    serializer_class = MarkerShown
    order = "pk"
    may = dict.fromkeys(("create", "partial_update", "destroy"), staticmethod(may_plan))
    asks = {"create": MarkerAsked, "partial_update": MarkerAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Mark a day."""
        marker = add_marker(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(marker, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change its day or its title."""
        marker = self.get_object()
        self.version_seen(marker)
        edited = edit_marker(marker=marker, version=marker.version, wanted=self.given(), **self.by)
        return self.show_now(edited)

    def destroy(self, request: Request, **key: str) -> Response:
        """Remove it."""
        remove_marker(marker=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)


class VisionTargetShown(serializers.ModelSerializer[VisionTarget]):
    """How much of the proactive work should serve the vision from a day on."""

    class Meta:
        model = VisionTarget
        fields = ("id", "from_on", "percent")
        read_only_fields = fields


class VisionTargetAsked(serializers.Serializer[VisionTarget]):
    """Of one day the later word counts."""

    from_on = serializers.DateField()
    percent = serializers.IntegerField(min_value=0, max_value=100)


class VisionTargets(WorkspaceViewSet[VisionTarget]):
    """How much should serve the vision, from some days on."""

    queryset = VisionTarget.objects.all()
    serializer_class = VisionTargetShown
    order = "pk"
    may = dict.fromkeys(("create", "destroy"), staticmethod(may_plan))
    asks = {"create": VisionTargetAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Set it from a day on."""
        target = set_vision_target(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(target, HTTPStatus.CREATED)

    def destroy(self, request: Request, **key: str) -> Response:
        """From its day on the target before it goes on."""
        drop_vision_target(target=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)
