"""Verbs of an epic while it is worked on."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.commitments import (
    check_commitment,
    propose_commitment,
    sign_commitment,
    withdraw_commitment,
)
from cycles.actions.hill import move_on_hill
from cycles.actions.shipping import begin_epic, let_epic_wait, ship_epic, unship_epic
from cycles.models import Epic
from planner.access import may_shape
from planner.models import Member
from planner.rest.fields import Id
from planner.rest.views import WorkspaceViewSet, verb


class PlaceOnHillAsked(serializers.Serializer[Any]):
    """From 0 over the top at 50 to 100; the note is needed to move back, or to stay."""

    place = serializers.IntegerField(min_value=0, max_value=100)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class PromiseAsked(serializers.Serializer[Any]):
    """One sentence about the scope as it is now."""

    promise = serializers.CharField(max_length=300)


class SignatureAsked(serializers.Serializer[Any]):
    """Who signs: yourself, or for the manager also somebody absent."""

    member = Id(queryset=Member.objects.select_related("person", "workspace"))


class CheckAsked(serializers.Serializer[Any]):
    """Whether the promise still holds; the note is needed where it has changed."""

    still_holds = serializers.BooleanField()
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class WorkOnEpics(WorkspaceViewSet[Epic]):
    """What a release team does to its epic as a whole."""

    may = dict.fromkeys(
        (
            "move_on_hill", "propose", "sign", "withdraw", "check", "begin", "wait", "ship",
            "unship",
        ),
        staticmethod(may_shape),
    )  # fmt: skip
    asks = {
        "move_on_hill": PlaceOnHillAsked,
        "propose": PromiseAsked,
        "sign": SignatureAsked,
        "check": CheckAsked,
    }

    @verb
    def move_on_hill(self, request: Request, **key: str) -> Response:
        """Say how far it has come."""
        return self.change(move_on_hill)

    @verb
    def propose(self, request: Request, **key: str) -> Response:
        """Put a promise to the team, which replaces the one that stands."""
        return self.change(propose_commitment)

    @verb
    def sign(self, request: Request, **key: str) -> Response:
        """Stand by the promise; with the last signature it is made."""
        return self.change(sign_commitment)

    @verb
    def withdraw(self, request: Request, **key: str) -> Response:
        """Take the promise back; it stays to be read."""
        return self.change(withdraw_commitment)

    @verb
    def check(self, request: Request, **key: str) -> Response:
        """Say whether the promise still holds."""
        return self.change(check_commitment)

    @verb
    def begin(self, request: Request, **key: str) -> Response:
        """Begin with a Small Epic: its turn has come."""
        return self.change(begin_epic)

    @verb
    def wait(self, request: Request, **key: str) -> Response:
        """Let a Small Epic wait for its turn again."""
        return self.change(let_epic_wait)

    @verb
    def ship(self, request: Request, **key: str) -> Response:
        """Say that it is out there."""
        return self.change(ship_epic)

    @verb
    def unship(self, request: Request, **key: str) -> Response:
        """Take back that it was shipped, until its cycle closes."""
        return self.change(unship_epic)

    def change(self, act: Callable[..., Any]) -> Response:
        """Do it to the epic that is named, with what the verb asks for."""
        epic = self.get_object()
        self.version_seen(epic)
        given = self.given() if self.action in self.asks else {}
        act(epic=epic, **given, **self.by)
        return self.show_now(epic)
