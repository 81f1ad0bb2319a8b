"""What a cause costs, when it is worth an epic, and whether the epic helped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from cycles.rules.calendar import Span

CYCLES: Final = 2  # over which the cost of a cause is counted
SOON: Final = 14  # days after the shipping in which nothing can be told yet
_CLEARLY: Final = Decimal("0.25")  # of what it was before: less of a change is none
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Tally:
    """What a cause took on one day: person-days, and tickets that were opened."""

    on: date
    days: Decimal = Decimal(0)
    tickets: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """The same of a week, from its Monday on."""

    starts_on: date
    days: Decimal
    tickets: int
    is_spread: bool = False  # its days are a part of what a whole cycle cost


@dataclass(frozen=True, slots=True)
class Rate:
    """How much a cause takes: person-days in a cycle, tickets in a week."""

    days: Decimal
    tickets: Decimal


class Verdict(StrEnum):
    TOO_EARLY = "too_early"
    FELL = "fell"
    ROSE = "rose"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Effect:
    """
    A cause before and after an epic shipped that was to end it; ``days`` have passed since.

    ``by_tickets``: nobody logged time on it, so that tickets decide.
    """

    before: Rate
    after: Rate
    days: int
    verdict: Verdict
    by_tickets: bool


def is_worth_an_epic(days: Decimal, threshold: int) -> bool:
    """``days`` over two cycles, in person-days, as far as they count (``counting``)."""
    return days > threshold


def counting(counted: Span, shipped_on: date | None) -> Span | None:
    """
    The days of two cycles on which a cause is judged: where an epic shipped that was to end it,
    those after it. None while there are none yet.
    """
    if shipped_on is None or shipped_on < counted.starts_on:
        return counted
    first = shipped_on + timedelta(days=1)
    return Span(first, counted.ends_on) if first <= counted.ends_on else None


def tally_of(tallies: Iterable[Tally], span: Span) -> Tally:
    """All of the span in one, on its first day."""
    first, last = span.starts_on, span.ends_on
    inside = [one for one in tallies if first <= one.on <= last]
    days = sum((one.days for one in inside), Decimal(0))
    return Tally(span.starts_on, days, sum(one.tickets for one in inside))


def weeks_of(tallies: Iterable[Tally], span: Span) -> tuple[Week, ...]:
    """Week by week from the one of the span's first day to that of its last; none is left out."""
    first, last = _monday(span.starts_on), _monday(span.ends_on)
    days: dict[date, Decimal] = {}
    tickets: dict[date, int] = {}
    for one in tallies:
        week = _monday(one.on)
        days[week] = days.get(week, Decimal(0)) + one.days
        tickets[week] = tickets.get(week, 0) + one.tickets
    mondays = [
        first + timedelta(weeks=number) for number in range((last - first).days // _WEEK + 1)
    ]
    return tuple(Week(day, days.get(day, Decimal(0)), tickets.get(day, 0)) for day in mondays)


def spread_over(weeks: Sequence[Week], cost: Decimal, cycle: Span) -> tuple[Week, ...]:
    """Of a cycle only the whole is known: each of its weeks has an equal part of it."""
    of_it = [week.starts_on for week in weeks if week.starts_on in cycle]
    part = cost / max(len(of_it), 1)
    return tuple(
        Week(week.starts_on, week.days + part, week.tickets, is_spread=True)
        if part and week.starts_on in of_it
        else week
        for week in weeks
    )


def windows(shipped_on: date, *, since: date, today: date, cycle: int) -> tuple[Span, Span | None]:
    """
    The days before the shipping and after it that are compared: two cycles of ``cycle`` days each,
    as far as there are any. The day itself belongs to what was before; ``since`` begins the story.
    """
    most = timedelta(days=CYCLES * cycle)
    earliest = max(since, shipped_on - most + timedelta(days=1))
    before = Span(min(earliest, shipped_on), shipped_on)
    first, last = shipped_on + timedelta(days=1), min(today, shipped_on + most)
    return before, Span(first, last) if first <= last else None


def effect_of(
    tallies: Iterable[Tally], *, shipped_on: date, since: date, today: date, cycle: int
) -> Effect:
    """Whether the cause went down. ``cycle`` is the length of one, in days."""
    counted = list(tallies)
    before, after = windows(shipped_on, since=since, today=today, cycle=cycle)
    then = _rate(counted, before, cycle)
    now = _rate(counted, after, cycle) if after else Rate(Decimal(0), Decimal(0))
    by_tickets = not then.days and not now.days
    pair = (then.tickets, now.tickets) if by_tickets else (then.days, now.days)
    passed = len(after) if after else 0
    verdict = Verdict.TOO_EARLY if passed < SOON else _verdict(*pair)
    return Effect(then, now, (today - shipped_on).days, verdict, by_tickets)


def _verdict(before: Decimal, after: Decimal) -> Verdict:
    if abs(after - before) <= _CLEARLY * before:
        return Verdict.HELD
    return Verdict.FELL if after < before else Verdict.ROSE


def _rate(tallies: Iterable[Tally], span: Span, cycle: int) -> Rate:
    whole = tally_of(tallies, span)
    length = Decimal(len(span))
    return Rate(whole.days * cycle / length, Decimal(whole.tickets) * _WEEK / length)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
