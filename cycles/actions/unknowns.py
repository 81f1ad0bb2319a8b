"""What happens to unknowns. Each change leaves a step, from which the burndown is drawn."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cycles.actions.questions import (
    AlreadyResolved,
    answer_in,
    names_of,
    owners_in,
    question_in,
)
from cycles.actions.refusals import Refusal
from cycles.actions.work import lock_live_epic, note_change, refuse_idler, standing_promise
from cycles.models import Epic, Unknown, UnknownStep
from planner.edits import changes_of, in_the_log
from planner.models import Member

_RESOLVED = Unknown.State.RESOLVED


class AlreadyInvestigating(Refusal):
    """Somebody looks into it already."""


class AlreadyOpen(Refusal):
    """It waits for somebody to look into it, so there is nothing to take back."""


@transaction.atomic
def raise_unknown(
    *,
    epic: Epic,
    question: str,
    by: Member | None,
    at: datetime,
    owner: Member | None = None,
    due_on: date | None = None,
) -> Unknown:
    """
    Write down a question that could sink the epic.

    Found when a commitment stands already, it is late, and the commitment is asked again.

    :raises EpicHasEnded: it was shipped or dropped.
    :raises QuestionNeeded: there is none.
    :raises NoWorker: the owner cannot own it.
    """
    epic = lock_live_epic(epic)
    asked = question_in(question, refusal=_("Ask the question that could sink it."))
    refuse_idler(owner, epic)
    last = epic.unknowns.aggregate(last=Max("number"))["last"]
    unknown = Unknown.objects.create(
        epic=epic,
        number=(last or 0) + 1,
        question=asked,
        owner=owner,
        due_on=due_on,
        is_late=standing_promise(epic) is not None,
        raised_at=at,
        raised_by=by,
    )
    _step(unknown, by, at)
    _note_unknown("raise_unknown", unknown, by, at, late=unknown.is_late)
    return unknown


@transaction.atomic
def investigate_unknown(*, unknown: Unknown, by: Member | None, at: datetime) -> Unknown:
    """
    Begin to look into it. What nobody owns is owned by who begins.

    :raises EpicHasEnded: its epic was shipped or dropped.
    :raises AlreadyResolved: it has its answer.
    :raises AlreadyInvestigating: it is looked into.
    """
    unknown = _locked(unknown)
    _refuse_resolved(unknown)
    if unknown.state == Unknown.State.INVESTIGATING:
        raise AlreadyInvestigating(
            _("%(name)s looks into it already.") % {"name": unknown.owner.name}
            if unknown.owner
            else _("Somebody looks into it already.")
        )
    owner, unknown.owner = unknown.owner_id, unknown.owner or by
    unknown.state = Unknown.State.INVESTIGATING
    return _changed(
        unknown, "investigate_unknown", by, at, edits={"owner_id": (owner, unknown.owner_id)}
    )


@transaction.atomic
def resolve_unknown(*, unknown: Unknown, answer: str, by: Member | None, at: datetime) -> Unknown:
    """
    Write down its answer. With the last one resolved, the scope can be decided.

    :raises EpicHasEnded: its epic was shipped or dropped.
    :raises AnswerNeeded: there is none.
    :raises AlreadyResolved: by whom is said; the earlier answer stands.
    """
    unknown = _locked(unknown)
    _refuse_resolved(unknown)
    known, unknown.answer = unknown.answer, answer_in(answer)
    unknown.state, unknown.resolved_at, unknown.resolved_by = _RESOLVED, at, by
    return _changed(
        unknown, "resolve_unknown", by, at,
        edits={"answer": (known, unknown.answer)}, answer=unknown.answer,
    )  # fmt: skip


@transaction.atomic
def reopen_unknown(*, unknown: Unknown, by: Member | None, at: datetime) -> Unknown:
    """
    Ask it again: its answer does not hold, or nobody looks into it after all.

    What it was answered stays to be read. An answer that fails under a commitment is found late.

    :raises EpicHasEnded: its epic was shipped or dropped.
    :raises AlreadyOpen: it is open.
    """
    unknown = _locked(unknown)
    if unknown.state == Unknown.State.OPEN:
        raise AlreadyOpen(_("This unknown is open already."))
    was_resolved = unknown.state == _RESOLVED
    if was_resolved and standing_promise(unknown.epic):
        unknown.is_late = True
    unknown.state, unknown.resolved_at, unknown.resolved_by = Unknown.State.OPEN, None, None
    return _changed(unknown, "reopen_unknown" if was_resolved else "leave_unknown", by, at)


@transaction.atomic
def edit_unknown(
    *, unknown: Unknown, version: int, wanted: Mapping[str, Any], by: Member | None, at: datetime
) -> Unknown:
    """
    Change ``question``, ``owner_id``, ``due_on`` or ``answer``: what is known of it so far.

    :raises EpicHasEnded: its epic was shipped or dropped.
    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises QuestionNeeded: nothing of the question would be left.
    :raises AnswerNeeded: it is resolved, and its answer would be gone.
    :raises NoWorker: the new owner cannot own it.
    """
    unknown = _locked(unknown)
    changes = changes_of(unknown, version=version, wanted=wanted)
    if not changes:
        return unknown
    for name, (_before, after) in changes.items():
        setattr(unknown, name, after)
    question_in(unknown.question, refusal=_("Ask the question that could sink it."))
    if unknown.state == _RESOLVED:
        answer_in(unknown.answer)
    owners = owners_in(changes)
    if "owner_id" in changes and unknown.owner_id:
        refuse_idler(owners[unknown.owner_id], unknown.epic)
    unknown.version += 1
    unknown.save(update_fields=[*changes, "version"])
    _note_unknown(
        "edit_unknown", unknown, by, at,
        version=unknown.version, changes=in_the_log(changes), owners=names_of(owners),
    )  # fmt: skip
    return unknown


def _locked(unknown: Unknown) -> Unknown:
    epic = lock_live_epic(unknown.epic)
    found = (
        Unknown.objects.select_for_update(of=("self",))
        .select_related("owner__person", "resolved_by__person")
        .get(pk=unknown.pk)
    )
    found.epic = epic
    return found


def _refuse_resolved(unknown: Unknown) -> None:
    if unknown.state == _RESOLVED:
        raise AlreadyResolved(
            _("%(name)s has already answered this.") % {"name": unknown.resolved_by.name}
            if unknown.resolved_by
            else _("This is answered already.")
        )


def _changed(
    unknown: Unknown,
    verb: str,
    by: Member | None,
    at: datetime,
    edits: Mapping[str, tuple[Any, Any]] | None = None,
    **data: Any,
) -> Unknown:
    """``edits`` are of fields that may be edited too: an edit that is under way meets them."""
    unknown.version += 1
    unknown.save()
    _step(unknown, by, at)
    changes = {name: pair for name, pair in (edits or {}).items() if pair[0] != pair[1]}
    if changes:
        data |= {"version": unknown.version, "changes": changes}
    _note_unknown(verb, unknown, by, at, **data)
    return unknown


def _step(unknown: Unknown, by: Member | None, at: datetime) -> None:
    UnknownStep.objects.create(unknown=unknown, state=unknown.state, at=at, by=by)


def _note_unknown(
    verb: str, unknown: Unknown, by: Member | None, at: datetime, **data: Any
) -> None:
    note_change(
        verb, unknown, unknown.epic, by, at,
        number=unknown.number, question=unknown.question, **data,
    )  # fmt: skip
