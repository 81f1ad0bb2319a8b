"""Answers that are kept, because the same is asked again and again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.edits import changes_of
from planner.models import Member, Workspace
from support.models import SavedAnswer


class AnswerRefusal(Exception):
    """Why a saved answer stays as it is; the message is for the person who asked."""


class AnswerIsGone(AnswerRefusal):
    """Somebody has removed it."""


class AnswerIsThere(AnswerRefusal):
    """It was not removed, or was put back already."""


class NameIsTaken(AnswerRefusal):
    """Another one is called so."""


@transaction.atomic
def save_answer(
    *, workspace: Workspace, name: str, text: str, by: Member, at: datetime
) -> SavedAnswer:
    """
    Keep it for everybody who works the desk.

    :raises NameIsTaken: another one is called so.
    """
    answer = SavedAnswer(workspace=workspace, name=name, text=text)
    _save(answer)
    _record(answer, "save_answer", by, at)
    return answer


@transaction.atomic
def edit_answer(
    *, answer: SavedAnswer, version: int, wanted: Mapping[str, Any], by: Member, at: datetime
) -> SavedAnswer:
    """
    Change its ``name`` or ``text``.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises NameIsTaken: :raises AnswerIsGone:
    """
    answer = _locked(answer)
    changes = changes_of(answer, version=version, wanted=wanted)
    if not changes:
        return answer
    for name, (_before, after) in changes.items():
        setattr(answer, name, after)
    answer.version += 1
    _save(answer)
    _record(answer, "edit_answer", by, at, version=answer.version, changes=changes)
    return answer


@transaction.atomic
def remove_answer(*, answer: SavedAnswer, by: Member, at: datetime) -> SavedAnswer:
    """
    Offer it no more; what was answered with it stays.

    :raises AnswerIsGone: somebody else was quicker.
    """
    answer = _locked(answer)
    answer.removed_at = at
    answer.version += 1
    _save(answer)
    _record(answer, "remove_answer", by, at)
    return answer


@transaction.atomic
def restore_answer(*, answer: SavedAnswer, by: Member, at: datetime) -> SavedAnswer:
    """
    Offer it again.

    :raises AnswerIsThere: it was not removed.
    :raises NameIsTaken: another one is called so by now.
    """
    answer = SavedAnswer.objects.select_for_update().get(pk=answer.pk)
    if answer.removed_at is None:
        raise AnswerIsThere(_("This answer is there already."))
    answer.removed_at = None
    answer.version += 1
    _save(answer)
    _record(answer, "restore_answer", by, at)
    return answer


def _locked(answer: SavedAnswer) -> SavedAnswer:
    found = SavedAnswer.objects.select_for_update().get(pk=answer.pk)
    if found.removed_at:
        raise AnswerIsGone(_("Somebody has removed this answer."))
    return found


def _save(answer: SavedAnswer) -> None:
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError as error:
        raise NameIsTaken(_("Another answer is called so.")) from error


def _record(answer: SavedAnswer, verb: str, by: Member, at: datetime, **data: Any) -> None:
    record(
        workspace=answer.workspace,
        verb=verb,
        thing=answer,
        by=by,
        at=at,
        name=answer.name,
        **data,
    )
