"""The roadmap: where every epic stands, and what serves the vision."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.models import Epic, Theme
from cycles.queries.standings import standings_among
from cycles.queries.vision_share import shares_and_targets
from cycles.rules.roadmap import CERTAINTIES, Standing
from cycles.rules.windows import NoWindow, Window
from planner.rest.fields import Chosen, Id
from planner.rest.filters import ChoiceFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet

WINDOW = {
    "type": "string",
    "maxLength": 20,
    "description": "`C25`, `C25-C27`, `2027-Q2`, `2027-H1`, `2028`; empty for no date.",
}


@extend_schema_field(WINDOW)
class WindowField(serializers.Field[Any, Any, str, Any]):
    """The window in which an epic might begin."""

    def to_internal_value(self, data: Any) -> Window:
        try:
            return Window.of(data if isinstance(data, str) else "?")
        except NoWindow:
            raise serializers.ValidationError(
                _("Choose a time: C25, C25-C27, 2027-Q2, 2027-H1 or 2028.")
            ) from None

    def to_representation(self, value: Standing) -> str:
        return Window.of_standing(value).text


class PlaceOnRoadmapAsked(serializers.Serializer[Any]):
    """
    Where an epic goes. With `seen`, where you saw it, it is refused if somebody else has moved it
    since; with `theme` it comes into the row of that theme at once.
    """

    to = WindowField()
    seen = WindowField(required=False)
    theme = Id(queryset=Theme.objects.all(), required=False)


class StandingShown(serializers.Serializer[Standing]):
    """
    How an epic stands: `window` is where it might begin, `from_on` and `to_on` are its days, also
    of cycles. One that a cycle bets on lies in that cycle, a shipped one in that which shipped it.
    """

    key = serializers.CharField()
    title = serializers.CharField()
    theme = serializers.CharField(help_text="Its name; empty for none.")
    size = serializers.ChoiceField(choices=Epic.Size.choices)
    origin = serializers.ChoiceField(choices=Epic.Origin.choices)
    state = serializers.ChoiceField(choices=Epic.State.choices)
    certainty = Chosen(choices=[(one, one) for one in CERTAINTIES])
    window = WindowField(source="*")
    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True)


class ShareShown(serializers.Serializer[Any]):
    """Percent of a cycle's proactive person-days; `planned` until the cycle begins."""

    cycle = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)
    target = serializers.IntegerField()
    planned = serializers.BooleanField()


class RoadmapFilter(Filters):
    size = ChoiceFilter(choices=Epic.Size.choices)
    origin = ChoiceFilter(choices=Epic.Origin.choices)
    state = ChoiceFilter(choices=Epic.State.choices)
    theme = IdFilter(field_name="theme")

    class Meta:
        model = Epic
        fields = ("size", "origin", "state", "theme")


class Roadmap(WorkspaceViewSet[Epic]):
    """Epics as they stand on the roadmap, by their key."""

    queryset = Epic.objects.all()
    serializer_class = StandingShown  # type: ignore[assignment]  # of the epics, once read
    filterset_class = RoadmapFilter
    lookup_field = "number"
    lookup_url_kwarg = "key"
    lookup_value_regex = "E-[0-9]{1,9}"
    order = "number"
    without_version = ("retrieve", "shares")

    def paginate_queryset(self, queryset: Any) -> Any:
        """The standings of the epics of a page: as many queries as for one."""
        page = super().paginate_queryset(queryset) or []
        found = standings_among(page)
        return [found[epic.pk] for epic in page]

    def show(self, thing: Epic, status: int = 200) -> Response:
        return Response(StandingShown(standings_among([thing])[thing.pk]).data, status=status)

    @extend_schema(responses={200: ShareShown(many=True)})
    @action(detail=False, pagination_class=None, filter_backends=[])
    def shares(self, request: Request, **key: str) -> Response:
        """Vision-based share of each cycle, the earliest first, and its target."""
        today = timezone.now().astimezone(self.workspace.zone).date()
        return Response(ShareShown(shares_and_targets(self.workspace, today=today), many=True).data)
