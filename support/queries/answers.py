"""The answers that are kept."""

from dataclasses import dataclass

from django.urls import reverse

from planner.access import may_work_the_desk
from planner.models import Member, Workspace
from support.models import SavedAnswer
from support.models.answers import SavedAnswerQuerySet


@dataclass(frozen=True, slots=True)
class AnswerRow:
    pk: int
    name: str
    text: str
    version: int
    url: str


@dataclass(frozen=True)
class AnswersPage:
    url: str
    rows: tuple[AnswerRow, ...]
    may_change: bool


def answers_page(*, member: Member) -> AnswersPage:
    """All of the workspace, by name."""
    return AnswersPage(
        url=reverse("support:answers", args=[member.workspace.slug]),
        rows=saved_answers(member),
        may_change=may_work_the_desk(member),
    )


def saved_answers(member: Member) -> tuple[AnswerRow, ...]:
    slug = member.workspace.slug
    rows = _kept(member.workspace)
    return tuple(
        AnswerRow(pk, name, text, version, reverse("support:answer", args=[slug, pk]))
        for pk, name, text, version in rows.values_list("pk", "name", "text", "version")
    )


def answer_names(workspace: Workspace) -> tuple[tuple[int, str], ...]:
    return tuple(_kept(workspace).values_list("pk", "name"))


def answer_text(workspace: Workspace, pk: int) -> str:
    """What is put into an answer; empty where it is gone."""
    return _kept(workspace).filter(pk=pk).values_list("text", flat=True).first() or ""


def _kept(workspace: Workspace) -> SavedAnswerQuerySet:
    return SavedAnswer.objects.kept().filter(workspace=workspace).order_by("name", "pk")
