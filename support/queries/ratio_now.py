"""The row of the ratio on Now: what became of the weeks that have begun, and what is planned."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.queries.staffing import Staffing
from cycles.rules.calendar import weeks_of
from support.queries.ratio_chart import with_query
from support.queries.ratio_facts import ledger_from
from support.queries.ratio_words import number_of, percent_said, week_name
from support.rules.ratio import Sums, by_week, planned_sums, sums

TOP: Final = 14
HEIGHT: Final = 88


@dataclass(frozen=True)
class WeekNow:
    """Two stacked bars in a column of the ruler: actual where it has begun, else planned."""

    name: str
    url: str
    x: str
    width: str
    proactive_height: str
    reactive_y: str
    reactive_height: str
    planned_y: str
    text_x: str
    text: str
    planned: str
    reactive: str
    total: str
    has_begun: bool


@dataclass(frozen=True)
class RatioNow:
    """``share`` is the actual one so far, in percent; the planned one before the first day."""

    url: str
    share: int
    said: str
    text: str
    planned: str
    target: int
    target_y: str
    weeks: tuple[WeekNow, ...]


def ratio_now(staffing: Staffing, today: date) -> RatioNow | None:
    """Three queries more than the plan of the cycle; nothing without seats."""
    told = ledger_from(staffing, today)
    actual, planned = sums(told.days), planned_sums(told.worked, told.day)
    if planned.share is None:
        return None
    counts = actual if actual.capacity else planned
    weeks = [week.days for week in weeks_of(staffing.span)]
    days = by_week(told.days, lambda one: one.worked.on, weeks)
    worked = by_week(told.worked, lambda one: one.on, weeks)
    url = reverse("support:ratio_days", args=[staffing.workspace.slug, staffing.cycle.number])
    return RatioNow(
        reverse("support:ratio", args=[staffing.workspace.slug]),
        counts.share or 0,
        _("reactive so far") if actual.capacity else _("planned for support"),
        _("%(reactive)s of %(whole)s person-days")
        % {
            "reactive": number_of(counts.reactive, told.day),
            "whole": number_of(counts.capacity, told.day),
        },
        _("planned %(share)s") % {"share": percent_said(planned.share)},
        told.target,
        f"{_y(told.target):.1f}",
        tuple(
            _week(
                place,
                len(weeks),
                sums(days[place]),
                planned_sums(worked[place], told.day),
                told.day,
                with_query(url, {"week": place + 1}),
            )
            for place in range(len(weeks))
        ),
    )


def _y(percent: float) -> float:
    return TOP + HEIGHT * (100 - percent) / 100


def _week(place: int, count: int, actual: Sums, planned: Sums, unit: int, url: str) -> WeekNow:
    shown = actual if actual.capacity else planned
    height = HEIGHT * shown.reactive / shown.capacity if shown.capacity else 0.0
    width = 100 / count
    return WeekNow(
        week_name(place + 1),
        url,
        f"{place * width + 0.8:.3f}%",
        f"{width - 1.6:.3f}%",
        f"{max(HEIGHT - height - 1.5, 0):.1f}" if shown.capacity else "0",
        f"{TOP + HEIGHT - height:.1f}",
        f"{height:.1f}",
        f"{_y(100 * planned.reactive / planned.capacity):.1f}"
        if planned.capacity and actual.capacity
        else "",
        f"{(place + 0.5) * width:.3f}%",
        percent_said(shown.share),
        percent_said(planned.share),
        number_of(shown.reactive, unit),
        number_of(shown.capacity, unit),
        has_begun=actual.capacity > 0,
    )
