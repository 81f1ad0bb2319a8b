"""Cards of boards, by their key."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.assignees import assign_task
from cycles.actions.blocks import block_task, unblock_task
from cycles.actions.moves import move_task
from cycles.actions.tasks import add_task, edit_task
from cycles.models import Epic, ScopeItem, Task, Team, Unknown
from planner.access import may_shape
from planner.models import Member
from planner.rest.fields import Id, Key, MemberName, Number, address
from planner.rest.filters import ChoiceFilter, Filters, IdFilter, KeyFilter
from planner.rest.views import WorkspaceViewSet, verb


class TaskShown(serializers.ModelSerializer[Task]):
    """A card on a team's board; `rank` orders the board, as text."""

    key = serializers.CharField(read_only=True)
    epic = Key(read_only=True, allow_null=True)
    assignee = MemberName(read_only=True, allow_null=True)
    created_by = MemberName(read_only=True, allow_null=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = (
            "id", "key", "team", "epic", "nature", "title", "description", "column", "rank",
            "assignee", "scope_item", "unknown", "blocked_reason", "blocked_at", "column_since",
            "created_at", "created_by", "url", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_url(self, task: Task) -> str:
        return address(task.get_absolute_url())


class TaskEdited(serializers.ModelSerializer[Task]):
    """What a card says, and what of its epic it serves."""

    scope_item = Id(
        path="epic__workspace", queryset=ScopeItem.objects.all(), required=False, allow_null=True
    )
    unknown = Id(
        path="epic__workspace", queryset=Unknown.objects.all(), required=False, allow_null=True
    )
    epic = Number(queryset=Epic.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Task
        fields = ("title", "description", "epic", "scope_item", "unknown")


class TaskAsked(TaskEdited):
    """A card for a team's board; on the lane's, `epic` is the number of its Small Epic."""

    team = Id(path="cycle__workspace", queryset=Team.objects.select_related("cycle__workspace"))
    assignee = Id(
        queryset=Member.objects.select_related("person", "workspace"),
        required=False,
        allow_null=True,
    )

    class Meta(TaskEdited.Meta):
        fields = ("team", "assignee", *TaskEdited.Meta.fields)  # type: ignore[assignment]


class CardPlaceAsked(serializers.Serializer[Any]):
    """A column, and the card to stand before or after; without one, the column's end."""

    column = serializers.ChoiceField(choices=Task.Column.choices)
    before = Id(queryset=Task.objects.all(), required=False, allow_null=True)
    after = Id(queryset=Task.objects.all(), required=False, allow_null=True)
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=300, help_text="Why one more than the limit."
    )


class CardAssigneeAsked(serializers.Serializer[Any]):
    """Who should have it, of its own team; null for nobody."""

    assignee = Id(queryset=Member.objects.select_related("person", "workspace"), allow_null=True)


class ReasonAsked(serializers.Serializer[Any]):
    """Why it cannot go on."""

    reason = serializers.CharField(max_length=300)


class TaskFilter(Filters):
    team = IdFilter(field_name="team")
    column = ChoiceFilter(choices=Task.Column.choices)
    nature = ChoiceFilter(choices=Task.Nature.choices)
    assignee = IdFilter(field_name="assignee")
    epic = KeyFilter("E", field_name="epic__number")

    class Meta:
        model = Task
        fields = ("team", "column", "nature", "assignee", "epic")


class Tasks(WorkspaceViewSet[Task]):
    """Cards of all boards, by their key."""

    queryset = Task.objects.select_related(
        "workspace", "team__cycle__workspace", "epic", "assignee__person", "created_by__person"
    )
    serializer_class = TaskShown
    filterset_class = TaskFilter
    lookup_field = "number"
    lookup_url_kwarg = "key"
    lookup_value_regex = "T-[0-9]{1,9}"
    order = "number"
    may = dict.fromkeys(
        ("create", "partial_update", "move", "assign", "block", "unblock"),
        staticmethod(may_shape),
    )
    asks = {
        "create": TaskAsked,
        "partial_update": TaskEdited,
        "move": CardPlaceAsked,
        "assign": CardAssigneeAsked,
        "block": ReasonAsked,
    }

    def create(self, request: Request, **key: str) -> Response:
        """Write a card at the end of To do."""
        return self.show_now(add_task(**self.given(), **self.by), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change what it says, or what it serves."""
        task = self.get_object()
        self.version_seen(task)
        wanted = {
            f"{name}_id" if name in ("epic", "scope_item", "unknown") else name: (
                getattr(value, "pk", value)
            )
            for name, value in self.given().items()
        }
        return self.show_now(edit_task(task=task, version=task.version, wanted=wanted, **self.by))

    @verb
    def move(self, request: Request, **key: str) -> Response:
        """Put it into a column; over the column's limit with a `reason` only."""
        return self._after(move_task, **self.given())

    @verb
    def assign(self, request: Request, **key: str) -> Response:
        """Give it to somebody of its team, whoever had it before."""
        return self._after(assign_task, **self.given())

    @verb
    def block(self, request: Request, **key: str) -> Response:
        """Say that it cannot go on, and why."""
        return self._after(block_task, **self.given())

    @verb
    def unblock(self, request: Request, **key: str) -> Response:
        """It can go on."""
        return self._after(unblock_task)

    def _after(self, change: Callable[..., Task], **more: Any) -> Response:
        task = self.get_object()
        seen = self.version_seen(task)
        return self.show_now(change(task=task, seen_version=seen, **more, **self.by))
