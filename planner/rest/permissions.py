"""The door of a workspace, the same table as the pages ask."""

from typing import Any, Protocol

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission

from planner.access import membership
from planner.models import ApiToken, Member, Workspace
from planner.rest.authentication import ApiRequest


class Room(Protocol):
    """What is behind the door: it says who may do what, and is told who came in."""

    kwargs: dict[str, Any]
    action: str | None
    member: Member

    def permission(self, member: Member) -> bool: ...


class WorkspaceDoor(BasePermission):
    """A stranger, or a key that is bound elsewhere, is told that there is no such workspace."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return self._may(request, view)

    def _may(self, request: ApiRequest, view: Room) -> bool:
        member = membership(request.user, view.kwargs["slug"])
        if member is None or not _reaches(request.auth, member.workspace):
            raise NotFound
        if request.auth.read_only and request.method not in SAFE_METHODS:
            raise PermissionDenied(_("This token may only read."))
        view.member = member
        if view.action in (None, "metadata"):
            return True  # a method that nobody may use: 405 follows
        return view.permission(member)


def _reaches(token: ApiToken, workspace: Workspace) -> bool:
    bound_to = {bound.pk for bound in token.workspaces.all()}
    return not bound_to or workspace.pk in bound_to
