"""How much of the proactive work serves the vision, cycle by cycle, and how much should."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cycles.rules.capacity import share


@dataclass(frozen=True)
class TeamDays:
    """Person-days of a release team, which are split equally among its epics."""

    days: Decimal
    epics: int
    of_vision: int


def vision_based(teams: Iterable[TeamDays]) -> int | None:
    """Percent of the person-days; nothing while no team that has an epic has a seat."""
    whole = vision = Decimal(0)
    for team in teams:
        if team.epics:
            whole += team.days
            vision += team.days * team.of_vision / team.epics
    return share(vision, whole)


def target_on(day: date, targets: Mapping[date, int], otherwise: int) -> int:
    """The target that holds on a day: the last that begins by then, else ``otherwise``."""
    begun = [from_on for from_on in targets if from_on <= day]
    return targets[max(begun)] if begun else otherwise


def progress(was: Decimal | None, now: Decimal | None, target: Decimal | None) -> int | None:
    """How far a measure has come from where it was to where it should be, in percent, 0 to 100."""
    if was is None or now is None or target is None or was == target:
        return None
    return min(max(share(now - was, target - was) or 0, 0), 100)
