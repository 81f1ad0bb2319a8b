"""
How time is cut into cycles. Plain dates only: no clock, no time zone, no database.

A span includes both its days. Weekdays are ISO: Monday is 1. Source: a six-week release cycle
from a Monday to the sixth Sunday; everything else is a setting.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

YEARS_AHEAD = 3


@dataclass(frozen=True, order=True)
class Span:
    """From one day to another, both included."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.starts_on + timedelta(days=n) for n in range(len(self)))

    def __len__(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.starts_on <= day <= self.ends_on

    def overlaps(self, other: "Span") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    def within(self, other: "Span") -> "Span | None":
        """The part of it that lies in the other."""
        starts_on, ends_on = (
            max(self.starts_on, other.starts_on),
            min(self.ends_on, other.ends_on),
        )
        return Span(starts_on, ends_on) if starts_on <= ends_on else None

    def moved(self, weeks: int) -> "Span":
        by = timedelta(weeks=weeks)
        return Span(self.starts_on + by, self.ends_on + by)


@dataclass(frozen=True)
class Shape:
    """How a workspace cuts its time. ``gap_days`` are at least that many between two cycles."""

    weeks: int = 6
    start_weekday: int = 1
    gap_days: int = 0

    def first_start(self, day: date) -> date:
        """The first start weekday that is not before the day."""
        return day + timedelta(days=(self.start_weekday - day.isoweekday()) % 7)

    def span_from(self, starts_on: date) -> Span:
        return Span(starts_on, starts_on + timedelta(weeks=self.weeks, days=-1))

    def span_after(self, ends_on: date) -> Span:
        return self.span_from(self.first_start(ends_on + timedelta(days=1 + self.gap_days)))

    def spans(self, starts_on: date) -> Iterator[Span]:
        """One cycle after the other, without an end."""
        span = self.span_from(starts_on)
        while True:
            yield span
            span = self.span_after(span.ends_on)

    def first_spans(self, starts_on: date, count: int) -> tuple[Span, ...]:
        return tuple(islice(self.spans(starts_on), count))


def years_later(day: date, years: int = YEARS_AHEAD) -> date:
    """The same day of the year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@lru_cache(maxsize=1024)
def weeks_of(span: Span) -> tuple[Span, ...]:
    """
    The weeks of a cycle, counted back from its end.

    A cycle that started early or late in a week has a first week that is shorter than seven days.
    """
    weeks, ends_on = [], span.ends_on
    while ends_on >= span.starts_on:
        starts_on = max(span.starts_on, ends_on - timedelta(days=6))
        weeks.append(Span(starts_on, ends_on))
        ends_on = starts_on - timedelta(days=1)
    return tuple(reversed(weeks))


def week_of(span: Span, day: date) -> int | None:
    """Which week of the cycle the day is in, from 1; nothing for a day outside."""
    return next((n for n, week in enumerate(weeks_of(span), start=1) if day in week), None)


@lru_cache(maxsize=4096)  # most people of a page work on the same days
def working_days(
    span: Span, weekdays: str, holidays: frozenset[date] = frozenset()
) -> tuple[date, ...]:
    """The days of the span that are worked: ISO weekdays such as ``12345``, less the holidays."""
    return tuple(
        day for day in span.days if str(day.isoweekday()) in weekdays and day not in holidays
    )


def days_of_spans(spans: Iterable[Span]) -> frozenset[date]:
    """Every day that lies in one of them."""
    return frozenset(day for span in spans for day in span.days)


def runs_of(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Numbers in order as runs from-to: 1, 3, 4, 5 are (1, 1) and (3, 5)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


def day_of(worked: Sequence[date], day: date) -> int:
    """How many of the working days have come, the day itself included: the n of "day n of m"."""
    return sum(1 for one in worked if one <= day)
