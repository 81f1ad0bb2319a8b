"""When a ticket that nobody answers is told to more people. Pure: calendars are given."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

HORIZON_DAYS: Final = 90


@dataclass(frozen=True)
class Hours:
    """
    When a workspace works: from and to each working day, by its own clock.

    ``is_holiday`` answers for a day.
    """

    zone: tzinfo
    day_from: time = time(9)
    day_to: time = time(18)
    working_days: str = "12345"
    is_holiday: Callable[[date], bool] = lambda _day: False


@dataclass(frozen=True)
class Target:
    """Minutes until the whole team is told, and then until the manager is; None is never."""

    minutes: int | None
    manager_minutes: int | None = None
    around_the_clock: bool = False


# By the sort of ticket, while a workspace did not say otherwise.
USUAL: Final = {
    "critical": Target(15, 15, around_the_clock=True),
    "warning": Target(120, 240),
    "info": Target(None),
    "urgent": Target(30, 60),
    "request": Target(8 * 60, 8 * 60),
}
TEAM, MANAGER = "team", "manager"


def sort_of(kind: str, severity: str) -> str:
    """Which target a ticket has."""
    if kind == "alert":
        return severity if severity in ("critical", "warning") else "info"
    return "urgent" if kind == "urgent" else "request"


def due_steps(
    target: Target, hours: Hours, *, since: datetime, at: datetime, taken: Collection[str] = ()
) -> tuple[str, ...]:
    """
    The steps that are due for a ticket that has waited since then, in order, without those taken.
    """
    if target.minutes is None:
        return ()
    moments = {TEAM: later(since, target.minutes, target, hours)}
    if target.manager_minutes is not None:
        moments[MANAGER] = later(moments[TEAM], target.manager_minutes, target, hours)
    return tuple(step for step, due in moments.items() if due <= at and step not in taken)


def later(since: datetime, minutes: int, target: Target, hours: Hours) -> datetime:
    """So many minutes after, all of them or those of the working hours, as the target has it."""
    left = timedelta(minutes=minutes)
    if target.around_the_clock:
        return since + left
    day = since.astimezone(hours.zone).date()
    for _ in range(HORIZON_DAYS):
        begins, ends = _working_time(day, hours)
        begins = max(begins, since)
        if begins < ends:
            if left <= ends - begins:
                return begins + left
            left -= ends - begins
        day += timedelta(days=1)
    return since + left + timedelta(days=HORIZON_DAYS)  # who never works is still told once


def _working_time(day: date, hours: Hours) -> tuple[datetime, datetime]:
    """From when to when, as moments: nothing at all on a day off, 23 or 25 hours count as such."""
    begins = _moment(day, hours.day_from, hours.zone)
    if str(day.isoweekday()) not in hours.working_days or hours.is_holiday(day):
        return begins, begins
    return begins, _moment(day, hours.day_to, hours.zone)


def _moment(day: date, clock: time, zone: tzinfo) -> datetime:
    # Differences of times in one zone ignore a change of the clocks between them: count in UTC.
    return datetime.combine(day, clock, zone).astimezone(UTC)
