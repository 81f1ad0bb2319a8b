"""Cards that cannot go on, and why."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.boards import card_of, cards_on, change_card, lock_board
from cycles.actions.refusals import Refusal
from cycles.models import Task, Team
from planner.models import Member

_FIELDS = ["blocked_reason", "blocked_at"]


class NotBlocked(Refusal):
    """There is nothing to take back."""


@transaction.atomic
def block_task(
    *,
    task: Task,
    reason: str,
    by: Member | None,
    at: datetime,
    seen_version: int | None = None,
) -> Task:
    """
    Say that a card cannot go on, and why; a new reason takes the place of an old one.

    :raises TaskHasChanged: it is not of ``seen_version``.
    """
    _board, card = card_of(task, seen_version)
    return _block([card], reason, by, at)[0]


@transaction.atomic
def block_tasks(
    *, team: Team, cards: Sequence[int], reason: str, by: Member | None, at: datetime
) -> list[Task]:
    """
    Say of cards of a board, by their ids, that they cannot go on, and why: all or none.

    :raises CardIsElsewhere: one of the cards is not on the board.
    """
    return _block(cards_on(lock_board(team), cards), reason, by, at)


@transaction.atomic
def unblock_task(
    *, task: Task, by: Member | None, at: datetime, seen_version: int | None = None
) -> Task:
    """
    It can go on.

    :raises TaskHasChanged: it is not of ``seen_version``.
    :raises NotBlocked: it is not blocked.
    """
    _board, card = card_of(task, seen_version)
    if card.blocked_at is None:
        raise NotBlocked(_("%(key)s is not blocked.") % {"key": card.key})
    card.blocked_reason, card.blocked_at = "", None
    return change_card("unblock_task", card, _FIELDS, by, at, of_epic=True)


@transaction.atomic
def unblock_tasks(
    *, team: Team, cards: Sequence[int], by: Member | None, at: datetime
) -> list[Task]:
    """
    Cards of a board, by their ids, can go on: all or none.

    :raises CardIsElsewhere: one of the cards is not on the board.
    :raises NotBlocked: one of them is not blocked.
    """
    found = cards_on(lock_board(team), cards)
    return [unblock_task(task=card, by=by, at=at) for card in found]


def _block(cards: Sequence[Task], reason: str, by: Member | None, at: datetime) -> list[Task]:
    for card in cards:
        card.blocked_reason, card.blocked_at = reason, card.blocked_at or at
        change_card(
            "block_task",
            card,
            ["blocked_reason", "blocked_at"],
            by,
            at,
            of_epic=True,
            reason=reason,
        )
    return list(cards)
