"""The weeks of a cause, drawn: person-days above, tickets below, a flag where an epic shipped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.queries.planned import number
from cycles.rules.calendar import Span
from planner.kit.dates import short_day
from support.rules.causes import Tally, Week, spread_over, weeks_of

_DAYS_TOP, _DAYS_BASE = 22, 96  # pixels from above
_TICKETS_TOP, _TICKETS_BASE = 112, 150
_BAR: Final = 0.76  # of the width of a week


@dataclass(frozen=True, slots=True)
class Bar:
    """Of a week: place and width in percent, heights in pixels."""

    x: str
    width: str
    days_y: str
    days_height: str
    tickets_y: str
    tickets_height: str
    label: str
    is_spread: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """
    Where an epic shipped, or a cycle began, which is ``short`` where there is little room.
    ``leads_back``: its text stands before it.
    """

    x: str
    text: str
    short: str
    leads_back: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    week: str
    days: str
    tickets: int


@dataclass(frozen=True)
class CauseDrawing:
    label: str
    bars: tuple[Bar, ...]
    cycles: tuple[Flag, ...]
    flags: tuple[Flag, ...]
    most_days: str
    most_tickets: str
    has_spread: bool
    rows: tuple[WeekRow, ...]


def cause_drawing(
    name: str,
    tallies: Iterable[Tally],
    span: Span,
    *,
    shipped: Iterable[tuple[date, str]],
    cycles: Iterable[tuple[int, Span]],
    remembered: Iterable[tuple[Span, Decimal]] = (),
) -> CauseDrawing:
    """
    ``shipped`` are days with the key of the epic, ``cycles`` those that begin in the span, and
    ``remembered`` has what it cost in cycles of whose weeks nothing is known.
    """
    weeks = weeks_of(tallies, span)
    for cycle, cost in remembered:
        weeks = spread_over(weeks, cost, cycle)
    first, count = weeks[0].starts_on, len(weeks)
    days, tickets = max(week.days for week in weeks), max(week.tickets for week in weeks)

    def flag(on: date, text: str, short: str = "") -> Flag:
        share = ((on - first).days / 7) / count
        return Flag(_percent(share), text, short, share > 2 / 3)

    return CauseDrawing(
        label=_label(name, weeks),
        bars=tuple(_bar(place, week, count, days, tickets) for place, week in enumerate(weeks)),
        cycles=tuple(
            flag(cycle.starts_on, _("Cycle %(number)s") % {"number": number_}, str(number_))
            for number_, cycle in cycles
            if number_ and first <= cycle.starts_on <= span.ends_on
        ),
        flags=tuple(
            # The day itself was before: the line stands where the next one begins.
            flag(on + timedelta(days=1), _("%(epic)s shipped") % {"epic": key})
            for on, key in shipped
            if first <= on <= span.ends_on
        ),
        most_days=_("%(days)s d") % {"days": number(round(days, 1))} if days else "",
        most_tickets=_tickets(tickets) if tickets else "",
        has_spread=any(week.is_spread for week in weeks),
        rows=tuple(
            WeekRow(short_day(week.starts_on), _days_said(week), week.tickets) for week in weeks
        ),
    )


def _bar(place: int, week: Week, count: int, days: Decimal, tickets: int) -> Bar:
    tall = _height(week.days, days, _DAYS_BASE - _DAYS_TOP)
    small = _height(Decimal(week.tickets), Decimal(tickets), _TICKETS_BASE - _TICKETS_TOP)
    return Bar(
        x=_percent((place + (1 - _BAR) / 2) / count),
        width=_percent(_BAR / count),
        days_y=f"{_DAYS_BASE - tall:g}",
        days_height=f"{tall:g}",
        tickets_y=f"{_TICKETS_BASE - small:g}",
        tickets_height=f"{small:g}",
        label=_week_said(week),
        is_spread=week.is_spread,
    )


def _height(value: Decimal, most: Decimal, whole: int) -> float:
    """What is there can be seen."""
    return max(round(float(value / most) * whole, 1), 1.5) if value else 0


def _days_said(week: Week) -> str:
    days = number(round(week.days, 1))
    return _("about %(days)s") % {"days": days} if week.is_spread else days


def _week_said(week: Week) -> str:
    return _("Week of %(day)s: %(days)s d, %(tickets)s") % {
        "day": short_day(week.starts_on),
        "days": _days_said(week),
        "tickets": _tickets(week.tickets),
    }


def _tickets(count: int) -> str:
    return ngettext("%(n)s ticket", "%(n)s tickets", count) % {"n": count}


def _label(name: str, weeks: tuple[Week, ...]) -> str:
    return _("%(name)s: person-days and tickets of each week from %(first)s to %(last)s") % {
        "name": name,
        "first": short_day(weeks[0].starts_on),
        "last": short_day(weeks[-1].starts_on),
    }


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"
