"""Cycles that are over, and the one that runs: each leads to its report."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Bet, Cycle
from cycles.queries.report_epics import became
from cycles.queries.report_words import conclusion
from cycles.queries.staffing import worked_days
from cycles.rules.calendar import Span
from planner.kit.dates import day_range
from planner.models import Workspace


@dataclass(frozen=True)
class PastCycle:
    name: str
    dates: str
    url: str
    is_running: bool
    said: str


@dataclass(frozen=True)
class PastPage:
    cycles: tuple[PastCycle, ...]
    plan_url: str


def past_page(workspace: Workspace) -> PastPage:
    """The latest first."""
    cycles = Cycle.objects.filter(
        workspace=workspace, state__in=[Cycle.State.ACTIVE, Cycle.State.CLOSED]
    ).order_by("-number")
    bets = Bet.objects.filter(cycle__in=cycles.values("pk")).order_by("position", "pk")
    told: dict[int, list[str]] = defaultdict(list)
    for cycle, state, outcome in bets.values_list("cycle_id", "epic__state", "outcome"):
        told[cycle].append(became(state, outcome))
    return PastPage(
        tuple(
            PastCycle(
                _("Cycle %(number)s") % {"number": one.number},
                _dates(one, workspace),
                reverse("report", args=[workspace.slug, one.number]),
                one.state == Cycle.State.ACTIVE,
                conclusion(told[one.pk]),
            )
            for one in cycles
        ),
        reverse("cycles:plan_next", args=[workspace.slug]),
    )


def _dates(cycle: Cycle, workspace: Workspace) -> str:
    """To its last working day, as everywhere."""
    worked = worked_days(workspace, Span(cycle.starts_on, cycle.ends_on))
    return day_range(cycle.starts_on, worked[-1] if worked else cycle.ends_on)
