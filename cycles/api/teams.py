"""Teams of a cycle, and the dated seats in them."""

from rest_framework import serializers

from cycles.models import Seat, Team
from planner.rest.fields import Key, MemberName
from planner.rest.filters import ChoiceFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet


class TeamShown(serializers.ModelSerializer[Team]):
    """One for each Big Epic, one for all Small Epics, one on support."""

    cycle = serializers.IntegerField(source="cycle.number", read_only=True)
    epic = Key(read_only=True, allow_null=True)

    class Meta:
        model = Team
        fields = ("id", "cycle", "kind", "epic")
        read_only_fields = fields


class TeamFilter(Filters):
    cycle = IdFilter(field_name="cycle__number")
    kind = ChoiceFilter(choices=Team.Kind.choices)

    class Meta:
        model = Team
        fields = ("cycle", "kind")


class Teams(WorkspaceViewSet[Team]):
    """Teams of the cycles. They come and go with the epics that are chosen."""

    queryset = Team.objects.select_related("cycle", "epic")
    serializer_class = TeamShown
    filterset_class = TeamFilter
    in_workspace = "cycle__workspace"
    order = "pk"


class SeatShown(serializers.ModelSerializer[Seat]):
    """A member in a team, from its first day to its last, both inclusive."""

    member = MemberName(read_only=True)
    cycle = serializers.IntegerField(source="team.cycle.number", read_only=True)

    class Meta:
        model = Seat
        fields = ("id", "team", "cycle", "member", "from_on", "to_on")
        read_only_fields = fields


class SeatFilter(Filters):
    cycle = IdFilter(field_name="team__cycle__number")
    team = IdFilter(field_name="team")
    member = IdFilter(field_name="member")

    class Meta:
        model = Seat
        fields = ("cycle", "team", "member")


class Seats(WorkspaceViewSet[Seat]):
    """Dated seats: a member has at most one on any day."""

    queryset = Seat.objects.select_related("team__cycle", "member__person")
    serializer_class = SeatShown
    filterset_class = SeatFilter
    in_workspace = "team__cycle__workspace"
    order = "pk"
