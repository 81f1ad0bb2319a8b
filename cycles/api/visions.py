"""Where the work should lead."""

from rest_framework import serializers

from cycles.models import Theme, Vision
from planner.rest.views import WorkspaceViewSet


class VisionShown(serializers.ModelSerializer[Vision]):
    """A sentence, agreed on a date, that holds until an end about three years ahead."""

    class Meta:
        model = Vision
        fields = ("id", "statement", "agreed_on", "ends_on", "version")
        read_only_fields = fields


class Visions(WorkspaceViewSet[Vision]):
    """Statements of where the work should lead, the latest first."""

    queryset = Vision.objects.all()
    serializer_class = VisionShown


class ThemeShown(serializers.ModelSerializer[Theme]):
    """One line of thought in the vision; a row of the roadmap."""

    class Meta:
        model = Theme
        fields = ("id", "name", "summary", "position", "version")
        read_only_fields = fields


class Themes(WorkspaceViewSet[Theme]):
    """Lines of thought of the vision."""

    queryset = Theme.objects.all()
    serializer_class = ThemeShown
    order = "pk"
