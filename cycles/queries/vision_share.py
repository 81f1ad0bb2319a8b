"""Vision-based share of the proactive person-days of cycles, by their seats as they are."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cycles.models import Bet, Cycle, CycleSettings, Epic, Seat, Team, VisionTarget
from cycles.queries.staffing import leave_of, worker
from cycles.rules.calendar import Span
from cycles.rules.capacity import Worker, person_days
from cycles.rules.vision_share import TeamDays, target_on, vision_based
from planner.models import Member, Workspace


@dataclass
class _Lane:
    """The Small Epics of a cycle: how many, and how many of them are vision-based."""

    epics: int = 0
    of_vision: int = 0


def vision_shares(workspace: Workspace, cycles: Sequence[Cycle]) -> dict[int, int]:
    """
    Percent by number of cycle: what was and is for those that have begun, what is planned for
    the others. One without a seat in a release team has none. Five queries for any number.
    """
    if not cycles:
        return {}
    span = Span(cycles[0].starts_on, cycles[-1].ends_on)
    days = _days_of_teams(workspace, cycles, span)
    lanes = _lanes(cycles)
    numbers = {cycle.pk: cycle.number for cycle in cycles}
    teams: dict[int, list[TeamDays]] = defaultdict(list)
    release = Team.objects.filter(cycle__in=cycles).exclude(kind=Team.Kind.ON_SUPPORT)
    for pk, cycle, kind, origin in release.order_by("pk").values_list(
        "pk", "cycle_id", "kind", "epic__origin"
    ):
        lane = _Lane(1, int(origin == Epic.Origin.VISION))
        if kind == Team.Kind.SMALL:
            lane = lanes.get(cycle, _Lane())
        teams[numbers[cycle]].append(TeamDays(days[pk], lane.epics, lane.of_vision))
    shares = {number: vision_based(some) for number, some in teams.items()}
    return {number: percent for number, percent in shares.items() if percent is not None}


def _days_of_teams(
    workspace: Workspace, cycles: Sequence[Cycle], span: Span
) -> defaultdict[int, Decimal]:
    leave = leave_of(workspace, span)
    members = Member.objects.filter(workspace=workspace).in_bulk()
    workers: dict[int, Worker] = {}
    days: defaultdict[int, Decimal] = defaultdict(Decimal)
    seats = Seat.objects.filter(team__cycle__in=cycles).exclude(team__kind=Team.Kind.ON_SUPPORT)
    for team, pk, from_on, to_on in seats.order_by("pk").values_list(
        "team_id", "member_id", "from_on", "to_on"
    ):
        if pk not in workers:
            members[pk].workspace = workspace
            workers[pk] = worker(members[pk], span, leave.get(pk, frozenset()))
        days[team] += person_days(workers[pk], Span(from_on, to_on))
    return days


def _lanes(cycles: Sequence[Cycle]) -> dict[int, _Lane]:
    small = Bet.objects.filter(cycle__in=cycles, epic__size=Epic.Size.SMALL)
    counts = Counter(small.order_by("pk").values_list("cycle_id", "epic__origin"))
    lanes: dict[int, _Lane] = defaultdict(_Lane)
    for (cycle, origin), count in counts.items():
        lanes[cycle].epics += count
        lanes[cycle].of_vision += count if origin == Epic.Origin.VISION else 0
    return lanes


@dataclass(frozen=True)
class CycleShare:
    """Percent of a cycle, and how much it should be."""

    cycle: int
    percent: int | None
    target: int
    planned: bool


def shares_and_targets(workspace: Workspace) -> list[CycleShare]:
    """Of all cycles, the earliest first."""
    cycles = list(Cycle.objects.filter(workspace=workspace).in_order())
    shares, targets = vision_shares(workspace, cycles), vision_targets(workspace)
    otherwise = CycleSettings.objects.get(workspace=workspace).vision_target
    return [
        CycleShare(
            one.number,
            shares.get(one.number),
            target_on(one.starts_on, targets, otherwise),
            one.is_ahead,
        )
        for one in cycles
    ]


def vision_targets(workspace: Workspace) -> dict[date, int]:
    """By the day from which each holds."""
    targets = VisionTarget.objects.filter(workspace=workspace)
    return dict(targets.order_by("from_on").values_list("from_on", "percent"))
