"""What is unfinished goes on with whoever goes on with it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cycles.actions.boards import lock_board
from cycles.actions.moves import last_rank
from cycles.models import Cycle, Task, Team
from planner.activity import record
from planner.models import Member


@transaction.atomic
def carry_cards(*, from_team: Team, to_team: Team, by: Member | None, at: datetime) -> int:
    """
    Bring unfinished cards to the board of a cycle that runs, below those that are there.

    To a Big Epic's board go the cards of that epic, to the lane's those of its Small Epics, to
    support's the debt. They keep their order and columns; who has no seat in the new team loses
    the card. What was shipped stays where it was. Returns how many went.

    :raises BoardIsClosed: the cycle of the new board is closed.
    :raises BoardIsNotOpen: it has not begun.
    """
    board = lock_board(to_team)
    cards = list(
        Task.objects.filter(_that_go_on(board), team=from_team)
        .exclude(column=Task.Column.SHIPPED)
        .order_by("rank")
    )
    team = set(board.seats.values_list("member_id", flat=True))
    for card in cards:
        card.rank, card.team = last_rank(board), board
        if card.assignee_id not in team:
            card.assignee = None
        card.version += 1
        card.save(update_fields=["team", "rank", "assignee", "version"])
    if cards:
        record(
            workspace=board.cycle.workspace,
            verb="carry_cards",
            thing=board,
            within=board.epic or board.cycle,
            by=by,
            at=at,
            count=len(cards),
            cards=[card.key for card in cards],
            cycle=board.cycle.number,
        )
    return len(cards)


@transaction.atomic
def carry_into_cycle(*, cycle: Cycle, by: Member | None, at: datetime) -> int:
    """
    Bring all unfinished cards of closed cycles to the boards of this one, which runs, where the
    work on them goes on. Returns how many went.
    """
    left = Team.objects.filter(
        cycle__workspace=cycle.workspace_id,
        cycle__state=Cycle.State.CLOSED,
        pk__in=Task.objects.unfinished().values("team"),
    )
    return sum(
        carry_cards(from_team=old, to_team=new, by=by, at=at)
        for old in left.order_by("cycle__number", "pk")
        for new in cycle.teams.order_by("pk")
    )


def _that_go_on(board: Team) -> Q:
    if board.kind == Team.Kind.BIG:
        return Q(epic=board.epic_id)
    if board.kind == Team.Kind.SMALL:
        return Q(epic__bets__cycle=board.cycle_id, epic__size="small")
    return Q(nature=Task.Nature.DEBT)
