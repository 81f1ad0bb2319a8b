"""Who led the desk: on all days of the past cycles, and what was agreed for the next ones."""

from datetime import timedelta

from cycles.models import Cycle
from planner.management.demo.cast import Cast
from planner.management.demo.clock import Clock
from support.actions.kept_turns import keep_turns
from support.actions.rotation import swap_turns
from support.queries.rotation import rotation_of


def take_turns(cast: Cast, clock: Clock) -> None:
    """Write down the turns that are over; two people swap one that comes."""
    workspace = cast.workspace
    for cycle in Cycle.objects.closed().filter(workspace=workspace).in_order():
        keep_turns(workspace=workspace, at=clock.on(cycle.ends_on, 12))
    keep_turns(workspace=workspace, at=clock.now)
    later = clock.today + timedelta(days=3)
    coming = [lead for lead in rotation_of(workspace, clock.today).coming() if lead.on > later]
    mine = coming[0]
    theirs = next(
        lead
        for lead in coming
        if lead.member != mine.member and lead.member in mine.hands and mine.member in lead.hands
    )
    swap_turns(
        workspace=workspace,
        on=mine.on,
        with_on=theirs.on,
        by=next(one for one in cast.people.values() if one.pk == mine.member),
        at=clock.now,
        reason="School visit",
    )
