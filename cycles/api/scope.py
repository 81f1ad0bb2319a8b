"""Parts of an epic that can be built or cut."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.scope import (
    add_scope_item,
    build_scope_item,
    edit_scope_item,
    judge_scope_item,
    move_scope_item,
    unbuild_scope_item,
)
from cycles.models import Epic, ScopeItem
from planner.access import may_shape
from planner.rest.fields import ByKey, Key, MemberName
from planner.rest.filters import BooleanFilter, ChoiceFilter, Filters, KeyFilter
from planner.rest.views import WorkspaceViewSet, verb

KEPT = [(one.value, one.label) for one in (ScopeItem.Kind.MUST, ScopeItem.Kind.COULD)]


class ScopeItemShown(serializers.ModelSerializer[ScopeItem]):
    """A part of an epic; what is cut says why, and perhaps the epic that it went to."""

    epic = Key(read_only=True)
    went_to = Key(read_only=True, allow_null=True)
    done_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = ScopeItem
        fields = (
            "id", "epic", "title", "kind", "position", "added_at", "cut_reason", "cut_at",
            "went_to", "done_at", "done_by", "version",
        )  # fmt: skip
        read_only_fields = fields


class ScopeItemAsked(serializers.ModelSerializer[ScopeItem]):
    """A part of an epic, below the others."""

    epic = ByKey(letter="E", queryset=Epic.objects.select_related("workspace"))
    kind = serializers.ChoiceField(choices=KEPT, required=False)

    class Meta:
        model = ScopeItem
        fields = ("epic", "title", "kind")


class ScopeItemEdited(serializers.ModelSerializer[ScopeItem]):
    """What may be changed of it."""

    class Meta:
        model = ScopeItem
        fields = ("title",)


class KindAsked(serializers.Serializer[Any]):
    """Must or could; what was cut comes back by it."""

    kind = serializers.ChoiceField(choices=KEPT)


class CutAsked(serializers.Serializer[Any]):
    """Why it is cut, and the epic that it goes to."""

    reason = serializers.CharField(max_length=300)
    went_to = ByKey(letter="E", queryset=Epic.objects.all(), allow_null=True, required=False)


class PlacesAsked(serializers.Serializer[Any]):
    """How far among those of its kind: earlier by negative places, later by positive ones."""

    places = serializers.IntegerField(min_value=-1000, max_value=1000)


class ScopeItemFilter(Filters):
    epic = KeyFilter("E", field_name="epic__number")
    kind = ChoiceFilter(choices=ScopeItem.Kind.choices)
    is_built = BooleanFilter(field_name="done_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = ScopeItem
        fields = ("epic", "kind", "is_built")


class ScopeItems(WorkspaceViewSet[ScopeItem]):
    """Parts of the epics that can be built or cut."""

    queryset = ScopeItem.objects.select_related("epic__workspace", "went_to", "done_by__person")
    serializer_class = ScopeItemShown
    filterset_class = ScopeItemFilter
    in_workspace = "epic__workspace"
    order = "pk"
    may = dict.fromkeys(
        ("create", "partial_update", "judge", "cut", "build", "unbuild", "move"),
        staticmethod(may_shape),
    )
    asks = {
        "create": ScopeItemAsked,
        "partial_update": ScopeItemEdited,
        "judge": KindAsked,
        "cut": CutAsked,
        "move": PlacesAsked,
    }

    def create(self, request: Request, **key: str) -> Response:
        """Name a part of an epic."""
        return self.show_now(add_scope_item(**self.given(), **self.by), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Call it something else."""
        item = self.get_object()
        self.version_seen(item)
        edited = edit_scope_item(item=item, version=item.version, wanted=self.given(), **self.by)
        return self.show_now(edited)

    @verb
    def judge(self, request: Request, **key: str) -> Response:
        """Say that it is must or could."""
        return self._change(judge_scope_item)

    @verb
    def cut(self, request: Request, **key: str) -> Response:
        """Cut it, with the reason, and where it goes."""
        return self._change(judge_scope_item, kind=ScopeItem.Kind.CUT)

    @verb
    def build(self, request: Request, **key: str) -> Response:
        """Say that it is built."""
        return self._change(build_scope_item)

    @verb
    def unbuild(self, request: Request, **key: str) -> Response:
        """Take back that it is built."""
        return self._change(unbuild_scope_item)

    @verb
    def move(self, request: Request, **key: str) -> Response:
        """Move it among those of its kind."""
        return self._change(move_scope_item)

    def _change(self, act: Callable[..., Any], **more: Any) -> Response:
        item = self.get_object()
        self.version_seen(item)
        given = self.given() if self.action in self.asks else {}
        return self.show_now(act(item=item, **given, **more, **self.by))
