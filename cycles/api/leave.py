"""Leave: days on which members are away."""

from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.leave import cancel_leave, edit_leave, take_leave
from cycles.models import Leave
from planner.access import Permission, may_see_people, may_take_leave
from planner.models import Member
from planner.rest.fields import Id, MemberName
from planner.rest.filters import Filters, IdFilter
from planner.rest.views import WorkspaceViewSet


class LeaveShown(serializers.ModelSerializer[Leave]):
    """Whole days, from the first to the last, both inclusive."""

    member = MemberName(read_only=True)

    class Meta:
        model = Leave
        fields = ("id", "member", "from_on", "to_on", "note", "version")
        read_only_fields = fields


class LeaveAsked(serializers.ModelSerializer[Leave]):
    """Without a member it is one's own; that of others is written down by a manager."""

    member = Id(queryset=Member.objects.select_related("person", "workspace"), required=False)

    class Meta:
        model = Leave
        fields = ("member", "from_on", "to_on", "note")


class LeaveEdited(serializers.ModelSerializer[Leave]):
    """Its days and its note."""

    class Meta:
        model = Leave
        fields = ("from_on", "to_on", "note")


class LeaveFilter(Filters):
    member = IdFilter(field_name="member")

    class Meta:
        model = Leave
        fields = ("member",)


class Leaves(WorkspaceViewSet[Leave]):
    """Days on which members are away, the latest written first."""

    queryset: Any = Leave.objects.select_related("member__person", "member__workspace")
    serializer_class = LeaveShown
    filterset_class = LeaveFilter
    in_workspace = "member__workspace"
    reading: ClassVar[Permission] = staticmethod(may_see_people)
    may = dict.fromkeys(("create", "partial_update", "destroy"), staticmethod(may_take_leave))
    asks = {"create": LeaveAsked, "partial_update": LeaveEdited}

    def create(self, request: Request, **key: str) -> Response:
        """Write down that somebody is away."""
        given = {"member": self.member, **self.given()}
        return self.show_now(take_leave(**given, **self.by), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change its days or its note."""
        leave = self.get_object()
        self.version_seen(leave)
        changed = edit_leave(leave=leave, version=leave.version, wanted=self.given(), **self.by)
        return self.show_now(changed)

    def destroy(self, request: Request, **key: str) -> Response:
        """The member is there after all."""
        cancel_leave(leave=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)
