"""Teams of a cycle, and the dated seats in them."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.boards import set_board_limits
from cycles.actions.seats import move_seat, redate_seat, seat_member, unseat_member
from cycles.models import Seat, Team
from planner.access import may_plan, may_shape
from planner.models import Member
from planner.rest.fields import Id, Key, MemberName
from planner.rest.filters import ChoiceFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet, verb


class TeamShown(serializers.ModelSerializer[Team]):
    """
    One for each Big Epic, one for all Small Epics, one on support. Limits are those of its own
    board; null means the workspace's.
    """

    cycle = serializers.IntegerField(source="cycle.number", read_only=True)
    epic = Key(read_only=True, allow_null=True)

    class Meta:
        model = Team
        fields = ("id", "cycle", "kind", "epic", "doing_limit", "review_limit")
        read_only_fields = fields


class LimitsAsked(serializers.ModelSerializer[Team]):
    """How many cards may stand in *Doing* and in review; null means as the workspace has it."""

    class Meta:
        model = Team
        fields = ("doing_limit", "review_limit")
        extra_kwargs = {
            name: {"required": True, "min_value": 1, "max_value": 50} for name in fields
        }


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
    may = {"set_limits": staticmethod(may_shape)}
    asks = {"set_limits": LimitsAsked}

    @verb
    def set_limits(self, request: Request, **key: str) -> Response:
        """Say how many cards may stand in the columns of its board."""
        team = set_board_limits(team=self.get_object(), **self.given(), **self.by)
        return self.show_now(team)


class SeatShown(serializers.ModelSerializer[Seat]):
    """A member in a team, from its first day to its last, both inclusive."""

    member = MemberName(read_only=True)
    cycle = serializers.IntegerField(source="team.cycle.number", read_only=True)

    class Meta:
        model = Seat
        fields = ("id", "team", "cycle", "member", "from_on", "to_on")
        read_only_fields = fields


class TeamAsked(serializers.Serializer[Any]):
    """A team, by its id."""

    team = Id(path="cycle__workspace", queryset=Team.objects.select_related("cycle__workspace"))


class ReasonAsked(serializers.Serializer[Any]):
    """Why the teams of a running cycle change; it is in the report."""

    reason = serializers.CharField(required=False, max_length=300)


class MoveAsked(TeamAsked, ReasonAsked):
    """Into which team, and from which day on: while the cycle runs from today, else wholly."""

    from_on = serializers.DateField(required=False)


class LeaveTeamAsked(ReasonAsked):
    """From which day on the seat is free: while the cycle runs from today, else wholly."""

    from_on = serializers.DateField(required=False)


class SeatAsked(TeamAsked, ReasonAsked):
    """Who sits where; without days for the whole cycle, or what is left of it."""

    member = Id(queryset=Member.objects.select_related("person", "workspace"))
    from_on = serializers.DateField(required=False)
    to_on = serializers.DateField(required=False)


class DaysAsked(ReasonAsked):
    """From the first day to the last, both inclusive."""

    from_on = serializers.DateField()
    to_on = serializers.DateField()


class SeatFilter(Filters):
    cycle = IdFilter(field_name="team__cycle__number")
    team = IdFilter(field_name="team")
    member = IdFilter(field_name="member")

    class Meta:
        model = Seat
        fields = ("cycle", "team", "member")


class Seats(WorkspaceViewSet[Seat]):
    """Dated seats: a member has at most one on any day."""

    queryset = Seat.objects.select_related("team__cycle__workspace", "member__person")
    serializer_class = SeatShown
    filterset_class = SeatFilter
    in_workspace = "team__cycle__workspace"
    order = "pk"
    may = dict.fromkeys(("create", "destroy", "leave", "move", "redate"), staticmethod(may_plan))
    asks = {"create": SeatAsked, "leave": LeaveTeamAsked, "move": MoveAsked, "redate": DaysAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Give a member a seat: for the whole cycle, or for the days named."""
        return self.show_now(seat_member(**self.given(), **self.by), HTTPStatus.CREATED)

    def destroy(self, request: Request, **key: str) -> Response:
        """Empty it."""
        seat = self.get_object()
        unseat_member(seat=seat, seen_in=self._seen_in(seat), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(responses={200: SeatShown, 204: None})
    @verb
    def leave(self, request: Request, **key: str) -> Response:
        """Free it from a day on, as in a running cycle, for a reason."""
        seat = self.get_object()
        unseat_member(seat=seat, seen_in=self._seen_in(seat), **self.given(), **self.by)
        left = self.get_queryset().filter(pk=seat.pk).first()
        return self.show(left) if left else Response(status=HTTPStatus.NO_CONTENT)

    @verb
    def move(self, request: Request, **key: str) -> Response:
        """Let the same person sit in another team of the cycle, on the same days."""
        seat = self.get_object()
        seen_in = self._seen_in(seat)
        return self.show_now(move_seat(seat=seat, seen_in=seen_in, **self.given(), **self.by))

    @verb
    def redate(self, request: Request, **key: str) -> Response:
        """Let it begin later or end earlier than its cycle."""
        seat = self.get_object()
        seen_in = self._seen_in(seat)
        seen = (seat.from_on, seat.to_on) if seen_in else None
        return self.show_now(
            redate_seat(seat=seat, seen=seen, seen_in=seen_in, **self.given(), **self.by)
        )

    def _seen_in(self, seat: Seat) -> int:
        """
        The team that a caller with If-Match knows it in, to be compared once more under the lock.

        :raises PreconditionFailed: they know another state of it.
        """
        return seat.team_id if self.version_seen(seat) else 0
