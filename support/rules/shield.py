"""
What interruptions cost, and when somebody has waited too long. Pure.

A working day is from nine to six; who asks at six in the evening waits from nine on.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

PATIENCE: Final = timedelta(hours=4)  # of working time, until a reminder
BEGINS: Final = time(9)
ENDS: Final = time(18)


def working_time(
    since: datetime, until: datetime, *, zone: ZoneInfo, weekdays: str, holidays: Collection[date]
) -> timedelta:
    """How much of the time between the two lies within working days; ISO weekdays: ``12345``."""
    day, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    found = timedelta()
    while day <= last:
        if str(day.isoweekday()) in weekdays and day not in holidays:
            begins = max(since, datetime.combine(day, BEGINS, zone))
            ends = min(until, datetime.combine(day, ENDS, zone))
            found += max(timedelta(), ends - begins)
        day += timedelta(days=1)
    return found


def is_overdue(
    asked_at: datetime,
    now: datetime,
    *,
    zone: ZoneInfo,
    weekdays: str,
    holidays: Collection[date],
) -> bool:
    """Whether a question has waited in the shield for longer than four working hours."""
    waited = working_time(asked_at, now, zone=zone, weekdays=weekdays, holidays=holidays)
    return waited > PATIENCE


def days_of(minutes: int, day_hours: Decimal) -> Decimal:
    """Minutes as person-days."""
    return Decimal(minutes) / 60 / day_hours


def cost_in_days(estimate: Decimal | None, minutes: int | None, day_hours: Decimal) -> Decimal:
    """Person-days of one interruption: time that is logged on it replaces its estimate."""
    if minutes:
        return days_of(minutes, day_hours)
    return estimate or Decimal(0)
