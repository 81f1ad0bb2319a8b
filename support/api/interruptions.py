"""What wants a release team's time, and the manager's answers."""

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.models import Team
from planner.access import may_shield, may_work_the_desk
from planner.models import Member
from planner.rest.fields import ByKey, Id, Key, MemberName, address
from planner.rest.filters import ChoiceFilter, Filters, IdFilter, KeyFilter
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.causes import set_cause
from support.actions.interruptions import ask_release_team, capture_walk_up
from support.actions.shield import (
    LONGEST_DAYS,
    answer_for_team,
    leave_for_next_cycle,
    let_through,
    redirect_to_desk,
    take_answer_back,
)
from support.actions.time import DAY
from support.api.causes import CauseChosen, CauseOfThing
from support.models import Cause, Interruption, Ticket
from support.queries.interruptions import cost_of, day_hours, with_minutes


class InterruptionShown(serializers.ModelSerializer[Interruption]):
    """
    A question to a release team, or a walk-up, which came past the shield.

    `days` is what it cost in person-days: the time logged on it, else its estimate. `minutes` is
    how long the manager took for the answer; `idea` the epic that it became.
    """

    epic = Key(read_only=True, allow_null=True)
    ticket = Key(read_only=True, allow_null=True)
    idea = Key(read_only=True, allow_null=True)
    cycle = serializers.IntegerField(source="cycle.number", read_only=True, allow_null=True)
    asked_by = MemberName(read_only=True)
    answered_by = MemberName(read_only=True, allow_null=True)
    given_to = MemberName(read_only=True, allow_null=True)
    cause = CauseOfThing(read_only=True, allow_null=True)
    estimate_days = serializers.FloatField(read_only=True, allow_null=True)
    days = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Interruption
        fields = (
            "id", "state", "cycle", "team", "epic", "asked", "ticket", "asker", "asker_team",
            "asked_by", "asked_at", "answer", "answered_by", "answered_at", "minutes", "given_to",
            "estimate_days", "days", "idea", "cause", "url", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_days(self, interruption: Interruption) -> float:
        hours: Decimal = self.context["view"].day_hours
        return round(float(cost_of(interruption, hours)), 3)

    def get_url(self, interruption: Interruption) -> str:
        return address(interruption.get_absolute_url())


class InterruptionFilter(Filters):
    state = ChoiceFilter(choices=Interruption.State.choices)
    team = IdFilter(field_name="team")
    ticket = KeyFilter("S", field_name="ticket__number")
    cause = IdFilter(field_name="cause")

    class Meta:
        model = Interruption
        fields = ("state", "team", "ticket", "cause")


class InterruptionAsked(serializers.ModelSerializer[Interruption]):
    """What a release team is asked; `asker` and `asker_team` are who wants it."""

    team = Id(
        path="cycle__workspace", queryset=Team.objects.select_related("cycle__workspace", "epic")
    )
    ticket = ByKey(
        letter="S",
        queryset=Ticket.objects.select_related("workspace", "cause"),
        required=False,
        allow_null=True,
    )
    cause = Id(queryset=Cause.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Interruption
        fields = ("team", "asked", "ticket", "asker", "asker_team", "cause")


class WalkUpAsked(serializers.ModelSerializer[Interruption]):
    """Who came by, and for how many minutes of today; `asked` is what they wanted."""

    asker = serializers.CharField(max_length=80)
    minutes = serializers.IntegerField(min_value=1, max_value=DAY)
    asked = serializers.CharField(required=False, allow_blank=True)
    cause = Id(queryset=Cause.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Interruption
        fields = ("asker", "asker_team", "asked", "minutes", "cause")


class ShieldAnswerAsked(serializers.Serializer[Any]):
    """The answer; `minutes` is how long it took."""

    text = serializers.CharField(max_length=20_000)
    minutes = serializers.IntegerField(min_value=1, max_value=DAY, required=False, allow_null=True)


class RedirectAsked(serializers.Serializer[Any]):
    """What those on support should know."""

    text = serializers.CharField(max_length=20_000, required=False, allow_blank=True)


class NextCycleAsked(serializers.Serializer[Any]):
    """The title of the idea; without one it is what was asked."""

    title = serializers.CharField(max_length=120, required=False, allow_blank=True)


class LetThroughAsked(serializers.Serializer[Any]):
    """One person who sits on the team today, and an estimate in person-days."""

    to = Id(queryset=Member.objects.select_related("person", "workspace"))
    estimate_days = serializers.DecimalField(
        max_digits=4, decimal_places=2, min_value=Decimal("0.01"), max_value=Decimal(LONGEST_DAYS)
    )


class Interruptions(WorkspaceViewSet[Interruption]):
    """What wanted a release team's time, the latest first."""

    queryset: Any = with_minutes(
        Interruption.objects.with_people().select_related("workspace")
    ).order_by("-pk")
    serializer_class = InterruptionShown
    filterset_class = InterruptionFilter
    may = {
        **dict.fromkeys(("create", "walk_up", "set_cause"), staticmethod(may_work_the_desk)),
        **dict.fromkeys(
            ("answer", "redirect", "next_cycle", "let_through", "take_back"),
            staticmethod(may_shield),
        ),
    }
    asks = {
        "create": InterruptionAsked,
        "walk_up": WalkUpAsked,
        "answer": ShieldAnswerAsked,
        "redirect": RedirectAsked,
        "next_cycle": NextCycleAsked,
        "let_through": LetThroughAsked,
        "set_cause": CauseChosen,
    }
    without_version = ("set_cause",)

    @cached_property
    def day_hours(self) -> Decimal:
        return day_hours(self.workspace)

    @extend_schema(responses={201: InterruptionShown})
    def create(self, request: Request, **key: str) -> Response:
        """Ask a release team: it waits in the manager's shield."""
        return self.show_now(ask_release_team(**self.given(), **self.by), HTTPStatus.CREATED)

    @extend_schema(responses={201: InterruptionShown})
    @action(detail=False, methods=["post"], url_path="walk-up")
    def walk_up(self, request: Request, **key: str) -> Response:
        """Write down that somebody came by, with the time that it took you today."""
        made = capture_walk_up(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(made, HTTPStatus.CREATED)

    @verb
    def answer(self, request: Request, **key: str) -> Response:
        """Answer instead of the team."""
        return self._after(answer_for_team)

    @verb
    def redirect(self, request: Request, **key: str) -> Response:
        """Send it back to support."""
        return self._after(redirect_to_desk)

    @verb
    def next_cycle(self, request: Request, **key: str) -> Response:
        """Leave it for the next cycle, as the idea of an epic."""
        return self._after(leave_for_next_cycle)

    @verb
    def let_through(self, request: Request, **key: str) -> Response:
        """Let one person of the team work on it."""
        return self._after(let_through)

    @verb
    def take_back(self, request: Request, **key: str) -> Response:
        """Take the answer back: it waits again."""
        return self._after(take_answer_back)

    @verb
    def set_cause(self, request: Request, **key: str) -> Response:
        """Say why it came; null is unattributed."""
        return self.show_now(set_cause(of=self.get_object(), **self.given(), **self.by))

    def _after(self, change: Callable[..., Interruption]) -> Response:
        found = self.get_object()
        given = self.given() if self.action in self.asks else {}
        seen = self.version_seen(found)
        return self.show_now(change(interruption=found, seen_version=seen, **given, **self.by))
