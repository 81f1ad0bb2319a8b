"""What is said before a cycle starts."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle
from cycles.queries.findings import Said, checked
from cycles.queries.staffing import staffing_of
from planner.kit.dates import full_day, short_day


@dataclass(frozen=True)
class StartDay:
    """A day on which it may have begun; the value is empty for today."""

    value: str
    text: str


@dataclass(frozen=True)
class StartPage:
    title: str
    plan_url: str
    url: str
    is_locked: bool
    what: str
    days: tuple[StartDay, ...]
    blocks: tuple[Said, ...]
    looks: tuple[Said, ...]


def start_page(cycle: Cycle, *, today: date) -> StartPage:
    staffing = staffing_of(cycle)
    said, slug = checked(staffing), cycle.workspace.slug
    people = len({seat.member_id for seats in staffing.seats.values() for seat in seats})
    return StartPage(
        _("Start cycle %(number)s?") % {"number": cycle.number},
        reverse("cycles:plan", args=[slug, cycle.number]),
        reverse("cycles:start", args=[slug, cycle.number]),
        not cycle.is_ahead,
        _("%(epics)s and %(people)s go to work, until %(day)s. Then the plan is locked.")
        % {
            "epics": ngettext("%(n)s epic", "%(n)s epics", len(staffing.bets))
            % {"n": len(staffing.bets)},
            "people": ngettext("%(n)s person", "%(n)s people", people) % {"n": people},
            "day": short_day(staffing.worked[-1] if staffing.worked else cycle.ends_on),
        },
        _days(cycle, today),
        tuple(one for one in said if one.severity == "blocks"),
        tuple(one for one in said if one.severity == "look"),
    )


def _days(cycle: Cycle, today: date) -> tuple[StartDay, ...]:
    now = StartDay("", _("Today, %(day)s") % {"day": full_day(today)})
    apart = (today - cycle.starts_on).days
    if apart > 0:
        planned = StartDay(
            cycle.starts_on.isoformat(),
            _("It began as planned, on %(day)s") % {"day": full_day(cycle.starts_on)},
        )
        return planned, now
    if apart < 0:
        early = ngettext("%(n)s day early", "%(n)s days early", -apart) % {"n": -apart}
        return (StartDay("", f"{now.text}: {early}"),)
    return (now,)
