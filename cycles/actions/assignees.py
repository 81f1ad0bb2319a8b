"""Cards are given to people of their own team: everybody else is shielded from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.boards import card_of, cards_on, change_card, day_on, lock_board
from cycles.actions.refusals import Refusal
from cycles.models import Cycle, Seat, Task, Team
from cycles.queries.findings import team_called
from planner.kit.dates import short_day
from planner.kit.lists import listed
from planner.models import Member
from planner.queries.managers import managers_of


class NotOnThisTeam(Refusal):
    """Nobody is assigned a card of another team; the message says where they are."""


@transaction.atomic
def assign_task(
    *,
    task: Task,
    assignee: Member | None,
    by: Member | None,
    at: datetime,
    seen_version: int | None = None,
) -> Task:
    """
    Give a card to somebody of its team, whoever had it before; to nobody, to leave it open.

    :raises TaskHasChanged: it is not of ``seen_version``.
    :raises NotOnThisTeam: they have no seat in the team; they may be shielded by another.
    """
    board, card = card_of(task, seen_version)
    return _assign(board, [card], assignee, by, at)[0]


@transaction.atomic
def assign_tasks(
    *, team: Team, cards: Mapping[int, Member | None], by: Member | None, at: datetime
) -> list[Task]:
    """
    Give cards of a board, by their ids, to people of its team: all or none.

    :raises CardIsElsewhere: one of the cards is not on the board.
    :raises NotOnThisTeam: somebody has no seat in the team.
    """
    board = lock_board(team)
    found = cards_on(board, list(cards))
    return [_assign(board, [card], cards[card.pk], by, at)[0] for card in found]


def _assign(
    board: Team, cards: Sequence[Task], assignee: Member | None, by: Member | None, at: datetime
) -> list[Task]:
    if assignee:
        refuse_others(board, assignee, at)
    for card in cards:
        if card.assignee == assignee:
            continue
        before, card.assignee = card.assignee, assignee
        if assignee:
            change_card("assign_task", card, ["assignee"], by, at, to=assignee.name)
        elif before:
            change_card("release_task", card, ["assignee"], by, at, before=before.name)
    return list(cards)


def refuse_others(board: Team, member: Member, at: datetime) -> None:
    """:raises NotOnThisTeam: the member has no seat in the team, now or later in its cycle."""
    if member.left_at or not member.person.is_active:
        raise NotOnThisTeam(_("%(name)s has left.") % {"name": member.name})
    day = day_on(board, at)
    if Seat.objects.filter(team=board, member=member, to_on__gte=day).exists():
        return
    seat = (
        Seat.objects.on(day)
        .filter(member=member, team__cycle__state=Cycle.State.ACTIVE)
        .select_related("team__epic")
        .first()
    )
    facts = {"name": member.name, "team": team_called(board)}
    if seat is None:
        raise NotOnThisTeam(_("%(name)s has no seat in %(team)s.") % facts)
    facts |= {"their": team_called(seat.team), "day": short_day(seat.to_on)}
    if seat.team.kind == Team.Kind.ON_SUPPORT:
        raise NotOnThisTeam(_("%(name)s is on support until %(day)s.") % facts)
    facts |= {"managers": listed(managers_of(member.workspace))}
    raise NotOnThisTeam(
        _(
            "%(name)s works on %(their)s, shielded until %(day)s. Ask the release team instead: "
            "the manager answers for it (%(managers)s)."
        )
        % facts
    )
