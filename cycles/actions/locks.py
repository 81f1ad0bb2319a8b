"""
Rows that stand for more than themselves while they are changed.

Whoever takes several takes them in the order of docs/decisions/0011-lock-order.md.
"""

from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.models import Cycle, CycleSettings
from cycles.models.cycles import CycleQuerySet
from planner.models import Workspace


class CycleIsLocked(Refusal):
    """It has begun: its teams and epics stay as they were when it started."""


class ReasonNeeded(Refusal):
    """Teams of a running cycle change for a reason, which is in the report."""


def lock_calendar(workspace: Workspace) -> CycleSettings:
    """One writer at a time for the dates and numbers of a workspace. Taken before any cycle."""
    return (
        CycleSettings.objects.select_for_update(of=("self",))
        .select_related("workspace")
        .get(workspace=workspace)
    )


def lock_cycles(cycles: CycleQuerySet) -> list[Cycle]:
    """Hold them in the order of their numbers, so that none is begun or closed meanwhile."""
    return list(cycles.order_by("number").select_for_update(of=("self",)))


def lock_plan(cycle: Cycle) -> Cycle:
    """
    One writer at a time for all that is planned in a cycle.

    Everybody who changes teams, seats or bets holds this row, so that two people who take the
    last seat at once come one after the other, and the second is told so.

    :raises CycleIsLocked: it has begun.
    """
    locked = (
        Cycle.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=cycle.pk)
    )
    if not locked.is_ahead:
        raise CycleIsLocked(
            _("Cycle %(number)s has started: its plan is locked.") % {"number": locked.number}
        )
    return locked


def lock_teams(cycle: Cycle, reason: str) -> Cycle:
    """
    One writer at a time for the teams of a cycle, also while it runs: then a reason is asked for.

    :raises ReasonNeeded: it runs, and nobody says why its teams change.
    :raises CycleIsLocked: it is closed.
    """
    locked = (
        Cycle.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=cycle.pk)
    )
    if locked.state == Cycle.State.CLOSED:
        raise CycleIsLocked(
            _("Cycle %(number)s is closed: its teams stay as they were.")
            % {"number": locked.number}
        )
    if locked.state == Cycle.State.ACTIVE and not reason.strip():
        raise ReasonNeeded(
            _("Cycle %(number)s is running: say why its teams change.") % {"number": locked.number}
        )
    return locked


def touch(cycle: Cycle) -> None:
    """Somebody plans it: it is no mere draft of the calendar any more."""
    if cycle.is_ahead:
        cycle.state = Cycle.State.PLANNED
    cycle.version += 1
    cycle.save(update_fields=["state", "version"])
