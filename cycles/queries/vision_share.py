"""
Vision-based share of the proactive person-days of cycles: by their seats as they are planned, and
as it was where the room that counts days knows it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from cycles.models import Cycle, CycleSettings, Epic, Team, VisionTarget
from cycles.queries.seated import Seated
from cycles.rules.calendar import Span
from cycles.rules.capacity import person_days, share
from cycles.rules.vision_share import TeamDays, target_on, vision_based
from planner.models import Workspace


class Proactive(NamedTuple):
    """What was proactive of a cycle, in any unit, and what of it served the vision."""

    vision: int
    whole: int


type Kept = Callable[[Workspace, Sequence[Cycle]], Mapping[int, Proactive]]
type SoFar = Callable[[Cycle, Seated, date], Proactive]


class Counted(NamedTuple):
    """
    What the room that counts days tells: of cycles that are over, as it was kept (by their ids,
    where it was), and of the running one up to a day.
    """

    kept: Kept
    so_far: SoFar


_COUNTED: Final[list[Counted]] = []


def register(counted: Counted) -> None:
    """Let it say what became of cycles; it registers itself when it starts."""
    _COUNTED.append(counted)


def vision_shares(workspace: Workspace, cycles: Sequence[Cycle], *, today: date) -> dict[int, int]:
    """
    Percent by number of cycle: what it was, so far or in the end, for those that have begun, what
    is planned for the others, and for those of which no more is known than their seats. One
    without a seat in a release team has none. As many queries for any number.
    """
    if not cycles:
        return {}
    closed = [one for one in cycles if one.state == Cycle.State.CLOSED]
    was = {pk: known for each in _COUNTED for pk, known in each.kept(workspace, closed).items()}
    rest = [one for one in cycles if one.pk not in was]
    seated = Seated(workspace, rest)
    running = [one for one in rest if one.state == Cycle.State.ACTIVE]
    was |= {one.pk: each.so_far(one, seated, today) for one in running for each in _COUNTED}
    shares = {
        one.number: share(Decimal(was[one.pk].vision), Decimal(was[one.pk].whole))
        if one.pk in was and was[one.pk].whole
        else _planned(seated, one)
        for one in cycles
    }
    return {number: percent for number, percent in shares.items() if percent is not None}


def _planned(seated: Seated, cycle: Cycle) -> int | None:
    """By the seats alone."""
    days: dict[int, Decimal] = defaultdict(Decimal)
    for seat in seated.seats[cycle.pk]:
        days[seat.team_id] += person_days(
            seated.workers[seat.member_id], Span(seat.from_on, seat.to_on)
        )
    return vision_based(
        TeamDays(days[team.pk], len(origins), origins.count(Epic.Origin.VISION))
        for team in seated.teams.values()
        if team.cycle_id == cycle.pk and team.kind != Team.Kind.ON_SUPPORT
        for origins in [_origins(seated, team)]
    )


def _origins(seated: Seated, team: Team) -> list[str]:
    if team.kind == Team.Kind.SMALL:
        return [bet.epic.origin for bet in seated.small[team.cycle_id]]
    return [team.epic.origin] if team.epic else []


@dataclass(frozen=True)
class CycleShare:
    """Percent of a cycle, and how much it should be."""

    cycle: int
    percent: int | None
    target: int
    planned: bool


def shares_and_targets(workspace: Workspace, *, today: date) -> list[CycleShare]:
    """Of all cycles, the earliest first."""
    cycles = list(Cycle.objects.filter(workspace=workspace).in_order())
    shares, targets = vision_shares(workspace, cycles, today=today), vision_targets(workspace)
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
