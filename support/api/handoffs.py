"""What the on-support team of one cycle tells the next."""

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.models import Cycle
from planner.access import may_work_the_desk
from planner.rest.fields import MemberName, Number
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.handoffs import (
    add_to_handoff,
    edit_handoff,
    write_handoff,
    write_handoff_anew,
)
from support.models import HandoffNote


class HandoffShown(serializers.ModelSerializer[HandoffNote]):
    """The note of a cycle, as Markdown; until it is edited in the language of who asks."""

    cycle = serializers.IntegerField(source="cycle.number", read_only=True)
    text = serializers.CharField(source="said", read_only=True)
    generated_by = MemberName(read_only=True)
    edited_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = HandoffNote
        fields = (
            "id", "cycle", "text", "generated_at", "generated_by", "edited_at", "edited_by",
            "version",
        )  # fmt: skip
        read_only_fields = fields


class HandoffAsked(serializers.Serializer[Any]):
    """The number of the cycle whose last week has begun."""

    cycle = Number(queryset=Cycle.objects.select_related("workspace"))


class HandoffEdited(serializers.Serializer[Any]):
    """What it should say."""

    text = serializers.CharField(max_length=50_000)


class Handoffs(WorkspaceViewSet[HandoffNote]):
    """Handoff notes, the latest first."""

    queryset: Any = HandoffNote.objects.select_related(
        "cycle__workspace", "generated_by__person", "edited_by__person"
    )
    serializer_class = HandoffShown
    in_workspace = "cycle__workspace"
    may = dict.fromkeys(
        ("create", "write_anew", "add_tickets", "partial_update"), staticmethod(may_work_the_desk)
    )
    asks = {"create": HandoffAsked, "partial_update": HandoffEdited}

    def create(self, request: Request, **key: str) -> Response:
        """Write it from the tickets as they are now."""
        return self.show_now(write_handoff(**self.given(), **self.by), HTTPStatus.CREATED)

    @verb
    def write_anew(self, request: Request, **key: str) -> Response:
        """Write it once more, as long as nobody has edited it."""
        note = self.get_object()
        self.version_seen(note)
        return self.show_now(write_handoff_anew(note=note, **self.by))

    @verb
    def add_tickets(self, request: Request, **key: str) -> Response:
        """Put below what people wrote the tickets that are open or snoozed and not named in it."""
        note = self.get_object()
        self.version_seen(note)
        return self.show_now(add_to_handoff(note=note, **self.by))

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change what it says."""
        note = self.get_object()
        version = self.version_seen(note) or note.version
        return self.show_now(
            edit_handoff(note=note, version=version, wanted=self.given(), **self.by)
        )
