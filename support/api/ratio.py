"""The ratio of reactive and proactive work, cycle by cycle, and corrections of days."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.models import Cycle
from planner.access import may_plan, may_work_the_desk
from planner.models import Member
from planner.rest.fields import Id, MemberName
from planner.rest.filters import Filters, IdFilter
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.ratio import correct_day, strike_correction
from support.api.causes import CauseOfThing
from support.models import Cause, DayCorrection
from support.queries.ratio_read import RatioCycle, planned_of, ratio_cycle, ratios_of, week_sums
from support.rules.ratio import Sums

BEGUN: Final = (Cycle.State.ACTIVE, Cycle.State.CLOSED)


class SharedDays(serializers.Serializer[Any]):
    """Person-days, and the reactive share of them in percent."""

    capacity = serializers.FloatField()
    reactive = serializers.FloatField()
    proactive = serializers.FloatField()
    share = serializers.IntegerField(allow_null=True)


class WeekShared(SharedDays):
    """`planned_share` is what the seats alone say."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    planned_share = serializers.IntegerField(allow_null=True)


class RatioShown(SharedDays):
    """
    A cycle that began. While it runs the figures go up to today; once it is closed they never
    change.
    """

    cycle = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    state = serializers.ChoiceField(choices=Cycle.State.choices)
    target = serializers.IntegerField()
    planned_share = serializers.IntegerField(allow_null=True)
    weeks = WeekShared(many=True)


class TeamShared(SharedDays):
    """`epic` is the key of a Big Epic."""

    kind = serializers.CharField()
    epic = serializers.CharField(allow_null=True)


class PersonShared(SharedDays):
    id = serializers.IntegerField()
    name = serializers.CharField()


class RatioOfCause(serializers.Serializer[Any]):
    """Without an id it is what nobody attributed; `times` counts tickets and interruptions."""

    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    days = serializers.FloatField()
    times = serializers.IntegerField()


class AskerCost(serializers.Serializer[Any]):
    """A team that asked; without a name it is unknown."""

    name = serializers.CharField(allow_blank=True)
    days = serializers.FloatField()
    shielded = serializers.IntegerField()
    through = serializers.IntegerField()
    waiting = serializers.IntegerField()


class RatioInFull(RatioShown):
    """
    `people` are all for managers, and only yourself for everybody else. `unassigned` are days of
    the Small Epics' team on which none was in progress; cycles closed before this was kept have 0.
    """

    teams = TeamShared(many=True)
    people = PersonShared(many=True)
    causes = RatioOfCause(many=True)
    askers = AskerCost(many=True)
    unassigned = serializers.FloatField()


class Ratio(WorkspaceViewSet[Cycle]):
    """Reactive and proactive person-days of the cycles that began, the latest first."""

    queryset: Any = Cycle.objects.filter(state__in=BEGUN)
    serializer_class = RatioShown
    order = "-number"
    lookup_field = "number"
    filter_backends = ()
    without_version = ("retrieve",)

    def list(self, request: Request, **key: str) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        told = ratios_of(list(page or ()), self.workspace, at=timezone.now())
        return self.get_paginated_response(RatioShown([shown(one) for one in told], many=True).data)

    @extend_schema(responses={200: RatioInFull})
    def retrieve(self, request: Request, **key: str) -> Response:
        """One of them, by team, cause, asking team and person."""
        cycle = self.get_object()
        cycle.workspace = self.workspace
        one = ratio_cycle(cycle, at=timezone.now())
        return Response(RatioInFull(shown(one) | _in_full(one, self.member)).data)


def shown(one: RatioCycle) -> dict[str, Any]:
    """As ``RatioShown`` tells it."""
    return {
        "cycle": one.number,
        "starts_on": one.cycle.starts_on,
        "ends_on": one.cycle.ends_on,
        "state": one.cycle.state,
        "target": one.target,
        "planned_share": one.planned.share,
        "weeks": [
            {
                "starts_on": week["from"],
                "ends_on": week["to"],
                "planned_share": planned_of(week).share,
                **_days(week_sums(week), one.unit),
            }
            for week in one.weeks
        ],
        **_days(one.sums, one.unit),
    }


def _in_full(one: RatioCycle, member: Member) -> dict[str, Any]:
    def each(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{**row, **_days(Sums(row["capacity"], row["reactive"]), one.unit)} for row in rows]

    people = [
        person for person in one.totals["people"] if may_plan(member) or person["id"] == member.pk
    ]
    return {
        "teams": each(one.totals["teams"]),
        "people": each(people),
        "causes": [
            {**row, "days": _rounded(row["ticks"], one.unit)} for row in one.totals["causes"]
        ],
        "askers": [
            {**row, "days": _rounded(row["ticks"], one.unit)} for row in one.totals["askers"]
        ],
        "unassigned": _rounded(one.totals.get("unassigned", 0), one.unit),
    }


def _days(sums: Sums, unit: int) -> dict[str, Any]:
    return {
        "capacity": _rounded(sums.capacity, unit),
        "reactive": _rounded(sums.reactive, unit),
        "proactive": _rounded(sums.proactive, unit),
        "share": sums.share,
    }


def _rounded(ticks: int, unit: int) -> float:
    return round(ticks / unit, 4)


class DayCorrectionShown(serializers.ModelSerializer[DayCorrection]):
    """So much of a person's day was reactive, in percent. A struck one counts no more."""

    member = MemberName(read_only=True)
    cause = CauseOfThing(read_only=True, allow_null=True)
    made_by = MemberName(read_only=True)
    struck_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = DayCorrection
        fields = (
            "id", "member", "on", "percent", "cause", "reason", "made_at", "made_by",
            "struck_at", "struck_by",
        )  # fmt: skip
        read_only_fields = fields


class DayCorrectionAsked(serializers.Serializer[Any]):
    """Without `member` it is a day of your own."""

    member = Id(queryset=Member.objects.select_related("person", "workspace"), required=False)
    on = serializers.DateField()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    reason = serializers.CharField(max_length=200)
    cause = Id(queryset=Cause.objects.all(), required=False, allow_null=True)


class DayCorrectionFilter(Filters):
    member = IdFilter(field_name="member")

    class Meta:
        model = DayCorrection
        fields = ("member", "on")


class DayCorrections(WorkspaceViewSet[DayCorrection]):
    """What was said of days: all of them for managers, your own for everybody else."""

    queryset: Any = DayCorrection.objects.select_related(
        "member__person", "made_by__person", "struck_by__person", "cause"
    )
    serializer_class = DayCorrectionShown
    filterset_class = DayCorrectionFilter
    may = dict.fromkeys(("create", "strike"), staticmethod(may_work_the_desk))
    asks = {"create": DayCorrectionAsked}

    def get_queryset(self) -> QuerySet[DayCorrection]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False) or may_plan(self.member):
            return rows
        return rows.filter(member=self.member)

    def create(self, request: Request, **key: str) -> Response:
        """Correct a day of a cycle that runs."""
        given = {"member": self.member} | self.given()
        return self.show_now(correct_day(**given, **self.by), HTTPStatus.CREATED)

    @verb
    def strike(self, request: Request, **key: str) -> Response:
        """Let seats and entries say again what the day was."""
        return self.show_now(strike_correction(correction=self.get_object(), **self.by))
