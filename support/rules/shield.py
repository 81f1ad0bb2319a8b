"""What interruptions cost, and when somebody has waited too long. Pure."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from support.rules.escalation import Hours, Target, later

PATIENCE: Final = 4 * 60  # minutes of working time, until a reminder


def is_overdue(asked_at: datetime, now: datetime, hours: Hours) -> bool:
    """Whether a question has waited in the shield for longer than four working hours."""
    return later(asked_at, PATIENCE, Target(PATIENCE), hours) < now


def is_time_due(
    let_through_at: datetime, estimate: Decimal, now: datetime, *, hours: Hours, day_hours: Decimal
) -> bool:
    """
    Whether what was let through should be done, and a working day have passed to log its time.
    """
    minutes = int((estimate + 1) * day_hours * 60)
    return later(let_through_at, minutes, Target(minutes), hours) < now


def days_of(minutes: int, day_hours: Decimal) -> Decimal:
    """Minutes as person-days."""
    return Decimal(minutes) / 60 / day_hours


def cost_in_days(estimate: Decimal | None, minutes: int | None, day_hours: Decimal) -> Decimal:
    """Person-days of one interruption: time that is logged on it replaces its estimate."""
    if minutes:
        return days_of(minutes, day_hours)
    return estimate or Decimal(0)
