"""What all work on an epic has in common: one writer at a time, and a line in its log."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.actions.epics import EpicHasEnded
from cycles.actions.refusals import Refusal
from cycles.models import Bet, Commitment, Cycle, Epic
from planner.access import may_shape
from planner.activity import record
from planner.models import Member


class EpicIsNotRunning(Refusal):
    """It is in no cycle that runs."""


class UnknownsAreLeft(Refusal):
    """Unknowns come first: this waits for the last answer."""


class NoWorker(Refusal):
    """Managers and members of the workspace who are still here can own something."""


def lock_epic(epic: Epic) -> Epic:
    """Its row is the lock for all that is within it, which is written in a fixed order."""
    return Epic.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=epic.pk)


def lock_live_epic(epic: Epic) -> Epic:
    """:raises EpicHasEnded: it was shipped or dropped, and is not worked on any more."""
    locked = lock_epic(epic)
    refuse_ended(locked)
    return locked


def refuse_ended(epic: Epic) -> None:
    """:raises EpicHasEnded: it was shipped or dropped."""
    if epic.state in Epic.ENDED:
        raise EpicHasEnded(
            _("%(epic)s has ended: it was shipped or dropped.") % {"epic": epic.title}
        )


def running_bet(epic: Epic) -> Bet:
    """:raises EpicIsNotRunning: no cycle that runs bets on it."""
    bet = (
        Bet.objects.filter(epic=epic, is_open=True, cycle__state=Cycle.State.ACTIVE)
        .select_related("cycle__workspace")
        .first()
    )
    if bet is None:
        raise EpicIsNotRunning(_("%(epic)s is in no cycle that runs.") % {"epic": epic.title})
    return bet


def standing_promise(epic: Epic) -> Commitment | None:
    """The commitment that is made for the cycle which bets on the epic now."""
    return (
        Commitment.objects.made()
        .filter(epic=epic, superseded_at=None, cycle__bets__epic=epic, cycle__bets__is_open=True)
        .first()
    )


def refuse_unknowns(epic: Epic) -> None:
    """:raises UnknownsAreLeft: the message says how many."""
    left = epic.unknowns.exclude(state="resolved").count()
    if left:
        raise UnknownsAreLeft(
            ngettext(
                "%(n)s unknown is left: answer it first.",
                "%(n)s unknowns are left: answer them first.",
                left,
            )
            % {"n": left}
        )


def refuse_idler(member: Member | None, epic: Epic) -> None:
    """:raises NoWorker: they have left, only look or ask, or are of another workspace."""
    if member is None:
        return
    is_here = member.left_at is None and member.person.is_active
    if member.workspace_id != epic.workspace_id or not is_here or not may_shape(member):
        raise NoWorker(_("%(name)s does not work on epics here.") % {"name": member.name})


def today_of(epic: Epic, at: datetime) -> date:
    return at.astimezone(epic.workspace.zone).date()


def note_change(
    verb: str, thing: models.Model, epic: Epic, by: Member | None, at: datetime, **data: Any
) -> None:
    """Record it within the epic, whose page tells of it."""
    record(
        workspace=epic.workspace,
        verb=verb,
        thing=thing,
        within=None if thing is epic else epic,
        by=by,
        at=at,
        epic=epic.title,
        **data,
    )
