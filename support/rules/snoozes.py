"""Until when something may wait, as people say it."""

from datetime import UTC, datetime, timedelta
from typing import Final

LONGEST: Final = timedelta(days=90)
MORNING: Final = 9
HOURS: Final = {"hour": 1, "hours": 4}
WEEK: Final = 7


def ends_of_snooze(now: datetime, working_days: str) -> dict[str, datetime]:
    """
    In an hour, in four, the morning of the next working day, and of the first of the next week.

    ``now`` is local; ``working_days`` are ISO weekdays: 12345.
    """
    ends = {name: _later(now, count) for name, count in HOURS.items()}
    ends["tomorrow"] = _morning(now, 1, working_days)
    ends["week"] = _morning(now, WEEK - now.weekday(), working_days)
    return ends


def _later(now: datetime, hours: int) -> datetime:
    """So many hours of waiting, also in the night in which the clock is put back."""
    return (now.astimezone(UTC) + timedelta(hours=hours)).astimezone(now.tzinfo)


def _morning(now: datetime, days: int, working_days: str) -> datetime:
    later = (now + timedelta(days=days)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    for _ in range(WEEK):
        if str(later.isoweekday()) in working_days or not working_days:
            break
        later += timedelta(days=1)
    return later
