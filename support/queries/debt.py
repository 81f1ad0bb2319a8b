"""What those on support do when nobody waits: the debt of their own board."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum
from django.urls import reverse

from cycles.models import Cycle, Seat, Task, Team
from cycles.queries.board import board_url
from planner.access import may_work_the_desk
from planner.kit.moments import minutes_said
from planner.models import Member, Workspace
from support.queries.time import Step, step


@dataclass(frozen=True, slots=True)
class DebtCard:
    """The next card; ``take_url`` is empty for who has no seat on support."""

    key: str
    title: str
    url: str
    take_url: str


@dataclass(frozen=True, slots=True)
class CardInHand:
    """One that the member has: ``took`` is what they logged on it so far."""

    key: str
    title: str
    url: str
    took: str
    log_url: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class DebtCorner:
    """``card`` and ``in_hand`` are only looked for while nobody waits."""

    board_url: str
    card: DebtCard | None = None
    in_hand: tuple[CardInHand, ...] = ()


def support_team(workspace: Workspace) -> Team | None:
    """The team on support of the running cycle, whose board holds the debt."""
    teams = Team.objects.select_related("cycle__workspace")
    return teams.filter(
        cycle__workspace=workspace, cycle__state=Cycle.State.ACTIVE, kind=Team.Kind.ON_SUPPORT
    ).first()


def debt_corner(*, member: Member, now: datetime, is_quiet: bool) -> DebtCorner | None:
    """Where the debt is, and the next of it; None between cycles, while all boards are closed."""
    team = support_team(member.workspace)
    if team is None:
        return None
    if not is_quiet:
        return DebtCorner(board_url(team))
    return DebtCorner(board_url(team), _next(team, member, now), tuple(_in_hand(team, member)))


def _in_hand(team: Team, member: Member) -> Iterator[CardInHand]:
    mine = Q(time_entries__member=member, time_entries__struck_at=None)
    cards = (
        team.tasks.filter(assignee=member, nature=Task.Nature.DEBT)
        .unfinished()
        .annotate(minutes=Sum("time_entries__minutes", filter=mine))
    )
    slug = member.workspace.slug
    for card in cards.in_order():
        spent: int | None = getattr(card, "minutes", None)
        yield CardInHand(
            key=card.key,
            title=card.title,
            url=reverse("cycles:task", args=[slug, card.key]),
            took=minutes_said(spent) if spent else "",
            log_url=reverse("support:log_debt_time", args=[slug, card.key]),
            steps=tuple(step(minutes, key) for key, minutes in enumerate((15, 30, 60), 1)),
        )


def _next(team: Team, member: Member, now: datetime) -> DebtCard | None:
    """The first card that nobody has, in the order of the board."""
    waits = team.tasks.filter(
        nature=Task.Nature.DEBT, column=Task.Column.TODO, assignee=None, blocked_at=None
    )
    card = waits.in_order().first()
    if card is None:
        return None
    slug = member.workspace.slug
    today = now.astimezone(member.workspace.zone).date()
    sits_there = Seat.objects.filter(team=team, member=member, to_on__gte=today).exists()
    may_take = may_work_the_desk(member) and sits_there
    return DebtCard(
        key=card.key,
        title=card.title,
        url=reverse("cycles:task", args=[slug, card.key]),
        take_url=reverse("support:take_debt", args=[slug, card.key]) if may_take else "",
    )
