"""What a review decides, line by line: several people write at once, and no words are lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.actions.reviews import lock_item, note_line
from cycles.models import AgendaItem, Decision
from planner.edits import changes_of
from planner.models import Member


class DecisionNeeded(Refusal):
    """A decision is a sentence."""


class AlreadyWithdrawn(Refusal):
    """Somebody has taken it back."""


class StandsAlready(Refusal):
    """It was not taken back, so there is nothing to bring back."""


@transaction.atomic
def decide(*, item: AgendaItem, text: str, by: Member | None, at: datetime) -> Decision:
    """
    Write down what was decided about a theme.

    :raises ReviewIsClosed: the meeting is over.
    :raises DecisionNeeded: it says nothing.
    """
    item = lock_item(item)
    said = _said(text)
    decision = Decision.objects.create(item=item, text=said, made_at=at, made_by=by)
    note_line("decide", decision, item, by, at, text=said)
    return decision


@transaction.atomic
def edit_decision(
    *, decision: Decision, version: int, wanted: Mapping[str, Any], by: Member | None, at: datetime
) -> Decision:
    """
    Change its ``text``.

    :raises ReviewIsClosed: the meeting is over.
    :raises AlreadyWithdrawn: it was taken back.
    :raises ChangedMeanwhile: somebody else changed it since ``version``; theirs stands.
    :raises DecisionNeeded: it would say nothing.
    """
    decision = _locked(decision)
    _refuse_withdrawn(decision)
    changes = changes_of(decision, version=version, wanted=wanted)
    if not changes:
        return decision
    decision.text = _said(changes["text"][1])
    decision.version += 1
    decision.save(update_fields=["text", "version"])
    note_line(
        "edit_decision", decision, decision.item, by, at,
        text=decision.text, version=decision.version, changes=changes,
    )  # fmt: skip
    return decision


@transaction.atomic
def withdraw_decision(*, decision: Decision, by: Member | None, at: datetime) -> Decision:
    """
    Take it back: it is in no minutes.

    :raises ReviewIsClosed: the meeting is over.
    :raises AlreadyWithdrawn: somebody was quicker.
    """
    decision = _locked(decision)
    _refuse_withdrawn(decision)
    decision.withdrawn_at, decision.version = at, decision.version + 1
    decision.save(update_fields=["withdrawn_at", "version"])
    note_line("withdraw_decision", decision, decision.item, by, at, text=decision.text)
    return decision


@transaction.atomic
def restore_decision(*, decision: Decision, by: Member | None, at: datetime) -> Decision:
    """
    Bring back what was taken back.

    :raises ReviewIsClosed: the meeting is over.
    :raises StandsAlready: it stands.
    """
    decision = _locked(decision)
    if decision.withdrawn_at is None:
        raise StandsAlready(_("This decision stands already."))
    decision.withdrawn_at, decision.version = None, decision.version + 1
    decision.save(update_fields=["withdrawn_at", "version"])
    note_line("restore_decision", decision, decision.item, by, at, text=decision.text)
    return decision


def _locked(decision: Decision) -> Decision:
    item = lock_item(decision.item)
    found = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    found.item = item
    return found


def _refuse_withdrawn(decision: Decision) -> None:
    if decision.withdrawn_at:
        raise AlreadyWithdrawn(_("This decision was taken back."))


def _said(text: str) -> str:
    """One line, as it is read out."""
    said = " ".join(text.split())
    if not said:
        raise DecisionNeeded(_("Say in one sentence what was decided."))
    return said
