"""What causes cost, what came again, and the epics that are to end a cause."""

from decimal import ROUND_HALF_UP
from http import HTTPStatus
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.models import Epic, Theme
from planner.access import may_shape, may_work_the_desk
from planner.rest.fields import ByKey, Id
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.remedies import (
    attribute_tickets,
    end_cause_by,
    let_cause_be,
    make_it_an_epic,
)
from support.models import Cause, Remedy
from support.queries.cause_costs import past_of
from support.queries.cause_draft import draft_of
from support.queries.cause_rows import rows_of
from support.queries.repeats import repeats
from support.queries.rotation import today_in


class EndingEpic(serializers.Serializer[Any]):
    """An epic that is to end a cause; `effect` tells what became of it since it shipped."""

    key = serializers.CharField()
    title = serializers.CharField()
    when = serializers.CharField()
    has_ended = serializers.BooleanField()
    effect = serializers.CharField()


class CauseCost(serializers.Serializer[Any]):
    """
    What a cause took over two cycles, in person-days; `id` is null for what was logged
    without one.
    `trend` has the days of the last cycles, the latest last.
    """

    id = serializers.IntegerField(source="pk", allow_null=True)
    name = serializers.CharField()
    days = serializers.DecimalField(9, 2, source="cost", rounding=ROUND_HALF_UP)
    tickets = serializers.IntegerField()
    trend = serializers.ListField(child=serializers.DecimalField(9, 2, rounding=ROUND_HALF_UP))
    is_worth_an_epic = serializers.BooleanField()
    epics = EndingEpic(many=True)


class RepeatOfTickets(serializers.Serializer[Any]):
    """Tickets that came again, the latest title first; `tickets` are those without a cause."""

    title = serializers.CharField()
    times = serializers.IntegerField()
    tickets = serializers.ListField(child=serializers.CharField(), source="keys")
    suggested_cause = serializers.IntegerField(source="cause", allow_null=True)


class CauseEpicAsked(serializers.Serializer[Any]):
    """What is left out is filled in: the title, and a summary with cost and tickets."""

    title = serializers.CharField(max_length=120, required=False)
    summary = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    size = serializers.ChoiceField(Epic.Size.choices, default=Epic.Size.SMALL.value)
    theme = Id(queryset=Theme.objects.all(), required=False, allow_null=True)


class CauseEpicMade(serializers.Serializer[Any]):
    """The key of the epic that is to end it."""

    epic = serializers.CharField(source="key")


class EpicChosen(serializers.Serializer[Any]):
    """An epic, by its key."""

    epic = ByKey(letter="E", queryset=Epic.objects.select_related("workspace"))


class TicketsChosen(serializers.Serializer[Any]):
    """Tickets, by their keys."""

    tickets = serializers.ListField(
        child=serializers.RegexField(r"^S-[0-9]{1,9}$"), min_length=1, max_length=600
    )


class Attributed(serializers.Serializer[Any]):
    """How many tickets have it now that had none."""

    tickets = serializers.IntegerField()


class Remedies(WorkspaceViewSet[Cause]):
    """What is done about a cause."""

    @extend_schema(responses={200: CauseCost(many=True)})
    @action(detail=False, pagination_class=None, filter_backends=[])
    def costs(self, request: Request, **key: str) -> Response:
        """The dearest first, what was logged without a cause last."""
        past = past_of(self.workspace, today_in(self.workspace, timezone.now()))
        return Response(CauseCost(rows_of(self.workspace, past.counted, past), many=True).data)

    @extend_schema(responses={200: RepeatOfTickets(many=True)})
    @action(detail=False, pagination_class=None, filter_backends=[])
    def repeats(self, request: Request, **key: str) -> Response:
        """Tickets of the same alert, or alike in words, some of which have no cause."""
        past = past_of(self.workspace, today_in(self.workspace, timezone.now()))
        return Response(RepeatOfTickets(repeats(self.workspace, past.counted), many=True).data)

    @extend_schema(request=CauseEpicAsked, responses={201: CauseEpicMade})
    @verb
    def make_it_an_epic(self, request: Request, **key: str) -> Response:
        """Write down an issue-based epic that is to end it, with its tickets behind it."""
        cause = self._cause()
        draft = draft_of(cause, now=timezone.now())
        asked = {"title": draft.title, "summary": draft.summary} | self.given()
        epic = make_it_an_epic(cause=cause, **asked, **self.by)
        return Response(CauseEpicMade(epic).data, HTTPStatus.CREATED)

    @verb
    def end_by(self, request: Request, **key: str) -> Response:
        """Have an epic that is there end it."""
        cause = self._cause()
        end_cause_by(cause=cause, epic=self.given()["epic"], **self.by)
        return self.show_now(cause)

    @verb
    def let_be(self, request: Request, **key: str) -> Response:
        """The epic is no longer there to end it. Twice changes nothing."""
        cause = self._cause()
        found = Remedy.objects.filter(cause=cause, epic=self.given()["epic"]).first()
        if found:
            let_cause_be(remedy=found, **self.by)
        return self.show_now(cause)

    @extend_schema(request=TicketsChosen, responses={200: Attributed})
    @verb
    def attribute(self, request: Request, **key: str) -> Response:
        """Give it to those of the tickets that have none."""
        cause = self.get_object()
        numbers = [int(each.removeprefix("S-")) for each in self.given()["tickets"]]
        found = self.workspace.tickets.filter(number__in=numbers).order_by("pk")
        count = attribute_tickets(
            workspace=self.workspace,
            tickets=found.values_list("pk", flat=True),
            cause=cause,
            **self.by,
        )
        return Response(Attributed({"tickets": count}).data)

    def _cause(self) -> Cause:
        cause = self.get_object()
        cause.workspace = self.workspace
        return cause


MAY: dict[str, Any] = dict.fromkeys(
    ("make_it_an_epic", "end_by", "let_be"), staticmethod(may_shape)
) | {"attribute": staticmethod(may_work_the_desk)}
ASKS: dict[str, Any] = {
    "make_it_an_epic": CauseEpicAsked,
    "end_by": EpicChosen,
    "let_be": EpicChosen,
    "attribute": TicketsChosen,
}
