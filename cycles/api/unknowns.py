"""Questions that could sink an epic."""

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.unknowns import (
    edit_unknown,
    investigate_unknown,
    raise_unknown,
    reopen_unknown,
    resolve_unknown,
)
from cycles.models import Epic, Unknown
from planner.access import may_shape
from planner.models import Member
from planner.rest.fields import ByKey, Id, Key, MemberName
from planner.rest.filters import BooleanFilter, ChoiceFilter, Filters, IdFilter, KeyFilter
from planner.rest.views import WorkspaceViewSet, verb


class UnknownShown(serializers.ModelSerializer[Unknown]):
    """
    A question, numbered within its epic. `answer` is what is known of it so far, while it is left.
    """

    epic = Key(read_only=True)
    owner = MemberName(read_only=True, allow_null=True)
    raised_by = MemberName(read_only=True, allow_null=True)
    resolved_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Unknown
        fields = (
            "id", "epic", "number", "question", "state", "owner", "due_on", "answer", "is_late",
            "raised_at", "raised_by", "resolved_at", "resolved_by", "version",
        )  # fmt: skip
        read_only_fields = fields


class UnknownAsked(serializers.ModelSerializer[Unknown]):
    """A question that could sink the epic; who owns it, and by when the answer is due."""

    epic = ByKey(letter="E", queryset=Epic.objects.select_related("workspace"))
    owner = Id(queryset=Member.objects.select_related("person"), allow_null=True, required=False)

    class Meta:
        model = Unknown
        fields = ("epic", "question", "owner", "due_on")


class UnknownEdited(serializers.ModelSerializer[Unknown]):
    """What may be changed of it."""

    owner = Id(queryset=Member.objects.select_related("person"), allow_null=True)

    class Meta:
        model = Unknown
        fields = ("question", "owner", "due_on", "answer")


class AnswerAsked(serializers.Serializer[Any]):
    """What was found out."""

    answer = serializers.CharField(max_length=5000)


class UnknownFilter(Filters):
    epic = KeyFilter("E", field_name="epic__number")
    state = ChoiceFilter(choices=Unknown.State.choices)
    owner = IdFilter(field_name="owner")
    is_late = BooleanFilter()

    class Meta:
        model = Unknown
        fields = ("epic", "state", "owner", "is_late")


class Unknowns(WorkspaceViewSet[Unknown]):
    """Questions that could sink an epic."""

    queryset = Unknown.objects.select_related(
        "epic__workspace", "owner__person", "raised_by__person", "resolved_by__person"
    )
    serializer_class = UnknownShown
    filterset_class = UnknownFilter
    in_workspace = "epic__workspace"
    order = "pk"
    may = dict.fromkeys(
        ("create", "partial_update", "investigate", "resolve", "reopen"), staticmethod(may_shape)
    )
    asks = {"create": UnknownAsked, "partial_update": UnknownEdited, "resolve": AnswerAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Raise it; found under a commitment, it is late."""
        return self.show_now(raise_unknown(**self.given(), **self.by), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change the question, its owner, its day, or what is known."""
        unknown = self.get_object()
        self.version_seen(unknown)
        wanted = self.given()
        if "owner" in wanted:
            owner = wanted.pop("owner")
            wanted["owner_id"] = owner and owner.pk
        return self.show_now(
            edit_unknown(unknown=unknown, version=unknown.version, wanted=wanted, **self.by)
        )

    @verb
    def investigate(self, request: Request, **key: str) -> Response:
        """Begin to look into it."""
        unknown = self.get_object()
        self.version_seen(unknown)
        return self.show_now(investigate_unknown(unknown=unknown, **self.by))

    @verb
    def resolve(self, request: Request, **key: str) -> Response:
        """Write down its answer."""
        unknown = self.get_object()
        version = self.version_seen(unknown)
        return self.show_now(
            resolve_unknown(unknown=unknown, version=version, **self.given(), **self.by)
        )

    @verb
    def reopen(self, request: Request, **key: str) -> Response:
        """Ask it again, or stop looking into it."""
        unknown = self.get_object()
        self.version_seen(unknown)
        return self.show_now(reopen_unknown(unknown=unknown, **self.by))
