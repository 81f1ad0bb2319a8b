"""The days of the running cycle as the seats plan them: reactive and proactive, week by week."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cycles.models import Cycle, Team
from cycles.queries.staffing import Staffing
from cycles.rules.calendar import Span, weeks_of
from cycles.rules.capacity import person_days_by_week, share

RATIO_TOP, RATIO_HEIGHT = 14, 88


@dataclass(frozen=True)
class WeekShare:
    """Planned person-days of one week, as two stacked bars in a column of the ruler."""

    name: str
    x: str
    width: str
    proactive_height: str
    reactive_y: str
    reactive_height: str
    text_x: str
    text: str
    reactive: str
    total: str
    has_begun: bool


@dataclass(frozen=True)
class PlannedShare:
    share: int
    text: str
    target: int
    target_y: str
    weeks: tuple[WeekShare, ...]


def number(days: Decimal) -> str:
    """Person-days without needless zeros."""
    return f"{float(days):g}"


def planned_share(staffing: Staffing, cycle: Cycle, today: date) -> PlannedShare | None:
    """Reactive and proactive person-days of each week, by the seats; nothing without seats."""
    weeks = weeks_of(staffing.span)
    reactive, whole = [Decimal(0)] * len(weeks), [Decimal(0)] * len(weeks)
    for team in staffing.teams:
        for seat in staffing.seats.get(team.pk, ()):
            worker, span = staffing.workers[seat.member_id], Span(seat.from_on, seat.to_on)
            for week, days in enumerate(person_days_by_week(worker, staffing.span, (span,))):
                whole[week] += days
                if team.kind == Team.Kind.ON_SUPPORT:
                    reactive[week] += days
    percent_of_all = share(sum(reactive, Decimal(0)), sum(whole, Decimal(0)))
    if percent_of_all is None:
        return None
    target = staffing.settings.reactive_target
    return PlannedShare(
        percent_of_all,
        _("%(reactive)s of %(whole)s person-days")
        % {
            "reactive": number(sum(reactive, Decimal(0))),
            "whole": number(sum(whole, Decimal(0))),
        },
        target,
        f"{RATIO_TOP + RATIO_HEIGHT * (100 - target) / 100:.1f}",
        tuple(
            _week(n, len(weeks), week, reactive[n], whole[n], today) for n, week in enumerate(weeks)
        ),
    )


def _week(
    place: int, count: int, week: Span, reactive: Decimal, whole: Decimal, today: date
) -> WeekShare:
    part = share(reactive, whole)
    height = RATIO_HEIGHT * (part or 0) / 100
    width = 100 / count
    return WeekShare(
        _("Week %(number)s") % {"number": place + 1},
        f"{place * width + 0.8:.3f}%",
        f"{width - 1.6:.3f}%",
        f"{max(RATIO_HEIGHT - height - 1.5, 0):.1f}" if whole else "0",
        f"{RATIO_TOP + RATIO_HEIGHT - height:.1f}",
        f"{height:.1f}",
        f"{(place + 0.5) * width:.3f}%",
        _("{percent} %").format(percent=part) if part is not None else "–",
        number(reactive),
        number(whole),
        has_begun=week.starts_on <= today,
    )
