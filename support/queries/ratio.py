"""The page of the ratio: several cycles as a drawing, and one of them in tables."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Team, Unknown
from planner.kit.lists import listed
from planner.models import Member
from support.queries.ratio_chart import Chart, days_url, ratio_chart
from support.queries.ratio_read import FEW, MANY, RatioCycle, ratio_cycles
from support.queries.ratio_tables import (
    ANY,
    AskerLine,
    CauseLine,
    ShareLine,
    asked_in_all,
    asker_lines,
    cause_lines,
    team_lines,
    tickets_said,
)
from support.queries.ratio_words import (
    DEFINITIONS,
    Headline,
    cycle_name,
    days_said,
    headline,
    number_of,
    worst_team,
)


@dataclass(frozen=True)
class ChosenCycle:
    """What is told of one cycle under the drawing."""

    number: int
    name: str
    said: str
    url: str
    report_url: str
    note: str
    causes: tuple[CauseLine, ...]
    teams: tuple[ShareLine, ...]
    worst: str
    unassigned: str
    unassigned_url: str
    people_url: str
    askers: tuple[AskerLine, ...]
    asked: str
    shielded: str
    through: str
    asked_days: str
    asked_url: str


@dataclass(frozen=True)
class RatioPage:
    headline: Headline
    by_week: bool
    weeks_url: str
    cycles_url: str
    csv_url: str
    chart: Chart | None
    chosen: ChosenCycle | None
    definitions: tuple[str, ...]


def ratio_page(
    member: Member, *, at: datetime, by_week: bool = True, number: int | None = None
) -> RatioPage:
    """
    The latest six cycles week by week, or three years of them cycle by cycle; in tables the one
    that is asked for, else the one that runs, else the latest.
    """
    workspace = member.workspace
    cycles = ratio_cycles(workspace, at=at, count=FEW if by_week else MANY)
    one = next((each for each in cycles if each.number == number), cycles[-1] if cycles else None)
    url = reverse("support:ratio", args=[workspace.slug])
    asked: dict[str, Any] = {"cycle": number} if number else {}
    today = at.astimezone(workspace.zone).date()
    return RatioPage(
        headline(cycles),
        by_week,
        _with(url, asked),
        _with(url, asked | {"by": "cycle"}),
        reverse("support:ratio_csv", args=[workspace.slug]),
        ratio_chart(
            cycles, workspace, today=today, by_week=by_week, chosen=one.number if one else None
        )
        if cycles
        else None,
        _chosen(one, cycles[-FEW:], member, today) if one else None,
        tuple(str(text) for text in DEFINITIONS.values()),
    )


def _with(url: str, asked: dict[str, Any]) -> str:
    return f"{url}?{urlencode(asked)}" if asked else url


def _chosen(
    one: RatioCycle, cycles: tuple[RatioCycle, ...], member: Member, today: date
) -> ChosenCycle:
    totals, slug = one.totals, member.workspace.slug
    asked, shielded, through = asked_in_all(totals["askers"])
    said = [cycle_name(one.number), days_said(one.sums.reactive, one.unit)]
    if totals["tickets"]:
        said.append(tickets_said(totals["tickets"]))
    return ChosenCycle(
        one.number,
        cycle_name(one.number),
        listed(said),
        days_url(one, nature="reactive"),
        reverse("report", args=[slug, one.number]),
        ""
        if totals["teams"] or not one.sums.capacity
        else _("It was over before you came here: no more is known of it."),
        cause_lines(one, cycles, member, today=today),
        team_lines(one, member),
        worst_team(one, _unknowns(one)),
        *_unassigned(one),
        f"{days_url(one)}#people-title" if totals["people"] else "",
        asker_lines(one, member),
        ngettext("%(n)s interruption", "%(n)s interruptions", asked) % {"n": asked},
        _("%(n)s shielded") % {"n": shielded},
        _("%(n)s let through") % {"n": through},
        days_said(sum(asker["ticks"] for asker in totals["askers"]), one.unit),
        days_url(one, asker=ANY, nature="reactive"),
    )


def _unassigned(one: RatioCycle) -> tuple[str, str]:
    """Days of the Small Epics’ team on which none was in progress, and where they are listed."""
    small = next((team for team in one.totals["teams"] if team["kind"] == Team.Kind.SMALL), None)
    ticks = one.totals.get("unassigned", 0)  # what was kept before does not say
    if not small or not ticks:
        return "", ""
    said = _("%(days)s d of Small Epics are unassigned: none was in progress.")
    days = {"days": number_of(ticks, one.unit)}
    return said % days, days_url(one, team=small["id"], nature="proactive")


def _unknowns(one: RatioCycle) -> dict[str, int]:
    """Left in the epics of the running cycle, by the epic's key. One query."""
    if not one.is_running:
        return {}
    left = Unknown.objects.left().filter(epic__bets__cycle=one.cycle).order_by("pk")
    found: dict[str, int] = {}
    for number in left.values_list("epic__number", flat=True):
        found[f"E-{number}"] = found.get(f"E-{number}", 0) + 1
    return found
