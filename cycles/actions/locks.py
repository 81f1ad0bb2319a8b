"""Rows that stand for more than themselves while they are changed."""

from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.models import Cycle, CycleSettings
from planner.models import Workspace


class CycleIsLocked(Refusal):
    """It has begun: its teams and epics stay as they were when it started."""


def lock_calendar(workspace: Workspace) -> CycleSettings:
    """One writer at a time for the dates and numbers of a workspace. Taken before any cycle."""
    return (
        CycleSettings.objects.select_for_update(of=("self",))
        .select_related("workspace")
        .get(workspace=workspace)
    )


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


def touch(cycle: Cycle) -> None:
    """Somebody plans it: it is no mere draft of the calendar any more."""
    cycle.state = Cycle.State.PLANNED
    cycle.version += 1
    cycle.save(update_fields=["state", "version"])
