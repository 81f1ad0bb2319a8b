"""A board as a whole: who changes it holds its team's row, and it is open while its cycle runs."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.actions.seating import TeamIsGone
from cycles.models import Cycle, Task, Team
from cycles.queries.findings import team_called
from planner.activity import record
from planner.models import Member


class BoardIsClosed(Refusal):
    """Its cycle is over: it stays as it was."""


class BoardIsNotOpen(Refusal):
    """Its cycle has not begun."""


class CardIsElsewhere(Refusal):
    """It is on another board by now."""


class TaskHasChanged(Refusal):
    """It is not the version that the caller has seen."""


def lock_board(team: Team) -> Team:
    """
    One writer at a time for a board, and none while its cycle is being closed.

    :raises TeamIsGone: the team was dissolved meanwhile.
    :raises BoardIsClosed: its cycle is closed.
    :raises BoardIsNotOpen: its cycle has not begun.
    """
    locked = (
        Team.objects.select_for_update(of=("self", "cycle"))
        .select_related("cycle__workspace", "epic")
        .filter(pk=team.pk)
        .first()
    )
    if locked is None:
        raise TeamIsGone(_("That epic is not in the cycle any more, so it has no team."))
    facts = {"number": locked.cycle.number}
    if locked.cycle.state == Cycle.State.CLOSED:
        raise BoardIsClosed(_("Cycle %(number)s is closed: its boards stay as they were.") % facts)
    if locked.cycle.is_ahead:
        raise BoardIsNotOpen(_("The board opens when cycle %(number)s starts.") % facts)
    return locked


def cards_on(board: Team, ids: Collection[int]) -> list[Task]:
    """
    Cards of a board that is locked, in the order asked for.

    :raises CardIsElsewhere: one of them is not on it.
    """
    cards = (
        Task.objects.filter(team=board, pk__in=ids)
        .select_related("workspace", "epic", "assignee__person")
        .in_bulk()
    )
    if missing := set(ids) - set(cards):
        moved = Task.objects.filter(workspace_id=board.cycle.workspace_id, pk__in=missing).first()
        raise CardIsElsewhere(
            _("%(key)s is on another board by now.") % {"key": moved.key}
            if moved
            else _("One of these cards is not on this board.")
        )
    return [cards[pk] for pk in ids]


def card_of(task: Task, seen_version: int | None) -> tuple[Team, Task]:
    """
    A card and its board, both locked.

    :raises TaskHasChanged: it is not of that version.
    """
    board = lock_board(task.team)
    (card,) = cards_on(board, [task.pk])
    if seen_version is not None and card.version != seen_version:
        raise TaskHasChanged(_("Somebody changed this card meanwhile. Look again."))
    return board, card


def day_on(board: Team, at: datetime) -> date:
    """Today, but a day of the board's cycle, which may run longer than it was planned to."""
    today = at.astimezone(board.cycle.workspace.zone).date()
    return min(max(today, board.cycle.starts_on), board.cycle.ends_on)


def change_card(
    verb: str, card: Task, fields: list[str], by: Member | None, at: datetime, **data: Any
) -> Task:
    """Keep what was set on a card of a locked board, and tell of it."""
    card.version += 1
    card.save(update_fields=[*fields, "version"])
    record_card(verb, card, by, at, **data)
    return card


def record_card(
    verb: str,
    card: Task,
    by: Member | None,
    at: datetime,
    *,
    of_epic: bool = False,
    **data: Any,
) -> None:
    """Tell of a card; ``of_epic`` where it is worth telling on the page of its epic too."""
    record(
        workspace=card.workspace,
        verb=verb,
        thing=card,
        within=card.epic if of_epic else None,
        by=by,
        at=at,
        key=card.key,
        title=card.title,
        **data,
    )


@transaction.atomic
def set_board_limits(
    *,
    team: Team,
    doing_limit: int | None,
    review_limit: int | None,
    by: Member | None,
    at: datetime,
) -> Team:
    """
    Say how many cards may stand in Doing and in review; nothing means the workspace's own limit.

    Cards that are there already stay.

    :raises BoardIsClosed: its cycle is closed.
    :raises BoardIsNotOpen: its cycle has not begun.
    """
    board = lock_board(team)
    wanted = {"doing_limit": doing_limit, "review_limit": review_limit}
    changes = {
        name: (getattr(board, name), limit)
        for name, limit in wanted.items()
        if getattr(board, name) != limit
    }
    if not changes:
        return board
    for name, limit in wanted.items():
        setattr(board, name, limit)
    board.save(update_fields=list(changes))
    record(
        workspace=board.cycle.workspace,
        verb="set_board_limits",
        thing=board,
        within=board.epic or board.cycle,
        by=by,
        at=at,
        team=team_called(board) if board.epic else board.kind,
        cycle=board.cycle.number,
        changes=changes,
    )
    return board
