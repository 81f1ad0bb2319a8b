"""The cycles that bet, or have bet, on an epic, with their people and what was decided."""

from dataclasses import dataclass

from django.urls import reverse

from cycles.models import Bet, Cycle, Epic, Seat, Team
from cycles.queries.drawings import span_of
from cycles.queries.staffing import worked_days
from planner.kit.dates import day_range


@dataclass(frozen=True)
class Sitter:
    name: str
    days: str


@dataclass(frozen=True)
class BetPart:
    """One cycle that bets, or has bet, on the epic; ``outcome`` once it was closed."""

    cycle: str
    dates: str
    url: str
    is_open: bool
    people: tuple[Sitter, ...]
    outcome: str
    reason: str


def bets_on(epic: Epic) -> list[Bet]:
    """The latest cycle first."""
    bets = Bet.objects.filter(epic=epic).select_related("cycle").order_by("-cycle__number")
    found = list(bets)
    for bet in found:
        bet.cycle.workspace = epic.workspace
    return found


def drawn_cycle(bets: list[Bet]) -> Cycle | None:
    """The one on whose ruler the epic is drawn: it runs, or else it is the latest that did."""
    begun = [bet.cycle for bet in bets if not bet.cycle.is_ahead]
    return next((one for one in begun if one.state == Cycle.State.ACTIVE), None) or next(
        iter(begun), None
    )


def bet_parts(epic: Epic, bets: list[Bet]) -> tuple[BetPart, ...]:
    """One query more."""
    kind = Team.Kind.SMALL if epic.size == Epic.Size.SMALL else Team.Kind.BIG
    seats = Seat.objects.filter(team__cycle__in=[bet.cycle_id for bet in bets], team__kind=kind)
    if kind == Team.Kind.BIG:
        seats = seats.filter(team__epic=epic)
    by_cycle: dict[int, list[Sitter]] = {}
    for seat in seats.select_related("member__person", "team__cycle").order_by("from_on", "pk"):
        by_cycle.setdefault(seat.team.cycle_id, []).append(
            Sitter(seat.member.name, _part(seat, seat.team.cycle))
        )
    return tuple(
        BetPart(
            str(bet.cycle),
            _dates(bet.cycle),
            reverse("cycles:plan", args=[epic.workspace.slug, bet.cycle.number]),
            bet.is_open,
            tuple(by_cycle.get(bet.cycle_id, ())),
            str(Bet.Outcome(bet.outcome).label) if bet.outcome else "",
            bet.outcome_reason,
        )
        for bet in bets
    )


def _dates(cycle: Cycle) -> str:
    """To its last working day, as everywhere."""
    worked = worked_days(cycle.workspace, span_of(cycle))
    return day_range(cycle.starts_on, worked[-1] if worked else cycle.ends_on)


def _part(seat: Seat, cycle: Cycle) -> str:
    """The days of a seat, where they are not the whole cycle."""
    if (seat.from_on, seat.to_on) == (cycle.starts_on, cycle.ends_on):
        return ""
    return day_range(seat.from_on, seat.to_on)
