"""Time that was spent on tickets, interruptions and cards."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.models import Task
from planner.access import may_work_the_desk
from planner.models import Member
from planner.rest.fields import ByKey, Id, Key, MemberName
from planner.rest.filters import BooleanFilter, ChoiceFilter, Filters, IdFilter, KeyFilter
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.time import DAY, correct_time, log_time, strike_time
from support.actions.timer import discard_timer, start_timer, stop_timer
from support.api.causes import CauseOfThing
from support.models import Cause, Interruption, Ticket, TimeEntry, Timer

THINGS = ("ticket", "interruption", "task")


class TimeEntryShown(serializers.ModelSerializer[TimeEntry]):
    """
    Minutes of a member's day, for one ticket, interruption or card.

    A struck entry stays, and counts no more; `reason` says why it was corrected or struck. A
    `cause` is only named where it is another one than that of what it is for.
    """

    member = MemberName(read_only=True)
    ticket = Key(read_only=True, allow_null=True)
    task = Key(read_only=True, allow_null=True)
    cause = CauseOfThing(read_only=True, allow_null=True)
    logged_by = MemberName(read_only=True)
    corrected_by = MemberName(read_only=True, allow_null=True)
    struck_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = TimeEntry
        fields = (
            "id", "member", "on", "minutes", "ticket", "interruption", "task", "nature", "cause",
            "logged_at", "logged_by", "corrected_at", "corrected_by", "struck_at", "struck_by",
            "reason", "version",
        )  # fmt: skip
        read_only_fields = fields


class TimeEntryFilter(Filters):
    member = IdFilter(field_name="member")
    ticket = KeyFilter("S", field_name="ticket__number")
    interruption = IdFilter(field_name="interruption")
    nature = ChoiceFilter(choices=TimeEntry.Nature.choices)
    struck = BooleanFilter(field_name="struck_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = TimeEntry
        fields = ("member", "ticket", "interruption", "nature", "struck")


class TimeAsked(serializers.Serializer[Any]):
    """
    For exactly one of `ticket`, `interruption` and `task`.

    Without `member` it is your own, without `on` of today.
    """

    member = Id(queryset=Member.objects.select_related("person", "workspace"), required=False)
    on = serializers.DateField(required=False)
    minutes = serializers.IntegerField(min_value=1, max_value=DAY)
    ticket = ByKey(letter="S", queryset=Ticket.objects.all(), required=False, allow_null=True)
    interruption = Id(queryset=Interruption.objects.all(), required=False, allow_null=True)
    task = ByKey(letter="T", queryset=Task.objects.all(), required=False, allow_null=True)
    cause = Id(queryset=Cause.objects.all(), required=False, allow_null=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if sum(bool(given.get(thing)) for thing in THINGS) != 1:
            raise serializers.ValidationError(
                _("Name one of %(things)s.") % {"things": ", ".join(THINGS)}
            )
        return given


class TimeCorrected(serializers.Serializer[Any]):
    """What it should have been, and why."""

    on = serializers.DateField(required=False)
    minutes = serializers.IntegerField(min_value=1, max_value=DAY, required=False)
    cause = Id(queryset=Cause.objects.all(), required=False)
    reason = serializers.CharField(max_length=200, required=False)


class TimeStruck(serializers.Serializer[Any]):
    """Why it counts no more."""

    reason = serializers.CharField(max_length=200)


class TimeEntries(WorkspaceViewSet[TimeEntry]):
    """Time that was logged, the latest first."""

    queryset: Any = TimeEntry.objects.select_related(
        "member__person",
        "logged_by__person",
        "corrected_by__person",
        "struck_by__person",
        "ticket",
        "task",
        "cause",
    )
    serializer_class = TimeEntryShown
    filterset_class = TimeEntryFilter
    may = dict.fromkeys(("create", "partial_update", "strike"), staticmethod(may_work_the_desk))
    asks = {"create": TimeAsked, "partial_update": TimeCorrected, "strike": TimeStruck}

    def create(self, request: Request, **key: str) -> Response:
        """Log time."""
        by = self.by
        today = by["at"].astimezone(self.workspace.zone).date()
        given = {"member": self.member, "on": today} | self.given()
        return self.show_now(log_time(**given, **by), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Correct it, with a reason."""
        entry = self.get_object()
        seen = self.version_seen(entry)
        given = {"reason": ""} | self.given()
        return self.show_now(correct_time(entry=entry, seen_version=seen, **given, **self.by))

    @verb
    def strike(self, request: Request, **key: str) -> Response:
        """Let it count no more."""
        entry = self.get_object()
        seen = self.version_seen(entry)
        return self.show_now(strike_time(entry=entry, seen_version=seen, **self.given(), **self.by))


class TimerShown(serializers.ModelSerializer[Timer]):
    """Your clock, which runs for a ticket."""

    ticket = Key(read_only=True)

    class Meta:
        model = Timer
        fields = ("id", "ticket", "started_at")
        read_only_fields = fields


class TimerAsked(serializers.Serializer[Any]):
    """What for."""

    ticket = ByKey(letter="S", queryset=Ticket.objects.select_related("workspace"))


class Timers(WorkspaceViewSet[Timer]):
    """Your own clock, while it runs: nobody has two, and nobody sees those of others."""

    queryset = Timer.objects.select_related("ticket")
    serializer_class = TimerShown
    in_workspace = "member__workspace"
    may = dict.fromkeys(("create", "stop", "destroy"), staticmethod(may_work_the_desk))
    asks = {"create": TimerAsked}

    def get_queryset(self) -> QuerySet[Timer]:
        rows = super().get_queryset()
        return (
            rows if getattr(self, "swagger_fake_view", False) else rows.filter(member=self.member)
        )

    def create(self, request: Request, **key: str) -> Response:
        """Let it run; one that runs for another ticket is stopped first, and its time logged."""
        timer = start_timer(member=self.member, at=self.by["at"], **self.given())
        return self.show_now(timer, HTTPStatus.CREATED)

    @extend_schema(responses={200: TimeEntryShown})
    @verb
    def stop(self, request: Request, **key: str) -> Response:
        """Stop it, and log what it measured, eight hours at most."""
        self.get_object()
        entry = stop_timer(member=self.member, at=self.by["at"])
        return Response(TimeEntryShown(TimeEntries.queryset.get(pk=entry.pk)).data)

    def destroy(self, request: Request, **key: str) -> Response:
        """Stop it, and log nothing."""
        self.get_object()
        discard_timer(member=self.member)
        return Response(status=HTTPStatus.NO_CONTENT)
