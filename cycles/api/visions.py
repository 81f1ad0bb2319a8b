"""Where the work should lead."""

from http import HTTPStatus

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.visions import add_theme, agree_vision
from cycles.models import Theme, Vision
from planner.access import may_plan
from planner.rest.views import WorkspaceViewSet


class VisionShown(serializers.ModelSerializer[Vision]):
    """A sentence, agreed on a date, that holds until an end about three years ahead."""

    class Meta:
        model = Vision
        fields = ("id", "statement", "agreed_on", "ends_on", "version")
        read_only_fields = fields


class VisionAsked(serializers.ModelSerializer[Vision]):
    """What was agreed."""

    class Meta:
        model = Vision
        fields = ("statement", "agreed_on", "ends_on")


class Visions(WorkspaceViewSet[Vision]):
    """Statements of where the work should lead, the latest first."""

    queryset = Vision.objects.all()
    serializer_class = VisionShown
    may = {"create": may_plan}
    asks = {"create": VisionAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Write down the vision that was agreed; earlier ones stay as history."""
        vision = agree_vision(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(vision, HTTPStatus.CREATED)


class ThemeShown(serializers.ModelSerializer[Theme]):
    """One line of thought in the vision; a row of the roadmap."""

    class Meta:
        model = Theme
        fields = ("id", "name", "summary", "position", "version")
        read_only_fields = fields


class ThemeAsked(serializers.ModelSerializer[Theme]):
    """A line of thought, below the others."""

    class Meta:
        model = Theme
        fields = ("name", "summary")


class Themes(WorkspaceViewSet[Theme]):
    """Lines of thought of the vision."""

    queryset = Theme.objects.all()
    serializer_class = ThemeShown
    may = {"create": may_plan}
    asks = {"create": ThemeAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Add one below the others."""
        theme = add_theme(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(theme, HTTPStatus.CREATED)

    order = "pk"
