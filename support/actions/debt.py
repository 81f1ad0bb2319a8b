"""Paying off technical debt while nobody waits."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.assignees import assign_task
from cycles.actions.boards import card_of
from cycles.actions.moves import move_task
from cycles.actions.refusals import Refusal
from cycles.models import Task, Team
from planner.models import Member
from support.actions.time import log_time
from support.models import TimeEntry


class NotDebt(Refusal):
    """Only a card of the debt of those on support is taken from the desk."""


class CardIsTaken(Refusal):
    """Somebody else was quicker."""


@transaction.atomic
def take_debt(*, task: Task, by: Member, at: datetime) -> Task:
    """
    Have the card, and begin it.

    :raises NotDebt: it is scope of an epic, or on another board.
    :raises CardIsTaken: somebody has it, or it was begun.
    :raises NotOnThisTeam: who takes it has no seat on support.
    :raises ColumnIsFull: enough is begun already.
    :raises BoardIsClosed: its cycle is closed.
    """
    board, card = card_of(task, None)  # locks the board: of two who take it one is first
    _refuse_scope(card, board)
    if card.assignee:
        facts = {"key": card.key, "name": card.assignee.name}
        raise CardIsTaken(_("%(name)s already has %(key)s.") % facts)
    if card.column != Task.Column.TODO:
        raise CardIsTaken(_("%(key)s was begun already.") % {"key": card.key})
    assign_task(task=card, assignee=by, by=by, at=at)
    return move_task(task=card, column=Task.Column.DOING, by=by, at=at)


def log_debt_time(*, task: Task, minutes: int, by: Member, at: datetime) -> TimeEntry:
    """
    Write down that so many minutes of today went into the card: proactive time.

    :raises NotDebt: as ``take_debt`` does.
    :raises TimeRefusal: as ``log_time`` does.
    """
    _refuse_scope(task, task.team)
    today = at.astimezone(by.workspace.zone).date()
    return log_time(member=by, on=today, minutes=minutes, task=task, by=by, at=at)


def _refuse_scope(card: Task, board: Team) -> None:
    if card.nature != Task.Nature.DEBT or board.kind != Team.Kind.ON_SUPPORT:
        raise NotDebt(_("%(key)s is no technical debt of those on support.") % {"key": card.key})
