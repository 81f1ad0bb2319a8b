"""The base of every endpoint of a workspace."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from planner.access import Permission, may_see
from planner.models import Member, Workspace
from planner.rest.etag import check_version, etag, is_known
from planner.rest.permissions import WorkspaceDoor


def verb[**P](method: Callable[P, Response]) -> Any:
    """A change of state: ``POST <thing>/<id>/<verb>/``."""
    # Made anew for each: actions keep what is said of them in what they were made with.
    path = method.__name__.replace("_", "-")
    return action(detail=True, methods=["post"], url_path=path)(method)


class WorkspaceViewSet[M: Model](ListModelMixin, GenericViewSet[M]):
    """
    A noun of the workspace: its list, its rows, and the verbs that change them.

    It names its rows (``queryset``) and the path from them to their workspace, the column that
    pages are cut by, how a row is shown (``serializer_class``), what each verb asks for, and who
    may use it. Nothing outside the asker's workspace can be reached.
    """

    permission_classes = (IsAuthenticated, WorkspaceDoor)
    metadata_class = None
    http_method_names = ["get", "head", "post", "patch", "delete"]
    lookup_value_regex = "[0-9]{1,18}"

    in_workspace: ClassVar[str] = "workspace"
    order: ClassVar[str] = "-pk"
    reading: ClassVar[Permission] = staticmethod(may_see)
    may: ClassVar[Mapping[str, Permission]] = {}
    asks: ClassVar[Mapping[str, type[BaseSerializer[Any]]]] = {}
    without_version: ClassVar[tuple[str, ...]] = ()  # verbs that answer with something else

    member: Member  # set by the door

    @property
    def workspace(self) -> Workspace:
        return self.member.workspace

    @property
    def by(self) -> dict[str, Any]:
        """Who and when, as every action wants to know."""
        return {"by": self.member, "at": timezone.now()}

    def permission(self, member: Member) -> bool:
        """Each verb that changes something must say who may use it."""
        reads = self.request.method in SAFE_METHODS
        return (type(self).reading if reads else self.may[self.action])(member)

    def get_queryset(self) -> QuerySet[M]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.filter(**{self.in_workspace: self.workspace})

    def get_object(self) -> M:
        # Filters are for lists: a row that is named is found by its name. E-12 is 12.
        number = int(self.kwargs[self.lookup_url_kwarg or self.lookup_field].rpartition("-")[2])
        return get_object_or_404(self.get_queryset(), **{self.lookup_field: number})

    def retrieve(self, request: Request, **key: str) -> Response:
        response = self.show(self.get_object())
        tag = response.get("ETag")
        if tag and is_known(request, tag):
            return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
        return response

    def show(self, thing: M, status: int = HTTPStatus.OK) -> Response:
        """The row, with its version as ETag."""
        assert self.serializer_class is not None  # noqa: S101 - for the type checker
        data = self.serializer_class(thing, context=self.get_serializer_context()).data
        headers = {}
        if version := getattr(thing, "version", None):
            headers = {"ETag": etag(version, data), "Cache-Control": "private, no-cache"}
        return Response(data, status=int(status), headers=headers)

    def show_now(self, thing: M, status: int = HTTPStatus.OK) -> Response:
        """The row as an action left it, with all that its noun shows."""
        return self.show(self.get_queryset().get(pk=thing.pk), status)

    def given(self) -> dict[str, Any]:
        """
        What the verb asks for, checked.

        :raises ValidationError: naming each field that cannot be accepted.
        """
        serializer = self.asks[self.action](
            data=self.request.data,
            partial=self.action == "partial_update",
            context=self.get_serializer_context(),
        )
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def version_seen(self, thing: Any) -> int | None:
        """
        The version that If-Match names, for the action to compare once more under its lock.

        :raises PreconditionFailed: it is not the one that the thing has.
        """
        check_version(self.request, thing.version)
        return int(thing.version) if "If-Match" in self.request.headers else None
