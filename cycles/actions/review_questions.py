"""What a review leaves open: somebody finds out by a day, or it becomes an unknown of an epic."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.questions import (
    AlreadyResolved,
    answer_in,
    names_of,
    owners_in,
    question_in,
)
from cycles.actions.refusals import Refusal
from cycles.actions.reviews import lock_item, note_line
from cycles.actions.unknowns import raise_unknown
from cycles.models import AgendaItem, Epic, ReviewQuestion
from planner.access import may_see
from planner.activity import record
from planner.edits import changes_of, in_the_log
from planner.models import Member


class AlreadyUnknown(Refusal):
    """It is an unknown of an epic, and is answered there."""


class NoOwner(Refusal):
    """Somebody of the workspace finds out, or nobody yet."""


@transaction.atomic
def ask_in_review(
    *,
    item: AgendaItem,
    text: str,
    by: Member | None,
    at: datetime,
    owner: Member | None = None,
    due_on: date | None = None,
) -> ReviewQuestion:
    """
    Write down a question that the meeting cannot answer.

    :raises ReviewIsClosed: the meeting is over.
    :raises QuestionNeeded: there is none.
    :raises NoOwner: the owner is not of this workspace, or has left.
    """
    item = lock_item(item)
    _refuse_stranger(owner, item.review.workspace_id)
    question = ReviewQuestion.objects.create(
        item=item, text=_asked(text), owner=owner, due_on=due_on, asked_at=at, asked_by=by
    )
    note_line("ask_in_review", question, item, by, at, text=question.text)
    return question


@transaction.atomic
def edit_review_question(
    *,
    question: ReviewQuestion,
    version: int,
    wanted: Mapping[str, Any],
    by: Member | None,
    at: datetime,
) -> ReviewQuestion:
    """
    Change ``text``, ``owner_id`` or ``due_on`` while it is open, after the meeting too.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises AlreadyResolved: it has its answer.
    :raises AlreadyUnknown: it is an unknown of an epic.
    :raises QuestionNeeded: nothing of the question would be left.
    :raises NoOwner: the owner is not of this workspace, or has left.
    """
    question = _locked(question)
    changes = changes_of(question, version=version, wanted=wanted)
    if not changes:
        return question
    for name, (_before, after) in changes.items():
        setattr(question, name, after)
    question.text = _asked(question.text)
    owners = owners_in(changes)
    if "owner_id" in changes and question.owner_id:
        _refuse_stranger(owners.get(question.owner_id), question.item.review.workspace_id)
    question.version += 1
    question.save(update_fields=[*changes, "version"])
    _note_question(
        "edit_review_question", question, by, at,
        version=question.version, changes=in_the_log(changes), owners=names_of(owners),
    )  # fmt: skip
    return question


@transaction.atomic
def answer_review_question(
    *, question: ReviewQuestion, answer: str, by: Member | None, at: datetime
) -> ReviewQuestion:
    """
    Write down what was found out, in the meeting or after it.

    :raises AnswerNeeded: there is none.
    :raises AlreadyResolved: the earlier answer stands.
    :raises AlreadyUnknown: it is answered on the page of its epic.
    """
    question = _locked(question)
    question.answer, question.answered_at, question.answered_by = answer_in(answer), at, by
    question.version += 1
    question.save(update_fields=["answer", "answered_at", "answered_by", "version"])
    _note_question("answer_review_question", question, by, at, answer=question.answer)
    return question


@transaction.atomic
def make_unknown(
    *, question: ReviewQuestion, epic: Epic, by: Member | None, at: datetime
) -> ReviewQuestion:
    """
    Hand it to the team of an epic as an unknown, with its owner and its day.

    :raises AlreadyResolved: it has its answer.
    :raises AlreadyUnknown: it is one already.
    :raises EpicHasEnded: the epic was shipped or dropped.
    :raises NoWorker: its owner does not work on epics.
    """
    question = _locked(question)
    question.unknown = raise_unknown(
        epic=epic, question=question.text, owner=question.owner, due_on=question.due_on,
        by=by, at=at,
    )  # fmt: skip
    question.version += 1
    question.save(update_fields=["unknown", "version"])
    _note_question("make_unknown", question, by, at, epic=epic.title)
    return question


def _locked(question: ReviewQuestion) -> ReviewQuestion:
    """Open, and held: it lives on when the meeting is over."""
    found = (
        ReviewQuestion.objects.select_for_update(of=("self",))
        .select_related("item__review__workspace", "item__theme", "owner__person")
        .get(pk=question.pk)
    )
    if found.unknown_id:
        raise AlreadyUnknown(_("This is an unknown of an epic now: go on there."))
    if found.answered_at:
        raise AlreadyResolved(_("This is answered already."))
    return found


def _note_question(
    verb: str, question: ReviewQuestion, by: Member | None, at: datetime, **data: Any
) -> None:
    record(
        workspace=question.item.review.workspace,
        verb=verb,
        thing=question,
        within=question.item.review,
        by=by,
        at=at,
        text=question.text,
        **data,
    )


def _refuse_stranger(owner: Member | None, workspace: int) -> None:
    if owner is None:
        return
    is_here = owner.left_at is None and owner.person.is_active
    if owner.workspace_id != workspace or not is_here or not may_see(owner):
        raise NoOwner(_("%(name)s is not here to find out.") % {"name": owner.name})


def _asked(text: str) -> str:
    """In one line, as the minutes write it."""
    refusal = _("Ask a question that somebody can answer.")
    return question_in(" ".join(text.split()), refusal=refusal)
