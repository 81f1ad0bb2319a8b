"""
The interruptions of a cycle, team by team: a mark for each, and what they come to.

Two queries, however many there are; Now, the page of an epic and the report draw from it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse

from cycles.models import Cycle, CycleSettings, Team
from planner.models import Workspace
from support.models import Interruption, TimeEntry
from support.queries.title_words import title_said
from support.rules.shield import cost_in_days

_RELEASE: Final = (Team.Kind.BIG, Team.Kind.SMALL)
_OF_A_MARK: Final = (
    *("pk", "team_id", "epic_id", "cause_id", "state", "asked", "asker", "asked_at"),
    *("answered_at", "estimate_days", "minutes_spent"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """
    One interruption where it stands in time. ``on`` is the day on which it was shielded or let
    through, or on which somebody walked up; as long as it waits, the one on which it was asked.

    ``days`` is what it cost, or is thought to cost: person-days, nothing unless it got through.
    """

    pk: int
    team: int | None
    epic: int | None
    cause: int | None
    on: date
    state: str
    state_said: str
    title: str
    url: str
    days: Decimal

    @property
    def is_shielded(self) -> bool:
        return self.state in Interruption.SHIELDED

    @property
    def got_through(self) -> bool:
        return self.state in Interruption.GOT_THROUGH


@dataclass(frozen=True, slots=True)
class Totals:
    """``asked`` is all of them; ``days`` are those of the ones that got through."""

    asked: int
    shielded: int
    got_through: int
    waiting: int
    days: Decimal

    @property
    def answered(self) -> int:
        """Shielded and got through: what is told when those that wait are told apart."""
        return self.asked - self.waiting


@dataclass(frozen=True)
class CycleInterruptions:
    """``of_team`` has the marks of each release team that was asked, in the order of time."""

    marks: tuple[Mark, ...]
    of_team: dict[int, tuple[Mark, ...]]
    totals: Totals

    def team(self, team: int) -> tuple[Mark, ...]:
        return self.of_team.get(team, ())

    def totals_of(self, team: int) -> Totals:
        return totals_of(self.team(team))


def cycle_interruptions(
    cycle: Cycle, *, until: datetime | None = None, hours: Decimal | None = None
) -> CycleInterruptions:
    """
    Those of the release teams of a cycle; ``until`` leaves out what was asked later. Who knows the
    ``hours`` of a working day spares the second query.
    """
    rows = with_minutes(Interruption.objects.filter(cycle=cycle, team__kind__in=_RELEASE)).order_by(
        "asked_at", "pk"
    )
    if until:
        rows = rows.filter(asked_at__lte=until)
    told = rows.values_list(*_OF_A_MARK, named=True)
    marks = tuple(marks_of(told, cycle.workspace, hours or day_hours(cycle.workspace)))
    of_team: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.team:
            of_team[mark.team].append(mark)
    teams = {team: tuple(those) for team, those in of_team.items()}
    return CycleInterruptions(marks, teams, totals_of(marks))


def with_minutes(rows: QuerySet[Interruption]) -> QuerySet[Interruption]:
    """``minutes_spent``: the time on it that counts."""
    mine = TimeEntry.objects.filter(interruption=OuterRef("pk")).counted().order_by()
    spent = mine.values("interruption").annotate(sum=Sum("minutes")).values("sum")
    return rows.annotate(minutes_spent=Subquery(spent))


def marks_of(rows: Iterable[Any], workspace: Workspace, hours: Decimal) -> Iterable[Mark]:
    """
    ``rows`` come ``with_minutes``: interruptions, or only what is told of them here. There are
    many, so what all have in common is made once.
    """
    zone = workspace.zone
    called = {state.value: str(state.label) for state in Interruption.State}
    before, after = reverse("support:interruption", args=[workspace.slug, 0]).rsplit("0", 1)
    for row in rows:
        yield Mark(
            pk=row.pk,
            team=row.team_id,
            epic=row.epic_id,
            cause=row.cause_id,
            on=(row.answered_at or row.asked_at).astimezone(zone).date(),
            state=row.state,
            state_said=called[row.state],
            title=title_of(row),
            url=f"{before}{row.pk}{after}",
            days=cost_of(row, hours),
        )


def title_of(row: Interruption) -> str:
    """What was asked; a walk-up of which nobody wrote that down is called by who came."""
    return title_said(row.asked) or row.asker or str(Interruption.State(row.state).label)


def cost_of(row: Interruption, hours: Decimal) -> Decimal:
    """``row`` comes ``with_minutes``."""
    return cost_in_days(row.estimate_days, minutes_of(row), hours)


def minutes_of(row: Interruption) -> int | None:
    """``row`` comes ``with_minutes``."""
    spent: int | None = getattr(row, "minutes_spent")  # noqa: B009 - annotated
    return spent


def day_hours(workspace: Workspace) -> Decimal:
    """How long a working day of the workspace is."""
    settings = CycleSettings.objects.filter(workspace=workspace)
    return settings.values_list("day_hours", flat=True).get()


def totals_of(marks: Iterable[Mark]) -> Totals:
    counted = list(marks)
    return Totals(
        asked=len(counted),
        shielded=sum(mark.is_shielded for mark in counted),
        got_through=sum(mark.got_through for mark in counted),
        waiting=sum(mark.state == Interruption.State.WAITING for mark in counted),
        days=sum((mark.days for mark in counted), Decimal(0)),
    )
