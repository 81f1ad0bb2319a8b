"""What was changed in a plan after its cycle had started, and why."""

from dataclasses import dataclass
from datetime import datetime

from cycles.models import Cycle
from planner import telling
from planner.models import Activity


@dataclass(frozen=True)
class PlanChange:
    at: datetime
    who: str
    what: str
    reason: str


def plan_changes(cycle: Cycle) -> tuple[PlanChange, ...]:
    """The earliest first, told in the language that is active now."""
    rows = (
        Activity.objects.filter(
            workspace=cycle.workspace_id,
            within_kind="cycle",
            within_id=cycle.pk,
            data__has_key="reason",
        )
        .select_related("by__person")
        .order_by("at", "pk")
    )
    return tuple(_change(row) for row in rows)


def _change(row: Activity) -> PlanChange:
    told = telling.tell(row)
    return PlanChange(row.at, told.who, told.what, row.data["reason"])
