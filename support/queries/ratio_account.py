"""The sums of a cycle's ledger with the names of what they are of: shown, and frozen."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any, Final

from django.db.models import Count

from cycles.models import Cycle, Epic, Team
from cycles.rules.calendar import weeks_of
from planner.models import Workspace
from support.models import Cause, Interruption, Ticket
from support.queries.ratio_facts import CycleLedger, ledger_of
from support.rules.ratio import by_week
from support.rules.ratio_account import (
    SCHEMA,
    added,
    as_json,
    sums_by,
    ticks_of,
    week_totals,
)

_RELEASE: Final = (Team.Kind.BIG, Team.Kind.SMALL)


@dataclass(frozen=True)
class Counts:
    """How often work came: by cause, and by the team that asked and what became of it."""

    times: Counter[int | None]
    tickets: int
    asked: dict[str, Counter[str]]


_on, _worked_on = attrgetter("on"), attrgetter("worked.on")
NOTHING: Final = Counts(Counter(), 0, {})


def counts_of(cycle: Cycle, last: date) -> Counts:
    """Our tickets that were opened in the cycle, and its interruptions. Two queries."""
    zone = cycle.workspace.zone
    begins = datetime.combine(cycle.starts_on, time.min, zone)
    ends = datetime.combine(last + timedelta(days=1), time.min, zone)
    tickets = Ticket.objects.filter(workspace=cycle.workspace).ours()
    opened = tickets.filter(opened_at__gte=begins, opened_at__lt=ends).order_by()
    times: Counter[int | None] = Counter()
    for cause, count in opened.values_list("cause_id").annotate(count=Count("pk")):
        times[cause] += count
    came = times.total()
    asked: dict[str, Counter[str]] = defaultdict(Counter)
    rows = Interruption.objects.filter(cycle=cycle, team__kind__in=_RELEASE).order_by()
    told = rows.values_list("asker_team", "state", "cause_id").annotate(count=Count("pk"))
    for team, state, cause, count in told:
        asked[team][state] += count
        times[cause] += count
    return Counts(times, came, dict(asked))


def names_of_causes(workspace: Workspace) -> dict[int, str]:
    """One query."""
    return dict(Cause.objects.filter(workspace=workspace).order_by().values_list("pk", "name"))


def totals_of(
    told: CycleLedger, counts: Counts, names: Mapping[int, str], *, is_over: bool = False
) -> dict[str, Any]:
    """As plain JSON, with the names of causes. What is over has no days to come."""
    worked = [one for one in told.worked if one.on <= told.until or not is_over]
    weeks = [one for one in weeks_of(told.span) if one.starts_on <= told.until or not is_over]
    spans = [week.days for week in weeks]
    seated, days = by_week(worked, _on, spans), by_week(told.days, _worked_on, spans)
    ticks = [ticks_of(some) for some in days]
    whole = added(ticks)
    return {
        "schema": SCHEMA,
        "unit": told.day,
        "target": told.target,
        "until": told.until.isoformat(),
        "tickets": counts.tickets,
        "weeks": [
            week_totals(*of_week, told.day)
            for of_week in zip(weeks, seated, days, ticks, strict=True)
        ],
        "teams": list(_teams(told)),
        "causes": [
            {"id": pk, "name": names.get(pk or 0, ""), "ticks": whole.causes[pk], "times": times}
            for pk, times in _each_cause(whole.causes, counts.times)
        ],
        "askers": list(_askers(whole.askers, counts.asked)),
        "people": [
            {"id": pk, "name": told.names[pk], "capacity": one.capacity,
             "reactive": one.reactive}
            for pk, one in sums_by(told.days, "member").items()
        ],
        "epics": [[pk, ticks] for pk, ticks in whole.epics.items()],
        "unassigned": whole.unassigned,
        "corrected": told.is_corrected,
    }  # fmt: skip


def account_of(cycle: Cycle, last: date) -> tuple[dict[str, Any], list[Any]]:
    """The sums, and every day, up to the last one: what is kept of a cycle that is closed."""
    told = ledger_of(cycle, last, told="entries")
    totals = totals_of(told, counts_of(cycle, last), names_of_causes(cycle.workspace), is_over=True)
    of_vision = vision_epics(pk for pk, _ticks in totals["epics"])
    totals["vision"] = sum(ticks for pk, ticks in totals["epics"] if pk in of_vision)
    return totals, as_json(told.days)


def vision_epics(pks: Iterable[int | None]) -> set[int]:
    """Those of them that serve the vision. One query."""
    epics = Epic.objects.filter(pk__in=[pk for pk in pks if pk], origin=Epic.Origin.VISION)
    return set(epics.order_by().values_list("pk", flat=True))


def _each_cause(
    causes: Counter[int | None], times: Counter[int | None]
) -> Iterable[tuple[int | None, int]]:
    """The dearest first."""
    keys = causes.keys() | times.keys()
    for pk in sorted(keys, key=lambda pk: (-causes[pk], -times[pk], pk or 0)):
        yield pk, times[pk]


def _teams(told: CycleLedger) -> Iterable[dict[str, Any]]:
    """On support first, then as they were laid."""
    sums = sums_by(told.days, "team")
    for pk, team in sorted(
        told.teams.items(), key=lambda item: (item[1].kind != Team.Kind.ON_SUPPORT, item[0])
    ):
        if pk in sums:
            yield {
                "id": pk,
                "kind": team.kind,
                "epic": team.epic.key if team.epic else None,
                "title": team.epic.title if team.epic else "",
                "capacity": sums[pk].capacity,
                "reactive": sums[pk].reactive,
            }


def _askers(ticks: Counter[str], asked: dict[str, Counter[str]]) -> Iterable[dict[str, Any]]:
    """The dearest first; those of whom no team is known come last."""
    nobody: Counter[str] = Counter()
    keys = ticks.keys() | asked.keys()
    for team in sorted(
        keys, key=lambda name: (not name, -ticks[name], -asked.get(name, nobody).total(), name)
    ):
        states = asked.get(team, nobody)
        yield {
            "name": team,
            "ticks": ticks[team],
            "shielded": sum(states[state] for state in Interruption.SHIELDED),
            "through": sum(states[state] for state in Interruption.GOT_THROUGH),
            "waiting": states[Interruption.State.WAITING],
        }
