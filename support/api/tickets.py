"""Tickets, by their key."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_ask, may_work_the_desk
from planner.models import Member
from planner.rest.fields import Chosen, Id, Key, MemberName, address
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.bulk import change_tickets, undo_changes
from support.actions.causes import set_cause
from support.actions.merges import merge_ticket, unmerge_ticket
from support.actions.reclassifying import judge_ticket, unjudge_ticket
from support.actions.snoozes import hand_over, snooze_ticket, wake_ticket
from support.actions.tickets import (
    add_note,
    assign_ticket,
    open_ticket,
    release_ticket,
    reopen_ticket,
    resolve_ticket,
    take_ticket,
)
from support.api.asking import ASKED_BY_PEOPLE, ask
from support.api.causes import CauseChosen, CauseOfThing
from support.api.handling import (
    PLATFORM,
    BulkAsked,
    BulkShown,
    BulkUndone,
    MergeAsked,
    OwnerAsked,
    SnoozeAsked,
    TicketFilter,
)
from support.models import Inquiry, Note, Ticket


class InquirerShown(serializers.ModelSerializer[Inquiry]):
    """Who asked, and why an urgent request cannot wait."""

    class Meta:
        model = Inquiry
        fields = ("name", "team", "email", "reason")
        read_only_fields = fields


class TicketShown(serializers.ModelSerializer[Ticket]):
    """
    What reached the desk; `owner` is `platform` or a team of the developers.

    `follows` is the earlier ticket of the same alerts, or of the same request, that was long over.
    """

    key = serializers.CharField(read_only=True)
    layer = Chosen(Ticket.Layer.choices)
    health = Chosen(Ticket.Health.choices)
    owner = serializers.SerializerMethodField()
    assignee = MemberName(read_only=True, allow_null=True)
    merged_into = Key(read_only=True, allow_null=True)
    follows = Key(read_only=True, allow_null=True)
    inquiry = InquirerShown(read_only=True, allow_null=True, default=None)
    cause = CauseOfThing(read_only=True, allow_null=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Ticket
        fields = (
            "key", "kind", "state", "title", "source", "group_key", "layer", "health", "severity",
            "owner", "classified_by", "assignee", "cause", "opened_at", "first_answer_at",
            "resolved_at", "acknowledged_at", "snoozed_until", "merged_into", "follows",
            "flapping_at",
            "alerts_firing", "alerts_total", "events", "reopened", "text", "asker", "inquiry",
            "url", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_owner(self, ticket: Ticket) -> str:
        return ticket.owner or PLATFORM

    def get_url(self, ticket: Ticket) -> str:
        return address(ticket.get_absolute_url())


class TicketAsked(serializers.ModelSerializer[Ticket]):
    """
    What a person asks of the desk; `asker` names who asked, where that is somebody else.

    A requester asks for themselves: they give no `asker`, and in `reason` why what is urgent cannot
    wait.
    """

    kind = serializers.ChoiceField(choices=ASKED_BY_PEOPLE)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)

    class Meta:
        model = Ticket
        fields = ("kind", "title", "text", "asker", "reason")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        other = "reason" if may_work_the_desk(self.context["view"].member) else "asker"
        if given.pop(other, ""):
            raise serializers.ValidationError({other: _("Leave this out.")})
        return given


class AssigneeAsked(serializers.Serializer[Any]):
    """Who should have it."""

    assignee = Id(queryset=Member.objects.select_related("person", "workspace"))


class JudgementAsked(serializers.Serializer[Any]):
    """What it is, where the table is wrong; the owner `platform` is the platform team."""

    layer = serializers.ChoiceField(Ticket.Layer.choices, required=False)
    health = serializers.ChoiceField(Ticket.Health.choices, required=False)
    severity = serializers.ChoiceField(Ticket.Severity.choices, required=False)
    owner = serializers.CharField(max_length=80, required=False)


class NoteShown(serializers.ModelSerializer[Note]):
    """A note is for the team; an answer is for who asked."""

    by = MemberName(read_only=True)

    class Meta:
        model = Note
        fields = ("id", "kind", "text", "at", "by")
        read_only_fields = fields


class NoteAsked(serializers.ModelSerializer[Note]):
    """With `resolve` the ticket is called done as well."""

    resolve = serializers.BooleanField(default=False)

    class Meta:
        model = Note
        fields = ("kind", "text", "resolve")


class Tickets(WorkspaceViewSet[Ticket]):
    """What reached the desk, the latest first."""

    queryset: Any = Ticket.objects.select_related(
        "workspace", "assignee__person", "cause", "merged_into", "follows", "inquiry"
    )
    serializer_class = TicketShown
    filterset_class = TicketFilter
    lookup_field = "number"
    lookup_url_kwarg = "key"
    lookup_value_regex = "S-[0-9]{1,9}"
    order = "-number"
    may = {"create": staticmethod(may_ask)} | dict.fromkeys(
        (
            "take",
            "assign",
            "release",
            "resolve",
            "reopen",
            "add_note",
            "snooze",
            "wake",
            "hand_over",
            "merge",
            "unmerge",
            "judge",
            "unjudge",
            "set_cause",
            "change_many",
            "undo_many",
        ),
        staticmethod(may_work_the_desk),
    )
    asks = {
        "create": TicketAsked,
        "assign": AssigneeAsked,
        "add_note": NoteAsked,
        "judge": JudgementAsked,
        "set_cause": CauseChosen,
        "snooze": SnoozeAsked,
        "hand_over": OwnerAsked,
        "merge": MergeAsked,
        "change_many": BulkAsked,
        "undo_many": BulkUndone,
    }
    without_version = ("notes", "add_note", "set_cause")

    def create(self, request: Request, **key: str) -> Response:
        """Write down what a person asked of the desk; a requester asks for themselves."""
        if not may_work_the_desk(self.member):
            ticket = ask(self.member, self.given(), self.by).ticket
        else:
            ticket = open_ticket(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(ticket, HTTPStatus.CREATED)

    @verb
    def take(self, request: Request, **key: str) -> Response:
        """Become its assignee."""
        return self._after(take_ticket)

    @verb
    def assign(self, request: Request, **key: str) -> Response:
        """Give it to somebody, whoever had it before."""
        return self._after(assign_ticket, **self.given())

    @verb
    def release(self, request: Request, **key: str) -> Response:
        """Let go of it, so that somebody else can take it."""
        return self._after(release_ticket)

    @verb
    def resolve(self, request: Request, **key: str) -> Response:
        """Call it done."""
        return self._after(resolve_ticket)

    @verb
    def reopen(self, request: Request, **key: str) -> Response:
        """Take a resolution back."""
        return self._after(reopen_ticket)

    @verb
    def snooze(self, request: Request, **key: str) -> Response:
        """Let it wait until then; it wakes sooner where it becomes more severe."""
        return self._after(snooze_ticket, **self.given())

    @verb
    def wake(self, request: Request, **key: str) -> Response:
        """Let it wait no longer."""
        return self._after(wake_ticket)

    @verb
    def hand_over(self, request: Request, **key: str) -> Response:
        """Give it to the developers' team that owns what it is about."""
        return self._after(hand_over, **self.given())

    @verb
    def merge(self, request: Request, **key: str) -> Response:
        """Go on in another one, with its alerts and those that come later."""
        return self._after(merge_ticket, **self.given())

    @verb
    def unmerge(self, request: Request, **key: str) -> Response:
        """Let it stand alone again."""
        return self._after(unmerge_ticket)

    @verb
    def set_cause(self, request: Request, **key: str) -> Response:
        """Say why it came to us; null is unattributed."""
        return self.show_now(set_cause(of=self.get_object(), **self.given(), **self.by))

    @verb
    def judge(self, request: Request, **key: str) -> Response:
        """Say by hand what it is; no rule changes that."""
        return self._after(judge_ticket, wanted=self.given())

    @verb
    def unjudge(self, request: Request, **key: str) -> Response:
        """Let the table decide again what it is."""
        return self._after(unjudge_ticket)

    @extend_schema(responses={200: BulkShown})
    @action(
        detail=False,
        methods=["post"],
        url_path="change-many",
        pagination_class=None,
        filter_backends=[],
    )
    def change_many(self, request: Request, **key: str) -> Response:
        """Do one thing with up to 200 tickets; some may refuse, the others are changed."""
        given = self.given()
        do = given.pop("do")
        outcome = change_tickets(change=do, **given, **self.by)
        return Response(BulkShown({"do": do, "was": outcome.was, "refused": outcome.refused}).data)

    @extend_schema(responses={200: BulkShown})
    @action(
        detail=False,
        methods=["post"],
        url_path="undo-many",
        pagination_class=None,
        filter_backends=[],
    )
    def undo_many(self, request: Request, **key: str) -> Response:
        """Take back what `change-many` did, as far as each ticket lets it be done."""
        given = self.given()
        do = given.pop("do")
        outcome = undo_changes(change=do, **given, **self.by)
        return Response(BulkShown({"do": do, "was": outcome.was, "refused": outcome.refused}).data)

    def _after(self, change: Callable[..., Ticket], **more: Any) -> Response:
        ticket = self.get_object()
        seen = self.version_seen(ticket)
        return self.show_now(change(ticket=ticket, seen_version=seen, **more, **self.by))

    @extend_schema(responses={200: NoteShown(many=True)})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def notes(self, request: Request, **key: str) -> Response:
        """What was written under it, the earliest first."""
        notes = self.get_object().notes.select_related("by__person").order_by("at", "pk")
        return Response(NoteShown(notes, many=True).data)

    @extend_schema(responses={201: NoteShown})
    @notes.mapping.post
    def add_note(self, request: Request, **key: str) -> Response:
        """Write a note for the team, or an answer for who asked."""
        note = add_note(ticket=self.get_object(), **self.given(), **self.by)
        return Response(NoteShown(note).data, status=HTTPStatus.CREATED)
