"""
The account of a cycle as plain JSON: what a report freezes when the cycle is closed.

It holds names, days and codes, and no sentences: they are told later, in the reader's language.
``SCHEMA`` counts up when its shape changes, since what is frozen keeps the shape it was made in.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count

from cycles.models import Cycle, Task, Team
from cycles.queries.report_epics import EpicHistory, Since, epic_account, histories_of
from cycles.queries.staffing import Staffing, staffing_of, worked_days
from cycles.queries.trail import trails_of
from cycles.rules.calendar import Span
from cycles.rules.capacity import person_days, share
from planner.models import Activity

SCHEMA: Final = 1

type Decided = Mapping[int, tuple[str, str]]  # epic -> outcome and reason


def report_content(
    cycle: Cycle, *, last: date, at: datetime, decided: Decided | None = None
) -> dict[str, Any]:
    """
    Read what there is to tell of a cycle up to its day ``last``.

    Without decisions it is the report so far of a cycle that runs. Nothing that happens later
    changes it, so the figures are of ``at``; person-days are those of seats up to that day.
    """
    staffing = staffing_of(cycle)
    span = Span(cycle.starts_on, last)
    since = _since(cycle, at)
    epics = [bet.epic for bet in staffing.bets]
    histories, trails = histories_of(epics, cycle), trails_of(epics, before=cycle.number)
    cards, of_epics = _cards(cycle)
    return {
        "schema": SCHEMA,
        "cycle": _cycle(staffing, span),
        "teams": [_team(team, staffing, span, cards[team.pk]) for team in staffing.teams],
        "capacity": _capacity(staffing, span),
        "planned": _capacity(staffing, staffing.span)
        | {"reactive_target": staffing.settings.reactive_target},
        "epics": [
            epic_account(
                bet,
                histories.get(bet.epic_id, EpicHistory()),
                (decided or {}).get(bet.epic_id),
                since,
            )
            | {
                "trail": [step.kept for step in trails.get(bet.epic_id, ())],
                "cards_shipped": of_epics[bet.epic_id],
            }
            for bet in staffing.bets
        ],
        "changes": _changes(cycle, at),
    }


def _since(cycle: Cycle, at: datetime) -> Since:
    """A cycle that was started late counts from its first day on, except for what was planned."""
    day = datetime.combine(cycle.starts_on, time(), cycle.workspace.zone).astimezone(UTC)
    locked = cycle.started_at or at
    return Since(min(day, locked), locked, at, cycle.workspace.zone)


def _cycle(staffing: Staffing, span: Span) -> dict[str, Any]:
    cycle, worked = staffing.cycle, worked_days(staffing.workspace, span)
    return {
        "number": cycle.number,
        "starts_on": span.starts_on.isoformat(),
        "ends_on": span.ends_on.isoformat(),
        "worked_until": _last(worked, span).isoformat(),
        "working_days": len(worked),
        "planned_until": cycle.ends_on.isoformat(),
        "planned_worked_until": _last(staffing.worked, staffing.span).isoformat(),
        "planned_working_days": len(staffing.worked),
    }


def _last(worked: tuple[date, ...], span: Span) -> date:
    """The last working day, which pages show as the end."""
    return worked[-1] if worked else span.ends_on


def _team(team: Team, staffing: Staffing, span: Span, cards: Counter[str]) -> dict[str, Any]:
    seats = [
        {
            "name": staffing.members[seat.member_id].name,
            "from_on": part.starts_on.isoformat(),
            "to_on": part.ends_on.isoformat(),
            "person_days": float(person_days(staffing.workers[seat.member_id], part)),
        }
        for seat in staffing.seats.get(team.pk, ())
        if (part := Span(seat.from_on, seat.to_on).within(span))
    ]
    return {
        "kind": team.kind,
        "epic": team.epic.key if team.epic else None,
        "title": team.epic.title if team.epic else "",
        "seats": seats,
        "person_days": float(_days([team], staffing, span)),
        "cards": {"shipped": cards["shipped"], "debt": cards["debt"], "left": cards["left"]},
    }


def _days(teams: list[Team], staffing: Staffing, span: Span) -> Decimal:
    return sum(
        (
            person_days(staffing.workers[seat.member_id], part)
            for team in teams
            for seat in staffing.seats.get(team.pk, ())
            if (part := Span(seat.from_on, seat.to_on).within(span))
        ),
        Decimal(0),
    )


def _capacity(staffing: Staffing, span: Span) -> dict[str, Any]:
    """Person-days by the seats in the span, and how much of them is on support, in percent."""
    reactive = _days(
        [team for team in staffing.teams if team.kind == Team.Kind.ON_SUPPORT], staffing, span
    )
    whole = _days(list(staffing.teams), staffing, span)
    return {
        "person_days": float(whole),
        "on_support": float(reactive),
        "reactive_share": share(reactive, whole),
    }


def _cards(cycle: Cycle) -> tuple[dict[int, Counter[str]], Counter[int]]:
    """Of each team: shipped, shipped as technical debt, left. Of each epic: shipped."""
    teams: dict[int, Counter[str]] = defaultdict(Counter)
    epics: Counter[int] = Counter()
    counted = (
        Task.objects.filter(team__cycle=cycle)
        .order_by()
        .values_list("team_id", "epic_id", "column", "nature")
        .annotate(count=Count("pk"))
    )
    for team, epic, column, nature, count in counted:
        if column != Task.Column.SHIPPED:
            teams[team]["left"] += count
            continue
        teams[team]["shipped"] += count
        teams[team]["debt"] += count if nature == Task.Nature.DEBT else 0
        if epic:
            epics[epic] += count
    return teams, epics


def _changes(cycle: Cycle, at: datetime) -> list[dict[str, Any]]:
    """What was changed in the plan after it was locked, each with its reason."""
    rows = (
        Activity.objects.about(cycle)
        .filter(
            workspace=cycle.workspace_id,
            at__gte=cycle.started_at or at,
            at__lte=at,
            data__has_key="reason",
        )
        .select_related("by__person")
        .order_by("at", "pk")
    )
    zone = cycle.workspace.zone
    return [
        {
            "on": row.at.astimezone(zone).date().isoformat(),
            "who": row.by.name if row.by else "",
            "verb": row.verb,
            "data": row.data,
        }
        for row in rows
    ]
