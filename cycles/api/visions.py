"""Where the work should lead."""

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.visions import (
    add_theme,
    agree_vision,
    edit_theme,
    edit_vision,
    move_theme,
    remove_theme,
)
from cycles.models import Theme, Vision
from planner.access import may_plan
from planner.rest.views import WorkspaceViewSet, verb

MEASURE = ("measure", "measure_unit", "measure_was", "measure_target")


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
    may = {"create": may_plan, "partial_update": may_plan}
    asks = {"create": VisionAsked, "partial_update": VisionAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Write down the vision that was agreed; earlier ones stay as history."""
        vision = agree_vision(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(vision, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Correct it; what it said before stays in the activity."""
        vision = self.get_object()
        self.version_seen(vision)
        edited = edit_vision(vision=vision, version=vision.version, wanted=self.given(), **self.by)
        return self.show_now(edited)


class ThemeShown(serializers.ModelSerializer[Theme]):
    """
    One line of thought in the vision; a row of the roadmap. Where its measure is, say `readings`.
    """

    class Meta:
        model = Theme
        fields = ("id", "name", "summary", "position", *MEASURE, "version")
        read_only_fields = fields


class ThemeAsked(serializers.ModelSerializer[Theme]):
    """A line of thought, below the others."""

    class Meta:
        model = Theme
        fields = ("name", "summary", *MEASURE)


class ThemePlaceAsked(serializers.Serializer[Any]):
    """How far: up by negative places, down by positive ones."""

    places = serializers.IntegerField(min_value=-1000, max_value=1000)


class Themes(WorkspaceViewSet[Theme]):
    """Lines of thought of the vision."""

    queryset = Theme.objects.all()
    serializer_class = ThemeShown
    order = "pk"
    may = {
        "create": may_plan,
        "partial_update": may_plan,
        "destroy": may_plan,
        "move": may_plan,
    }
    asks = {"create": ThemeAsked, "partial_update": ThemeAsked, "move": ThemePlaceAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Add one below the others."""
        theme = add_theme(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(theme, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change its name, its summary or its measure."""
        theme = self.get_object()
        self.version_seen(theme)
        edited = edit_theme(theme=theme, version=theme.version, wanted=self.given(), **self.by)
        return self.show_now(edited)

    def destroy(self, request: Request, **key: str) -> Response:
        """Take it off the roadmap, once no epic belongs to it."""
        remove_theme(theme=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @verb
    def move(self, request: Request, **key: str) -> Response:
        """Move it among the others."""
        theme = self.get_object()
        self.version_seen(theme)
        move_theme(theme=theme, **self.given(), **self.by)
        return self.show_now(theme)
