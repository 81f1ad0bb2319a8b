"""What the report of a cycle says of its interruptions: how many, and what they cost whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from cycles.models import Cycle, Team
from cycles.queries.planned import number
from support.models import Cause, TimeEntry
from support.queries.interruptions import (
    CycleInterruptions,
    Totals,
    cycle_interruptions,
    day_hours,
)
from support.queries.marks import headline_of
from support.rules.shield import days_of

type Days = Mapping[int | None, Decimal]


def interruption_account(cycle: Cycle, *, at: datetime) -> dict[str, Any]:
    """
    Those of the release teams, as plain JSON, by team and by cause; what was asked up to ``at``.

    Time counts under its own cause where it names one, else under that of its interruption; an
    interruption without time counts its estimate. Days are person-days.
    """
    hours = day_hours(cycle.workspace)
    found = cycle_interruptions(cycle, until=at, hours=hours)
    teams = Team.objects.filter(pk__in=found.of_team).select_related("epic").order_by("kind", "pk")
    return _counted(found.totals) | {
        "by_team": [
            {
                "kind": team.kind,
                "epic": team.epic.key if team.epic else None,
                "title": team.epic.title if team.epic else "",
            }
            | _counted(found.totals_of(team.pk))
            for team in teams
        ],
        "by_cause": list(_by_cause(found, _days_by_cause(found, cycle, hours))),
    }


def _counted(totals: Totals) -> dict[str, Any]:
    return {
        "asked": totals.asked,
        "waiting": totals.waiting,
        "shielded": totals.shielded,
        "got_through": totals.got_through,
        "days": _plain(totals.days),
    }


def _plain(days: Decimal) -> float:
    return float(round(days, 2))


def _days_by_cause(found: CycleInterruptions, cycle: Cycle, hours: Decimal) -> Days:
    cost: dict[int | None, Decimal] = defaultdict(Decimal)
    through = {mark.pk: mark for mark in found.marks if mark.got_through}
    spent = (
        TimeEntry.objects.filter(interruption__cycle=cycle)
        .counted()
        .with_cause_in_effect()
        .order_by()
        .values_list("interruption", F("cause_in_effect"))
        .annotate(minutes=Sum("minutes"))
    )
    logged = set()
    for pk, cause, minutes in spent:
        if pk in through:
            logged.add(pk)
            cost[cause] += days_of(minutes, hours)
    for mark in through.values():
        if mark.pk not in logged:
            cost[mark.cause] += mark.days
    return cost


def _by_cause(found: CycleInterruptions, cost: Days) -> Iterable[dict[str, Any]]:
    """The dearest first; what nobody attributed has no name."""
    asked = Counter(mark.cause for mark in found.marks)
    through = Counter(mark.cause for mark in found.marks if mark.got_through)
    causes = asked.keys() | cost.keys()
    names = dict(Cause.objects.filter(pk__in=[pk for pk in causes if pk]).values_list("pk", "name"))
    order = sorted(
        causes, key=lambda cause: (-cost.get(cause, 0), -asked[cause], names.get(cause or 0, ""))
    )
    for cause in order:
        yield {
            "name": names.get(cause or 0, ""),
            "asked": asked[cause],
            "got_through": through[cause],
            "days": _plain(cost.get(cause, Decimal(0))),
        }


@dataclass(frozen=True)
class Figures:
    """One line of a table. ``shielded`` is not told of a cause."""

    name: str
    asked: int
    through: int
    days: str
    shielded: int = 0


@dataclass(frozen=True)
class InterruptionWords:
    said: str
    teams: tuple[Figures, ...]
    causes: tuple[Figures, ...]


def interruption_words(account: Mapping[str, Any]) -> InterruptionWords:
    """Tell the account in the reader's language."""
    totals = Totals(
        asked=account["asked"],
        shielded=account["shielded"],
        got_through=account["got_through"],
        waiting=account["waiting"],
        days=Decimal(str(account["days"])),
    )
    said = " ".join(headline_of(totals)).strip()
    return InterruptionWords(
        said or _("Nobody interrupted a release team."),
        tuple(_figures(one, _called(one), one["shielded"]) for one in account["by_team"]),
        tuple(_figures(one, one["name"] or _("Unattributed")) for one in account["by_cause"]),
    )


def _called(team: Mapping[str, Any]) -> str:
    return str(team["title"] or Team.Kind(team["kind"]).label)


def _figures(one: Mapping[str, Any], name: str, shielded: int = 0) -> Figures:
    days = number(round(Decimal(str(one["days"])), 1))
    return Figures(name, one["asked"], one["got_through"], days, shielded)
