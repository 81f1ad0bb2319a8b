"""Person-days: what people can give, from their working days, part time and dated seats."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from cycles.rules.calendar import Span, weeks_of, working_days


@dataclass(frozen=True)
class Worker:
    """
    When somebody works. ``holidays`` are those of their own calendar, ``leave`` the days on which
    they are away; leave on a day that is not worked costs nothing.
    """

    percent: int = 100
    weekdays: str = "12345"
    holidays: frozenset[date] = frozenset()
    leave: frozenset[date] = frozenset()

    def working_days(self, span: Span) -> tuple[date, ...]:
        """Those on which they would work, were they not away."""
        return working_days(span, self.weekdays, self.holidays)

    def days(self, span: Span) -> tuple[date, ...]:
        """Those on which they work."""
        return tuple(day for day in self.working_days(span) if day not in self.leave)

    def days_away(self, span: Span) -> tuple[date, ...]:
        """Working days that they are on leave."""
        return tuple(day for day in self.working_days(span) if day in self.leave)


@lru_cache(maxsize=8192)  # most people of a page work on the same days
def person_days(worker: Worker, span: Span) -> Decimal:
    """Days worked in the span times the part-time percent. Exact, so that any split adds up."""
    return Decimal(len(worker.days(span)) * worker.percent) / 100


@lru_cache(maxsize=4096)
def person_days_by_week(worker: Worker, span: Span, seats: tuple[Span, ...]) -> tuple[Decimal, ...]:
    """For each week of the span, what the worker gives there in the seats."""
    return tuple(
        sum(
            (
                person_days(worker, part)
                for seat in seats
                if (part := seat.within(week)) is not None
            ),
            Decimal(0),
        )
        for week in weeks_of(span)
    )


@lru_cache(maxsize=4096)
def weeks_away(worker: Worker, span: Span, part: Span) -> tuple[int, ...]:
    """Weeks of the whole span, from 1, in which the worker is on leave on a day of the part."""
    inside = part.within(span)
    if not worker.leave or inside is None:
        return ()
    away = worker.days_away(inside)
    return tuple(
        number
        for number, week in enumerate(weeks_of(span), start=1)
        if any(day in week for day in away)
    )


def share(part: Decimal, whole: Decimal) -> int | None:
    """A percentage rounded half up; nothing where there is nothing to share."""
    return int((part * 100 / whole + Decimal("0.5")) // 1) if whole else None
