"""Saved answers."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_work_the_desk
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.answers import edit_answer, remove_answer, restore_answer, save_answer
from support.models import SavedAnswer


class SavedAnswerShown(serializers.ModelSerializer[SavedAnswer]):
    """What is answered again and again; one that was removed can be restored."""

    class Meta:
        model = SavedAnswer
        fields = ("id", "name", "text", "removed_at", "version")
        read_only_fields = fields


class SavedAnswerAsked(serializers.ModelSerializer[SavedAnswer]):
    """How it is called, and what it says."""

    class Meta:
        model = SavedAnswer
        fields = ("name", "text")


class SavedAnswers(WorkspaceViewSet[SavedAnswer]):
    """Answers that are kept, the latest first."""

    queryset: Any = SavedAnswer.objects.all()
    serializer_class = SavedAnswerShown
    may = dict.fromkeys(
        ("create", "partial_update", "destroy", "restore"), staticmethod(may_work_the_desk)
    )
    asks = {"create": SavedAnswerAsked, "partial_update": SavedAnswerAsked}
    without_version = ("restore",)

    @extend_schema(responses={201: SavedAnswerShown})
    def create(self, request: Request, **key: str) -> Response:
        """Keep an answer for everybody who works the desk."""
        answer = save_answer(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(answer, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change its name or what it says."""
        answer = self.get_object()
        self.version_seen(answer)
        facts = {"version": answer.version, "wanted": self.given(), **self.by}
        return self.show_now(edit_answer(answer=answer, **facts))

    def destroy(self, request: Request, **key: str) -> Response:
        """Offer it no more."""
        remove_answer(answer=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @verb
    def restore(self, request: Request, **key: str) -> Response:
        """Offer one that was removed again."""
        return self.show_now(restore_answer(answer=self.get_object(), **self.by))
