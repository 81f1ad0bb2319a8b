"""The trail of an epic through cycles: where it was bet on, and what was decided each time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cycles.models import Bet, Epic


@dataclass(frozen=True)
class TrailStep:
    """One cycle that has bet on it; without an outcome where that was never decided."""

    cycle: int
    outcome: str
    reason: str

    @property
    def kept(self) -> dict[str, Any]:
        """As a report keeps it."""
        return {"cycle": self.cycle, "outcome": self.outcome, "reason": self.reason}

    @property
    def text(self) -> str:
        """Cycle 22: Bet again in the next cycle"""
        cycle = _("Cycle %(number)s") % {"number": self.cycle}
        if not self.outcome:
            return cycle
        return _("%(cycle)s: %(outcome)s") % {
            "cycle": cycle,
            "outcome": Bet.Outcome(self.outcome).label,
        }


def trails_of(
    epics: Iterable[Epic], *, before: int | None = None
) -> dict[int, tuple[TrailStep, ...]]:
    """
    The closed cycles that bet on each epic, the earliest first; those ``before`` a number. One
    query.
    """
    bets = Bet.objects.filter(epic__in=list(epics), is_open=False)
    if before is not None:
        bets = bets.filter(cycle__number__lt=before)
    found: dict[int, list[TrailStep]] = defaultdict(list)
    for bet in bets.select_related("cycle").order_by("cycle__number"):
        found[bet.epic_id].append(TrailStep(bet.cycle.number, bet.outcome, bet.outcome_reason))
    return {epic: tuple(steps) for epic, steps in found.items()}
