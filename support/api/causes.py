"""Causes: why work comes to the team."""

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_change_settings
from planner.rest.fields import Id
from planner.rest.views import verb
from support.actions.causes import add_cause, archive_cause, rename_cause, restore_cause
from support.api.remedies import ASKS, MAY, Remedies
from support.models import Cause


class CauseOfThing(serializers.Serializer[Any]):
    """A cause, by id and name."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()


class CauseChosen(serializers.Serializer[Any]):
    """A cause of the list, or null."""

    cause = Id(queryset=Cause.objects.all(), allow_null=True)


class CauseShown(serializers.ModelSerializer[Cause]):
    """An archived one stays where it is, and can be chosen no more."""

    class Meta:
        model = Cause
        fields = ("id", "name", "archived_at", "version")
        read_only_fields = fields


class CauseAsked(serializers.ModelSerializer[Cause]):
    """What it is called."""

    class Meta:
        model = Cause
        fields = ("name",)


class Causes(Remedies):
    """The list of the workspace."""

    queryset = Cause.objects.all()
    serializer_class = CauseShown
    may = MAY | dict.fromkeys(
        ("create", "partial_update", "archive", "restore"), staticmethod(may_change_settings)
    )
    asks = ASKS | {"create": CauseAsked, "partial_update": CauseAsked}
    without_version = ("make_it_an_epic", "end_by", "let_be", "attribute")

    def create(self, request: Request, **key: str) -> Response:
        """Put another one on the list."""
        cause = add_cause(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(cause, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Call it something else."""
        cause = self.get_object()
        self.version_seen(cause)
        given = {"name": cause.name} | self.given()
        return self.show_now(rename_cause(cause=cause, **given, **self.by))

    @verb
    def archive(self, request: Request, **key: str) -> Response:
        """Offer it no more."""
        cause = self.get_object()
        self.version_seen(cause)
        return self.show_now(archive_cause(cause=cause, **self.by))

    @verb
    def restore(self, request: Request, **key: str) -> Response:
        """Offer it again."""
        cause = self.get_object()
        self.version_seen(cause)
        return self.show_now(restore_cause(cause=cause, **self.by))
