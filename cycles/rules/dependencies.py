"""
Epics that need others to be shipped first: what that collides with, and circles.

One fits before another when it can have ended on the day before the other begins. Where it lies
in a window, it may begin on any day from which a whole cycle is left in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cycles.rules.roadmap import Standing

# What a need collides with, the worst first; ``tight`` may still come right.
STRAINS: Final = ("stopped", "late", "undated", "tight")
VIOLATIONS: Final = frozenset({"stopped", "late", "undated"})

_OVER: Final = frozenset({"shipped", "parked", "dropped"})
_STOPPED: Final = frozenset({"parked", "dropped"})


@dataclass(frozen=True)
class Need:
    """The first epic needs the second; both by their ids."""

    epic: int
    needed: int


@dataclass(frozen=True)
class Strain:
    """A need that does not hold as the two stand, and why: one of ``STRAINS``."""

    need: Need
    kind: str

    @property
    def is_violated(self) -> bool:
        return self.kind in VIOLATIONS


def strain_of(epic: Standing, needed: Standing, *, cycle_days: int) -> str:
    """
    Why the epic cannot follow the one that it needs, as they stand; nothing where it can.

    ``stopped``: what it needs was parked or dropped. ``late``: there is no day in its window on
    which that could have ended. ``undated``: it has a date, and what it needs has none.
    ``tight``: their windows overlap, so that it may or may not have.
    """
    if epic.state in _OVER or needed.state == "shipped":
        return ""
    if needed.state in _STOPPED:
        return "stopped"
    if not (epic.from_on and epic.to_on):
        return ""
    if not (needed.from_on and needed.to_on):
        return "undated"
    if _earliest_end(needed.from_on, needed.to_on, cycle_days) >= _latest_start(
        epic.from_on, epic.to_on, cycle_days
    ):
        return "late"
    return "" if needed.to_on < epic.from_on else "tight"


def strains(
    needs: Iterable[Need], standings: Mapping[int, Standing], *, cycle_days: int
) -> tuple[Strain, ...]:
    """Of all needs those that do not hold, the worst first, else in the order given."""
    found = [
        Strain(need, kind)
        for need in needs
        if (kind := strain_of(standings[need.epic], standings[need.needed], cycle_days=cycle_days))
    ]
    return tuple(sorted(found, key=_badness))


def circle(needs: Iterable[Need], added: Need) -> tuple[int, ...]:
    """
    The way round that one more need would close, from its epic back to itself; nothing where it
    closes none. Of several the shortest.
    """
    follows: dict[int, list[int]] = {}
    for need in needs:
        follows.setdefault(need.epic, []).append(need.needed)
    came_from = {added.needed: added.epic}
    waiting = [added.needed]
    for epic in waiting:  # grows while it is walked
        if epic == added.epic:
            return _way(came_from, added)
        for needed in follows.get(epic, ()):
            if needed not in came_from:
                came_from[needed] = epic
                waiting.append(needed)
    return ()


def _way(came_from: Mapping[int, int], added: Need) -> tuple[int, ...]:
    way = [added.epic]
    while True:
        way.append(came_from[way[-1]])
        if way[-1] == added.epic:
            return tuple(reversed(way))


def _earliest_end(from_on: date, to_on: date, cycle_days: int) -> date:
    return min(to_on, from_on + timedelta(days=cycle_days - 1))


def _latest_start(from_on: date, to_on: date, cycle_days: int) -> date:
    return max(from_on, to_on - timedelta(days=cycle_days - 1))


def _badness(strain: Strain) -> int:
    return STRAINS.index(strain.kind)
