"""What is drawn of a cycle: its bar, its ruler, and how free people are in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle
from cycles.queries.staffing import worked_days
from cycles.rules.calendar import Span, day_of, runs_of, week_of, weeks_of
from cycles.rules.capacity import Worker, person_days, person_days_by_week, weeks_away
from planner.kit.dates import full_day, week_day, weekday_day
from planner.kit.drawings import (
    Availability,
    DayState,
    Ruler,
    RulerDay,
    RulerWeek,
    SixWeeks,
    WeekOfPerson,
)
from planner.kit.lists import listed
from planner.models import Workspace


def span_of(cycle: Cycle) -> Span:
    return Span(cycle.starts_on, cycle.ends_on)


def six_weeks(cycle: Cycle, worked: Sequence[date], today: date) -> SixWeeks:
    """How much of each week is over, in working days, while the cycle runs or when it is done."""
    span = span_of(cycle)
    runs, is_done = cycle.state == Cycle.State.ACTIVE, cycle.state == Cycle.State.CLOSED
    week = week_of(span, today) if runs else None
    shares = []
    for part in weeks_of(span):
        days = [day for day in worked if day in part]
        over = len(days) if is_done else sum(1 for day in days if day <= today) if runs else 0
        shares.append(over / len(days) if days else float(runs and part.ends_on < today))
    return SixWeeks(cycle_in_words(cycle, worked, today), tuple(shares), week - 1 if week else None)


def cycle_in_words(cycle: Cycle, worked: Sequence[date], today: date) -> str:
    """Cycle 23, week 4 of 6, day 15 of 26 - or that it has not started, or is over."""
    facts = {"number": cycle.number}
    if cycle.is_ahead:
        return _("Cycle %(number)s, not started") % facts
    week = week_of(span_of(cycle), today)
    if cycle.state == Cycle.State.CLOSED or week is None:
        return _("Cycle %(number)s, over") % facts
    return _("Cycle %(number)s, week %(week)s of %(weeks)s, day %(day)s of %(days)s") % {
        **facts,
        "week": week,
        "weeks": len(weeks_of(span_of(cycle))),
        "day": day_of(worked, today),
        "days": len(worked),
    }


@dataclass(frozen=True)
class RunningBar:
    """The running cycle in a line of text."""

    name: str
    week: str
    bar: SixWeeks


def running_bar(workspace: Workspace, at: datetime) -> RunningBar | None:
    """The cycle that runs, for the top of every page; one query."""
    cycle = Cycle.objects.filter(workspace=workspace, state=Cycle.State.ACTIVE).first()
    if cycle is None:
        return None
    today, span = at.astimezone(workspace.zone).date(), span_of(cycle)
    week = week_of(span, today)
    return RunningBar(
        str(cycle),
        _("week %(number)s") % {"number": week} if week else "",
        six_weeks(cycle, worked_days(workspace, span), today),
    )


def ruler_days(span: Span, weekdays: str) -> tuple[date, ...]:
    """The cells of the ruler: weekdays of the workspace, holidays among them."""
    return tuple(day for day in span.days if str(day.isoweekday()) in weekdays)


def ruler(
    cycle: Cycle, weekdays: str, holidays: dict[date, str], today: date, *, label: str
) -> Ruler:
    """The axis that all rows of a page share."""
    runs = cycle.state == Cycle.State.ACTIVE
    weeks = []
    for number, part in enumerate(weeks_of(span_of(cycle)), start=1):
        weeks.append(
            RulerWeek(
                _("Week %(number)s") % {"number": number},
                week_day(part.starts_on),
                tuple(
                    _ruler_day(day, holidays, today, runs=runs)
                    for day in ruler_days(part, weekdays)
                ),
                is_current=runs and today in part,
            )
        )
    return Ruler(label, tuple(weeks), weekday_day(today) if runs else "")


def _ruler_day(day: date, holidays: dict[date, str], today: date, *, runs: bool) -> RulerDay:
    state: DayState = "ahead"
    label = full_day(day)
    if day in holidays:
        label = _("%(day)s, %(holiday)s") % {"day": label, "holiday": holidays[day]}
        state = "holiday"
    elif runs and day <= today:
        state = "today" if day == today else "past"
    return RulerDay(state, label)


def availability(
    name: str, worker: Worker, span: Span, worked: Sequence[date], seats: Sequence[Span]
) -> Availability:
    """
    How much of each week's working days a person gives, and where leave takes the rest away;
    ``seats`` bound it where given.
    """
    parts = tuple(seats) or (span,)
    given = person_days_by_week(worker, span, parts)
    away = {week for part in parts for week in weeks_away(worker, span, part)}
    weeks = []
    for number, (count, days) in enumerate(
        zip(_days_of_weeks(span, tuple(worked)), given, strict=True), start=1
    ):
        free = min(float(days) / count, 1.0) if count else 0.0
        weeks.append(WeekOfPerson(free, on_leave=number in away))
    text = _("%(name)s: %(free)s of %(days)s days") % {
        "name": name,
        "free": days_text(worker, span, parts),
        "days": len(worked),
    }
    if away:
        text = _("%(days)s, %(leave)s") % {"days": text, "leave": leave_text(sorted(away))}
    return Availability(text, tuple(weeks))


def leave_text(weeks: Sequence[int]) -> str:
    """leave week 6 · leave weeks 3–5 · leave weeks 1, 4–6"""
    runs = [f"{first}–{last}" if last > first else f"{first}" for first, last in runs_of(weeks)]
    return ngettext("leave week %(weeks)s", "leave weeks %(weeks)s", len(weeks)) % {
        "weeks": listed(runs)
    }


def days_away_text(worker: Worker, span: Span, part: Span) -> str:
    """In which weeks of the span the person is away within the part; nothing where in none."""
    weeks = weeks_away(worker, span, part)
    return leave_text(weeks) if weeks else ""


@lru_cache(maxsize=64)
def _days_of_weeks(span: Span, worked: tuple[date, ...]) -> tuple[int, ...]:
    return tuple(sum(1 for day in worked if day in part) for part in weeks_of(span))


def days_text(worker: Worker, span: Span, seats: Sequence[Span]) -> str:
    """Person-days without needless zeros: 30, 22.5."""
    days = sum(
        person_days(worker, part)
        for part in (seat.within(span) for seat in seats or [span])
        if part is not None
    )
    return f"{float(days):g}"
