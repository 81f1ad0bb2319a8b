"""The drawing of the ratio: a group of bars for each cycle, in percent of its width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.queries.drawings import six_weeks
from cycles.queries.staffing import worked_days
from cycles.rules.calendar import Span
from planner.kit.dates import day_range
from planner.kit.drawings import SixWeeks
from planner.models import Workspace
from support.queries.ratio_read import RatioCycle, planned_of, week_sums
from support.queries.ratio_words import cycle_name, iso, number_of, percent_said, week_name
from support.rules.ratio import Sums

HEIGHT: Final = 270
_GAP: Final = 1.6  # between reactive and proactive, in pixels
_EDGE: Final = 3.2  # beside the bars of a cycle, in percent of it
_BETWEEN: Final = 1.1


@dataclass(frozen=True)
class Bar:
    """
    One week, or one cycle. ``ahead`` is empty and outlined, with the planned share as a line;
    the rest has the actual share and what was planned.
    """

    x: str
    width: str
    middle: str
    url: str
    label: str
    text: str
    proactive_height: str
    reactive_y: str
    reactive_height: str
    planned_y: str
    ahead: bool


@dataclass(frozen=True)
class Group:
    """The bars of one cycle, and what stands under them."""

    number: int
    name: str
    share: str
    so_far: str
    planned: str
    url: str
    is_running: bool
    is_chosen: bool
    bar: SixWeeks
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class ChartRow:
    """The same as a row of a table."""

    name: str
    days: str
    url: str
    reactive: str
    proactive: str
    share: str
    planned: str


@dataclass(frozen=True)
class Chart:
    label: str
    groups: tuple[Group, ...]
    rows: tuple[ChartRow, ...]
    target: str
    target_y: str
    ticks: tuple[tuple[str, str], ...]  # (y, text)
    shows_values: bool


def ratio_chart(
    cycles: Sequence[RatioCycle],
    workspace: Workspace,
    *,
    today: date,
    by_week: bool,
    chosen: int | None,
) -> Chart:
    """One bar for each week, or for each cycle; the chosen one is what the tables tell of."""
    target = cycles[-1].target if cycles else 50
    url = reverse("support:ratio", args=[workspace.slug])
    groups = tuple(_group(one, workspace, url, today, by_week, chosen) for one in cycles)
    told = ", ".join(f"{group.name} {group.share} {group.so_far}".strip() for group in groups)
    return Chart(
        _("Reactive share: %(cycles)s") % {"cycles": told},
        groups,
        tuple(row for one in cycles for row in _rows(one, by_week)),
        _("%(target)s %% line") % {"target": target},
        f"{_y(target):.1f}",
        tuple((f"{_y(each):.1f}", _tick(each)) for each in (100, 75, 50, 25, 0)),
        shows_values=by_week,
    )


def days_url(one: RatioCycle, **asked: object) -> str:
    """What is behind a figure."""
    return with_query(one.url, asked)


def with_query(url: str, asked: Mapping[str, object]) -> str:
    query = urlencode({key: value for key, value in asked.items() if value not in (None, "")})
    return f"{url}?{query}" if query else url


def _tick(percent: int) -> str:
    return percent_said(percent) if percent == 100 else str(percent)


def _y(percent: float) -> float:
    return HEIGHT * (100 - percent) / 100


def _group(
    one: RatioCycle,
    workspace: Workspace,
    url: str,
    today: date,
    by_week: bool,
    chosen: int | None,
) -> Group:
    share, planned = percent_said(one.sums.share), percent_said(one.planned.share)
    worked = worked_days(workspace, Span(one.cycle.starts_on, one.cycle.ends_on))
    return Group(
        one.number,
        cycle_name(one.number),
        share,
        _("so far") if one.is_running and one.sums.capacity else "",
        _("planned %(share)s") % {"share": planned} if one.planned.capacity else "",
        f"{url}?cycle={one.number}" + ("" if by_week else "&by=cycle"),
        one.is_running,
        one.number == chosen,
        six_weeks(one.cycle, worked, today),
        tuple(_bars(one) if by_week else [_whole(one)]),
    )


def _bars(one: RatioCycle) -> Sequence[Bar]:
    width = (100 - 2 * _EDGE) / len(one.weeks)
    return [
        _bar(
            _EDGE + place * width + _BETWEEN / 2,
            width - _BETWEEN,
            week_sums(week),
            planned_of(week),
            _week_label(one, place + 1),
            days_url(one, week=place + 1),
        )
        for place, week in enumerate(one.weeks)
    ]


def _whole(one: RatioCycle) -> Bar:
    return _bar(12, 76, one.sums, one.planned, cycle_name(one.number), days_url(one))


def _week_label(one: RatioCycle, place: int) -> str:
    return _("%(cycle)s, %(week)s") % {
        "cycle": cycle_name(one.number),
        "week": week_name(place).lower(),
    }


def _bar(x: float, width: float, actual: Sums, planned: Sums, name: str, url: str) -> Bar:
    share = 100 * actual.reactive / actual.capacity if actual.capacity else 0.0
    thought = 100 * planned.reactive / planned.capacity if planned.capacity else None
    top = _y(share)
    label = _("%(name)s: %(share)s reactive") % {"name": name, "share": percent_said(actual.share)}
    if planned.capacity:
        label = _("%(label)s, planned %(share)s") % {
            "label": label,
            "share": percent_said(planned.share),
        }
    return Bar(
        f"{x:.2f}%",
        f"{width:.2f}%",
        f"{x + width / 2:.2f}%",
        url,
        label,
        str(actual.share) if actual.share is not None else "",
        f"{max(top - (_GAP if share else 0), 0):.1f}",
        f"{top:.1f}",
        f"{HEIGHT - top:.1f}",
        f"{_y(thought):.1f}" if thought is not None else "",
        ahead=not actual.capacity,
    )


def _rows(one: RatioCycle, by_week: bool) -> Sequence[ChartRow]:
    if not by_week:
        return [_row(one, cycle_name(one.number), one.weeks, days_url(one))]
    return [
        _row(
            one,
            _week_label(one, place),
            [week],
            days_url(one, week=place),
        )
        for place, week in enumerate(one.weeks, start=1)
    ]


def _row(one: RatioCycle, name: str, weeks: Sequence[Mapping[str, Any]], url: str) -> ChartRow:
    actual = sum((week_sums(week) for week in weeks), Sums())
    planned = sum((planned_of(week) for week in weeks), Sums())
    return ChartRow(
        name,
        day_range(iso(weeks[0]["from"]), iso(weeks[-1]["to"])) if weeks else "",
        url,
        number_of(actual.reactive, one.unit),
        number_of(actual.proactive, one.unit),
        percent_said(actual.share),
        percent_said(planned.share),
    )
