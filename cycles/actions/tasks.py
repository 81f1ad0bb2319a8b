"""Cards are written and edited. Nothing deletes one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cycles.actions.assignees import refuse_others
from cycles.actions.boards import card_of, lock_board, record_card
from cycles.actions.epics import EpicIsNotChosen
from cycles.actions.moves import last_rank
from cycles.actions.refusals import Refusal
from cycles.models import Bet, CycleSettings, Epic, ScopeItem, Task, Team, Unknown
from planner.edits import changes_of
from planner.models import Member, Workspace


class EpicNeeded(Refusal):
    """A card on the lane's board is of one of its Small Epics."""


class NotOfThisEpic(Refusal):
    """A card serves a scope item and an unknown of its own epic."""


@transaction.atomic
def add_task(
    *,
    team: Team,
    title: str,
    by: Member | None,
    at: datetime,
    description: str = "",
    epic: Epic | None = None,
    scope_item: ScopeItem | None = None,
    unknown: Unknown | None = None,
    assignee: Member | None = None,
) -> Task:
    """
    Write a card at the end of To do; it gets the next key.

    On a Big Epic's board it is that epic's, on the lane's it names one, on support's it is debt.

    :raises BoardIsClosed: the cycle is closed.
    :raises BoardIsNotOpen: the cycle has not begun.
    :raises EpicNeeded: the lane has several epics, and none is named.
    :raises EpicIsNotChosen: that epic is not on this board.
    :raises NotOfThisEpic: the scope item or the unknown is another epic's.
    :raises NotOnThisTeam: the assignee has no seat in the team.
    """
    number = _next_number(team.cycle.workspace)
    board = lock_board(team)
    epic = _epic_on(board, epic)
    _refuse_foreign(epic, scope_item, unknown)
    if assignee:
        refuse_others(board, assignee, at)
    card = Task.objects.create(
        workspace=board.cycle.workspace,
        number=number,
        team=board,
        epic=epic,
        nature=Task.Nature.DEBT if board.kind == Team.Kind.ON_SUPPORT else Task.Nature.SCOPE,
        title=title,
        description=description,
        rank=last_rank(board),
        assignee=assignee,
        scope_item=scope_item,
        unknown=unknown,
        column_since=at,
        created_at=at,
        created_by=by,
    )
    record_card("add_task", card, by, at)
    return card


def _next_number(workspace: Workspace) -> int:
    """Taken before the board: whoever needs both holds the calendar's row first."""
    rows = CycleSettings.objects.filter(workspace=workspace)
    rows.update(tasks_numbered=F("tasks_numbered") + 1)
    return rows.values_list("tasks_numbered", flat=True).get()


@transaction.atomic
def edit_task(
    *, task: Task, version: int, wanted: Mapping[str, Any], by: Member | None, at: datetime
) -> Task:
    """
    Change ``title``, ``description``, ``epic_id`` (on the lane), ``scope_item_id``, ``unknown_id``.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises EpicIsNotChosen: that epic is not on this board.
    :raises NotOfThisEpic: the scope item or the unknown is another epic's.
    """
    board, card = card_of(task, None)
    changes = changes_of(card, version=version, wanted=wanted)
    if not changes:
        return card
    for name, (_before, after) in changes.items():
        setattr(card, name, after)
    card.epic = _epic_on(board, card.epic)
    _refuse_foreign(card.epic, card.scope_item, card.unknown)
    card.version += 1
    card.save(update_fields=[*changes, "version"])
    record_card(
        "edit_task",
        card,
        by,
        at,
        version=card.version,
        changes=changes,
        epics=_called(Epic, changes.get("epic_id", ())),
        items=_called(ScopeItem, changes.get("scope_item_id", ())),
        questions=_called(Unknown, changes.get("unknown_id", ())),
    )
    return card


def _epic_on(board: Team, epic: Epic | None) -> Epic | None:
    """The epic that a card of the board serves."""
    if board.kind == Team.Kind.SMALL and epic is None:
        raise EpicNeeded(_("Say which of the Small Epics the card is for."))
    if board.kind == Team.Kind.SMALL:
        is_here = Bet.objects.filter(
            cycle=board.cycle, epic=epic, epic__size=Epic.Size.SMALL
        ).exists()
    else:
        is_here = epic is None or epic.pk == board.epic_id
    if not is_here and epic:
        raise EpicIsNotChosen(_("%(epic)s has no cards on this board.") % {"epic": epic.title})
    return epic if board.kind == Team.Kind.SMALL else board.epic


def _refuse_foreign(
    epic: Epic | None, scope_item: ScopeItem | None, unknown: Unknown | None
) -> None:
    own = epic.pk if epic else None
    if scope_item and scope_item.epic_id != own:
        raise NotOfThisEpic(_("That part of the scope is of another epic than the card."))
    if unknown and unknown.epic_id != own:
        raise NotOfThisEpic(_("That unknown is of another epic than the card."))


def _called(model: Any, ids: Sequence[int | None]) -> dict[str, str]:
    """As they are called now: the log tells of them for ever."""
    return {str(thing.pk): str(thing) for thing in model.objects.filter(pk__in=filter(None, ids))}
