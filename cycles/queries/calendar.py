"""The calendar ahead, for the settings page of cycles."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from cycles.models import Bet, Cycle
from planner.kit.dates import day_range
from planner.models import Workspace


@dataclass(frozen=True)
class CycleRow:
    number: int
    dates: str
    weeks: str
    state: str
    epics: int
    url: str
    may_shift: bool


@dataclass(frozen=True)
class CalendarPage:
    """``may_begin``: no cycle was ever started, so the first number and day may still be told."""

    cycles: tuple[CycleRow, ...]
    may_begin: bool


def calendar_page(workspace: Workspace) -> CalendarPage:
    """Cycles that run or are ahead, in their order."""
    cycles = list(Cycle.objects.filter(workspace=workspace).order_by("number"))
    bets = Counter(
        Bet.objects.filter(cycle__workspace=workspace).order_by().values_list("cycle_id", flat=True)
    )
    return CalendarPage(
        tuple(
            CycleRow(
                cycle.number,
                day_range(cycle.starts_on, cycle.ends_on),
                f"{((cycle.ends_on - cycle.starts_on).days + 1) / 7:.3g}",
                cycle.get_state_display(),
                bets[cycle.pk],
                reverse("cycles:plan", args=[workspace.slug, cycle.number]),
                cycle.is_ahead,
            )
            for cycle in cycles
            if cycle.state != Cycle.State.CLOSED
        ),
        all(cycle.is_ahead for cycle in cycles),
    )
