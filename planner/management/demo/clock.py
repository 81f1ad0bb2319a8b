"""The story was written for a day; it is told again in any later week."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STORY_TODAY = date(2026, 5, 21)  # a Thursday, in week 4 of cycle 23
ZONE = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True)
class Clock:
    """Shifts the story by whole weeks, so that ``now`` lies in the week of its own today."""

    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def shift(self) -> timedelta:
        def monday(day: date) -> date:
            return day - timedelta(days=day.weekday())

        return monday(self.today) - monday(STORY_TODAY)

    def day(self, month: int, day: int, year: int = 2026) -> date:
        """A day of the story, as it falls this time."""
        return date(year, month, day) + self.shift

    def at(self, month: int, day: int, hour: int = 9, year: int = 2026) -> datetime:
        """A time of the story, never later than now."""
        told = datetime.combine(self.day(month, day, year), time(hour), ZONE)
        return min(told.astimezone(UTC), self.now)

    def on(self, day: date, hour: int) -> datetime:
        """A time of a real day, as the team's own clock shows it."""
        return datetime.combine(day, time(hour), ZONE).astimezone(UTC)
