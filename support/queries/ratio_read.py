"""The ratio of several cycles at once: what is kept of those that are over, and the running one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.urls import reverse

from cycles.models import Cycle
from planner.models import Workspace
from support.models import KeptRatio
from support.queries.ratio_account import NOTHING, counts_of, names_of_causes, totals_of
from support.queries.ratio_facts import CycleLedger, ledger_of, ledgers_of
from support.rules.ratio import PersonDay, Sums
from support.rules.ratio_account import from_json

FEW: Final = 6  # cycles whose weeks are drawn
MANY: Final = 27  # three years of them


@dataclass(frozen=True)
class RatioCycle:
    """``totals`` are as ``support.rules.ratio_account`` writes them."""

    cycle: Cycle
    totals: Mapping[str, Any]
    is_running: bool

    @property
    def number(self) -> int:
        return self.cycle.number

    @property
    def unit(self) -> int:
        return int(self.totals["unit"])

    @property
    def target(self) -> int:
        return int(self.totals["target"])

    @property
    def weeks(self) -> Sequence[Mapping[str, Any]]:
        weeks: Sequence[Mapping[str, Any]] = self.totals["weeks"]
        return weeks

    @cached_property
    def url(self) -> str:
        """Where its days are listed."""
        return reverse("support:ratio_days", args=[self.cycle.workspace.slug, self.number])

    @cached_property
    def sums(self) -> Sums:
        return sum((week_sums(week) for week in self.weeks), Sums())

    @cached_property
    def planned(self) -> Sums:
        """Of all its weeks, those to come included."""
        return sum((planned_of(week) for week in self.weeks), Sums())


def week_sums(week: Mapping[str, Any]) -> Sums:
    return Sums(week["capacity"], week["reactive"])


def planned_of(week: Mapping[str, Any]) -> Sums:
    return Sums(week["planned"], week["planned_reactive"])


def ratio_cycles(workspace: Workspace, *, at: datetime, count: int = FEW) -> tuple[RatioCycle, ...]:
    """
    The latest cycles that began, in order of time. What is over is read as it was kept; nothing
    of it is counted again.
    """
    begun = Cycle.objects.filter(
        workspace=workspace, state__in=[Cycle.State.ACTIVE, Cycle.State.CLOSED]
    )
    return ratios_of(list(begun.order_by("-number")[:count])[::-1], workspace, at=at)


def ratios_of(
    cycles: Sequence[Cycle], workspace: Workspace, *, at: datetime
) -> tuple[RatioCycle, ...]:
    """In as many queries, however many cycles there are."""
    for cycle in cycles:
        cycle.workspace = workspace
    numbers = [cycle.number for cycle in cycles] or [0]
    of_these = KeptRatio.objects.filter(
        cycle__workspace=workspace,
        cycle__number__range=(min(numbers), max(numbers)),
        cycle__state=Cycle.State.CLOSED,
    )
    kept = dict(of_these.values_list("cycle", "totals"))
    counted = _counted([one for one in cycles if one.pk not in kept], workspace, at)
    return tuple(
        RatioCycle(
            cycle,
            kept[cycle.pk] if cycle.pk in kept else counted[cycle.pk],
            cycle.state == Cycle.State.ACTIVE,
        )
        for cycle in cycles
    )


def ratio_cycle(cycle: Cycle, *, at: datetime) -> RatioCycle:
    """One of them."""
    runs = cycle.state == Cycle.State.ACTIVE
    kept = None if runs else KeptRatio.objects.filter(cycle=cycle).values_list("totals", flat=True)
    found = kept.first() if kept is not None else None
    totals = found or _counted([cycle], cycle.workspace, at)[cycle.pk]
    return RatioCycle(cycle, totals, runs)


def ratio_with_days(cycle: Cycle, *, at: datetime) -> tuple[RatioCycle, Iterable[PersonDay]]:
    """One of them, and every day of it so far, entry by entry."""
    runs = cycle.state == Cycle.State.ACTIVE
    kept = KeptRatio.objects.filter(cycle=cycle).values_list("totals", "days")
    found = None if runs else kept.first()
    if found:
        return RatioCycle(cycle, found[0], runs), from_json(found[1])
    today = at.astimezone(cycle.workspace.zone).date()
    told = ledger_of(cycle, today, told="entries")
    return RatioCycle(cycle, _totals(told, names_of_causes(cycle.workspace)), runs), told.days


def _counted(cycles: Sequence[Cycle], workspace: Workspace, at: datetime) -> dict[int, Any]:
    """Of the running one also how often work came; one that is over and not kept yet is soon."""
    today = at.astimezone(workspace.zone).date()
    found: dict[int, Any] = {}
    names = names_of_causes(workspace) if cycles else {}
    for pk, told in ledgers_of(workspace, cycles, today).items():
        found[pk] = _totals(told, names)
    return found


def _totals(told: CycleLedger, names: Mapping[int, str]) -> dict[str, Any]:
    runs = told.cycle.state == Cycle.State.ACTIVE
    counts = counts_of(told.cycle, told.until) if runs else NOTHING
    return totals_of(told, counts, names, is_over=not runs)
