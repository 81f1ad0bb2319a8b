"""The plan of a cycle: what the rules say of it, what people can give, and how it is begun."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.calendar import begin_in_the_middle
from cycles.actions.succession import let_teams_go_on
from cycles.models import Cycle, Team
from cycles.queries.findings import say_all
from cycles.queries.staffing import Staffing, staffing_of
from cycles.rules.capacity import person_days
from cycles.rules.staffing import (
    Code,
    Finding,
    Severity,
    planned_days,
    reactive_share,
    rule_check,
    vision_share,
)
from planner.models import Member
from planner.rest.fields import Id, MemberName
from planner.rest.views import WorkspaceViewSet, verb


class RuleCheckShown(serializers.Serializer[Any]):
    """What a rule says; `team`, `epic` and `members` are those whom it is about."""

    rule = serializers.ChoiceField(choices=[code.value for code in Code])
    verdict = serializers.ChoiceField(choices=[one.value for one in Severity])
    said = serializers.CharField()
    team = serializers.IntegerField(allow_null=True)
    epic = serializers.CharField(allow_null=True)
    members = MemberName(many=True)


class TeamPlanned(serializers.Serializer[Any]):
    """A team, and the person-days that its dated seats give."""

    team = serializers.IntegerField()
    person_days = serializers.DecimalField(max_digits=8, decimal_places=2)


class PersonPlanned(serializers.Serializer[Any]):
    """What somebody could give over the whole cycle, and the last one they were on support in."""

    member = MemberName()
    person_days = serializers.DecimalField(max_digits=8, decimal_places=2)
    last_on_support = serializers.IntegerField(allow_null=True)


class PlanShown(serializers.Serializer[Any]):
    """How a cycle is planned as it stands; shares are in percent, and null without seats."""

    cycle = serializers.IntegerField()
    working_days = serializers.IntegerField()
    reactive_share = serializers.IntegerField(allow_null=True)
    vision_share = serializers.IntegerField(allow_null=True)
    rules = RuleCheckShown(many=True)
    teams = TeamPlanned(many=True)
    people = PersonPlanned(many=True)


class TeamGoesOn(serializers.Serializer[Any]):
    """A release team of the last cycle, and the empty team of this one that it goes on as."""

    team = Id(path="cycle__workspace", queryset=Team.objects.all())
    goes_on_as = Id(path="cycle__workspace", queryset=Team.objects.all())


class TeamsGoOn(serializers.Serializer[Any]):
    """Which teams go on; those who were on support stay free."""

    teams = TeamGoesOn(many=True)

    def validate_teams(self, given: list[dict[str, Team]]) -> dict[int, int]:
        pairs = {one["team"].pk: one["goes_on_as"].pk for one in given}
        if len(pairs) < len(given):
            raise serializers.ValidationError(_("Name each team once."))
        return pairs


class LeftOut(serializers.Serializer[Any]):
    """Somebody who was not seated, and why."""

    member = MemberName()
    why = serializers.CharField()


class SeatedAgain(serializers.Serializer[Any]):
    """Who has a seat now, and who was left out."""

    seated = MemberName(many=True)
    left_out = LeftOut(many=True)


class BeginAsked(serializers.Serializer[Any]):
    """The number of the cycle that is running, and its first day."""

    number = serializers.IntegerField(min_value=1, max_value=100_000)
    starts_on = serializers.DateField()


class Plans(WorkspaceViewSet[Cycle]):
    """What is planned of cycles."""

    @extend_schema(responses={200: PlanShown})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def plan(self, request: Request, **key: str) -> Response:
        """The rule check, and the person-days of teams and people."""
        cycle = self.get_object()
        cycle.workspace = self.workspace
        return Response(PlanShown(_planned(staffing_of(cycle))).data)

    @extend_schema(responses={200: SeatedAgain})
    @verb
    def last_teams(self, request: Request, **key: str) -> Response:
        """Seat the people of last cycle's teams again, in teams that are empty."""
        done = let_teams_go_on(cycle=self.get_object(), **self.given(), **self.by)
        left_out = [{"member": one, "why": why} for one, why in done.left_out]
        return Response(SeatedAgain({"seated": done.seated, "left_out": left_out}).data)

    @action(detail=False, methods=["post"], url_path="begin-in-the-middle", filter_backends=[])
    def begin_in_the_middle(self, request: Request, **key: str) -> Response:
        """Give the first cycle a number and a first day in the past, before any was started."""
        first = begin_in_the_middle(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(first, HTTPStatus.OK)


def _planned(staffing: Staffing) -> dict[str, Any]:
    found, days = rule_check(staffing.facts), planned_days(staffing.facts)
    return {
        "cycle": staffing.cycle.number,
        "working_days": len(staffing.worked),
        "reactive_share": reactive_share(staffing.facts),
        "vision_share": vision_share(staffing.facts),
        "rules": _rules(found, staffing),
        "teams": [{"team": one.pk, "person_days": days[one.pk]} for one in staffing.teams],
        "people": [
            {
                "member": member,
                "person_days": person_days(staffing.workers[pk], staffing.span),
                "last_on_support": staffing.last_on_support.get(pk),
            }
            for pk, member in staffing.members.items()
        ],
    }


def _rules(found: tuple[Finding, ...], staffing: Staffing) -> Iterable[dict[str, Any]]:
    epics = {bet.epic_id: bet.epic for bet in staffing.bets}
    epics |= {epic.pk: epic for epic in staffing.left_over}
    said = say_all(found, staffing)
    return [
        {
            "rule": one.code,
            "verdict": one.severity,
            "said": words.text,
            "team": one.team,
            "epic": epics[one.epic].key if one.epic else None,
            "members": _named(one.members, staffing),
        }
        for one, words in zip(found, said, strict=True)
    ]


def _named(members: tuple[int, ...], staffing: Staffing) -> list[Member]:
    return [staffing.members[pk] for pk in members]
